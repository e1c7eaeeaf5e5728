import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ConfigurationError, ConnectionError, ValidationError } from "wacloud";
import { client, failure } from "../support/client.ts";
import { type Recorded, recorder, refused } from "../support/recorder.ts";

const session = "upload:MTphdHRhY2htZW50OjlmZTg?sig=ARZ2_x";
const address = `https://graph.facebook.com/v26.0/${session}`;
const png = Uint8Array.from("\x89PNG\r\n\x1a\n0123456789", (character) => character.charCodeAt(0));
const text = (from: number) => new TextDecoder().decode(png.subarray(from));
const file = { file: png, filename: "header.png" };

const opened = () => Response.json({ id: session });
const done = () => Response.json({ h: "4::aW1hZ2UvcG5n:ARb" });
const lost = () => new TypeError("terminated");
const arrived = (file_offset: unknown) => Response.json({ id: session, file_offset });
const steps = (requests: Recorded[]) =>
  requests.map(
    ({ method, headers, url }) => `${method} ${headers.get("file_offset") ?? url.pathname.split("/").pop()}`,
  );

test("a session is opened, then the bytes are sent to it", async () => {
  const { fetch, requests } = recorder(opened(), done());
  expect(await client({ fetch }).media.uploadResumable(file)).toEqual({ handle: "4::aW1hZ2UvcG5n:ARb" });
  const [first, second] = requests;
  expect(first?.method).toBe("POST");
  expect(first?.url.pathname).toBe("/v26.0/670843887433847/uploads");
  expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
    file_name: "header.png",
    file_length: "18",
    file_type: "image/png",
  });
  expect(first?.headers.get("authorization")).toBe("Bearer EAAtoken");
  expect(second?.method).toBe("POST");
  expect(second?.url.href).toBe(address);
  expect(second?.headers.get("authorization")).toBe("OAuth EAAtoken");
  expect(second?.headers.get("file_offset")).toBe("0");
  expect(second?.headers.get("content-type")).toBe("application/octet-stream");
  expect(second?.text).toBe(text(0));
});

test("a session is opened for the app in the call's options", async () => {
  const { fetch, requests } = recorder(opened(), done());
  await client({ fetch, appId: "1" }).media.uploadResumable(file, { appId: "2" });
  expect(requests[0]?.url.pathname).toBe("/v26.0/2/uploads");
});

describe("an interrupted upload", () => {
  test.each([
    ["without an answer", lost],
    ["with a server error", () => new Response("oops", { status: 502 })],
    ["with an answer that is cut", () => new Response('{"h":"4::')],
    ["with an answer without a handle", () => Response.json({})],
  ])("%s resumes where it stopped", async (_, failed) => {
    const { fetch, requests } = recorder(opened(), failed(), arrived(10), done());
    expect(await client({ fetch }).media.uploadResumable(file)).toEqual({ handle: "4::aW1hZ2UvcG5n:ARb" });
    const [, , asked, resumed] = requests;
    expect(steps(requests)).toEqual(["POST uploads", "POST 0", `GET ${session.split("?")[0]}`, "POST 10"]);
    expect(asked?.url.href).toBe(address);
    expect(asked?.headers.get("authorization")).toBe("OAuth EAAtoken");
    expect(resumed?.url.href).toBe(address);
    expect(resumed?.text).toBe(text(10));
    expect(resumed?.headers.get("content-type")).toBe("application/octet-stream");
  });

  test.each([
    [0, "POST 0"],
    ["7", "POST 7"],
    [18, "POST 18"],
  ])("resumes at the offset %j", async (offset, step) => {
    const { fetch, requests } = recorder(opened(), lost(), arrived(offset), done());
    await client({ fetch }).media.uploadResumable(file);
    expect(steps(requests).at(-1)).toBe(step);
    expect(requests.at(-1)?.text).toBe(text(Number(offset)));
  });

  test("fails after too many interruptions", async () => {
    const answers = [lost(), arrived(1), lost(), arrived(2), lost(), arrived(3), lost(), arrived(4), lost()];
    const { fetch, requests } = recorder(opened(), ...answers);
    const error = await failure(client({ fetch }).media.uploadResumable(file));
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).cause).toBeInstanceOf(AmbiguousSendError);
    expect(requests).toHaveLength(1 + answers.length);
  });

  test("is not sent twice from the same offset by the outer retries", async () => {
    const { fetch, requests } = recorder(opened(), lost(), arrived(10), done());
    await client({ fetch, retry: { attempts: 3, minDelayMs: 0 } }).media.uploadResumable(file);
    expect(steps(requests).filter((step) => step.startsWith("POST"))).toEqual([
      "POST uploads",
      "POST 0",
      "POST 10",
    ]);
  });

  test.each([19, -1, "", "ten", null, 1.5])("fails for an impossible offset (%j)", async (offset) => {
    const { fetch, requests } = recorder(opened(), lost(), arrived(offset));
    expect(await failure(client({ fetch }).media.uploadResumable(file))).toMatchObject({ name: "ApiError" });
    expect(requests).toHaveLength(3);
  });

  test("rejects with the reason of the signal that aborted it", async () => {
    const abort = new AbortController();
    const { fetch, requests } = recorder(opened(), () => {
      abort.abort("enough");
      return new Promise<Response>(() => {});
    });
    const upload = client({ fetch }).media.uploadResumable(file, { signal: abort.signal });
    expect(await failure(upload)).toBe("enough");
    expect(requests).toHaveLength(2);
  });
});

test.each([
  ["of the session", [refused(400, 100)], 1],
  ["of the bytes", [opened(), refused(400, 100)], 2],
])("a refusal %s is an ApiError", async (_, answers, count) => {
  const { fetch, requests } = recorder(...answers);
  expect(await failure(client({ fetch }).media.uploadResumable(file))).toMatchObject({
    name: "ApiError",
    code: 100,
  });
  expect(requests).toHaveLength(count);
});

test.each([{}, { id: 7 }, { id: "https://evil.test/" }])("the session %j is an error", async (body) => {
  const { fetch, requests } = recorder(Response.json(body));
  expect(await failure(client({ fetch }).media.uploadResumable(file))).toMatchObject({ name: "ApiError" });
  expect(requests).toHaveLength(1);
});

test("needs an app id, and says how to pass it", async () => {
  const { fetch, requests } = recorder();
  const error = await failure(client({ fetch, appId: undefined }).media.uploadResumable(file));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toMatch(/appId.*WHATSAPP_APP_ID/);
  expect(requests).toHaveLength(0);
});

describe("the type", () => {
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
  const bytes = (head: string) => Uint8Array.from(head, (character) => character.charCodeAt(0));

  test.each([
    ["application/pdf", bytes("%PDF-1.7"), "media.pdf"],
    ["image/jpeg", jpeg, "media.jpg"],
    ["image/jpg", jpeg, "media.jpg"],
    ["image/png", png, "media.png"],
    ["video/mp4", bytes("\0\0\0\x18ftypisom"), "media.mp4"],
  ])("%s is accepted", async (type, content, name) => {
    const { fetch, requests } = recorder(opened(), done());
    await client({ fetch }).media.uploadResumable({ file: content, type });
    expect(requests[0]?.url.searchParams.get("file_type")).toBe(type);
    expect(requests[0]?.url.searchParams.get("file_name")).toBe(name);
  });

  test.each(["audio/mpeg", "image/webp", "text/plain"])("%s is not", async (type) => {
    const { fetch, requests } = recorder();
    const error = await failure(client({ fetch }).media.uploadResumable({ file: bytes("x"), type }));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as Error).message).toContain(
      `\`type\` ${type} is not supported; supported types: application/pdf, image/jpeg, image/jpg, image/png, video/mp4`,
    );
    expect(requests).toHaveLength(0);
  });

  test("image/jpg does not match a PNG", async () => {
    const { fetch } = recorder();
    const error = await failure(client({ fetch }).media.uploadResumable({ file: png, type: "image/jpg" }));
    expect((error as Error).message).toContain("`type` is image/jpg, but the content looks like image/png");
  });

  test("the size limits are those of messages", async () => {
    const { fetch } = recorder();
    const large = new Uint8Array(5 * 2 ** 20 + 1);
    large.set(png);
    expect(await failure(client({ fetch }).media.uploadResumable({ file: large }))).toBeInstanceOf(
      ValidationError,
    );
  });
});
