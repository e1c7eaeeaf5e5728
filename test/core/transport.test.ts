import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { ConfigurationError, WhatsAppClient } from "wacloud";
import packageJson from "../../package.json" with { type: "json" };
import { version } from "../../src/core/version.ts";
import { client, failure, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";

const hello = { to, body: "Hello" };

describe("the URL contains the version", () => {
  test.each([
    ["https://graph.facebook.com", "https://graph.facebook.com/v26.0/106540352242922/messages"],
    ["https://graph.facebook.com/", "https://graph.facebook.com/v26.0/106540352242922/messages"],
    ["http://127.0.0.1:4000/proxy", "http://127.0.0.1:4000/proxy/v26.0/106540352242922/messages"],
    ["http://127.0.0.1:4000/proxy//", "http://127.0.0.1:4000/proxy/v26.0/106540352242922/messages"],
  ])("for %s", async (baseUrl, expected) => {
    const { fetch, requests } = recorder(accepted());
    await client({ fetch, baseUrl }).messages.sendText(hello);
    expect(requests[0]?.url.href).toBe(expected);
  });
});

test("the library identifies itself", async () => {
  const { fetch, requests } = recorder(accepted());
  await client({ fetch }).messages.sendText(hello, { headers: { "x-trace": "7" } });
  expect(requests[0]?.headers.get("user-agent")).toBe(`wacloud/${packageJson.version}`);
  expect(requests[0]?.headers.get("x-trace")).toBe("7");
  expect(version).toBe(packageJson.version);
});

test("a redirect is not followed", async () => {
  const { fetch, requests } = recorder(
    new Response(null, { status: 307, headers: { location: "https://evil.test/" } }),
  );
  await failure(client({ fetch }).messages.sendText(hello));
  expect(requests).toHaveLength(1);
});

test("a served version other than the requested one is logged once", async () => {
  const warnings: string[] = [];
  const served = () => {
    const answer = accepted();
    answer.headers.set("facebook-api-version", "v22.0");
    return answer;
  };
  const { fetch } = recorder(served, served);
  const silent = () => {};
  const logger = { debug: silent, info: silent, error: silent, warn: (text: string) => warnings.push(text) };
  const whatsapp = client({ fetch, logger });
  await whatsapp.messages.sendText(hello);
  await whatsapp.messages.sendText(hello);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/v22\.0 responded, not v26\.0/);
});

test("withPhoneNumber sends from another number through the same client", async () => {
  const { fetch, requests } = recorder(accepted(), accepted());
  const first = client({ fetch });
  await first.withPhoneNumber("999000999").messages.sendText(hello);
  await first.messages.sendText(hello);
  expect(requests.map(({ url }) => url.pathname)).toEqual([
    "/v26.0/999000999/messages",
    "/v26.0/106540352242922/messages",
  ]);
  expect(() => first.withPhoneNumber("+14155552671")).toThrow(/phoneNumberId/);
});

test("request reaches any edge with query and body", async () => {
  const { fetch, requests } = recorder(Response.json({ success: true }));
  const { status, headers, body } = await client({ fetch }).request({
    method: "POST",
    path: "106540352242922/settings",
    query: { ids: ["1", "2"], left: undefined, on: true },
    body: { calling: { status: "ENABLED" } },
  });
  expect({ status, body }).toEqual({ status: 200, body: { success: true } });
  expect(headers.get("content-type")).toContain("json");
  expect(requests[0]?.url.search).toBe("?ids=%5B%221%22%2C%222%22%5D&on=true");
  expect(requests[0]?.json).toEqual({ calling: { status: "ENABLED" } });
});

test("request rejects a full URL, which would receive the token", async () => {
  const { fetch, requests } = recorder();
  for (const path of ["https://evil.test/", "//evil.test/", "HTTP://evil.test"]) {
    expect(await failure(client({ fetch }).request({ method: "GET", path }))).toMatchObject({
      name: "ValidationError",
    });
  }
  expect(requests).toHaveLength(0);
});

describe("a call's own authorization", () => {
  test.each([["authorization"], ["Authorization"]])("header `%s` replaces the token", async (name) => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const accessToken = vi.fn(() => "EAAtoken");
    const whatsapp = client({ fetch, accessToken, appSecret: "secret" });
    await whatsapp.messages.sendText(hello, { headers: { [name]: "OAuth EAAother" } });
    await whatsapp.messages.sendText(hello);
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "OAuth EAAother",
      "Bearer EAAtoken",
    ]);
    const [own, clients] = requests.map(({ url }) => url.searchParams.get("appsecret_proof"));
    expect(own).toBe(createHmac("sha256", "secret").update("EAAother").digest("hex"));
    expect(clients).not.toBe(own);
  });

  test("is not asked for again when Meta refuses it, and does not end up in the error", async () => {
    const { fetch, requests } = recorder(refused(401, 190, { message: "EAAother is invalid" }));
    const accessToken = vi.fn(() => "EAAtoken");
    const send = client({ fetch, accessToken }).messages.sendText(hello, {
      headers: { Authorization: "Bearer EAAother" },
    });
    const error = await failure(send);
    expect(error).toMatchObject({ name: "ApiError", code: 190 });
    expect((error as Error).message).not.toContain("EAAother");
    expect(requests).toHaveLength(1);
    expect(accessToken).not.toHaveBeenCalled();
  });
});

describe("what cannot be sent is a ValidationError, and nothing is tried", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  test.each([
    ["a BigInt", { body: { a: [{ id: 1n }] } }, "body.a.0.id", /BigInt/],
    ["an object that contains itself", { body: { circle } }, "body.circle.self", /contains itself/],
    ["a value that JSON has no form for", { body: () => 1 }, "body", /JSON/],
    ["a BigInt in a list of the query", { query: { ids: [1n] as never } }, "query.ids.0", /BigInt/],
    ["a line break in a header", { headers: { "x-a": "a\nprivate" } }, "headers.x-a", /header value/],
    ["a header that is not Latin-1", { headers: { "x-a": "private 👋" } }, "headers.x-a", /header value/],
    ["a header name with a space", { headers: { "x private": "1" } }, "headers", /name/],
  ])("%s", async (_, options, path, message) => {
    const { fetch, requests } = recorder();
    const error = await failure(
      client({ fetch, retry: {} }).request({ method: "POST", path: "/1", ...options }),
    );
    expect(error).toMatchObject({ name: "ValidationError", issues: [{ path }] });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain("private");
    expect(requests).toHaveLength(0);
  });
});

test.each([
  [400, 130429],
  [400, 131047],
  [401, 190],
  [429, undefined],
  [500, 131000],
  [503, undefined],
])(
  "a response of status %i and code %s that carries a message id means that the message was accepted",
  async (status, code) => {
    const error = code === undefined ? {} : { error: { code, message: "odd" } };
    const { fetch, requests } = recorder(
      Response.json({ messages: [{ id: "wamid.1" }], ...error }, { status }),
    );
    const whatsapp = client({ fetch, accessToken: () => "token" });
    const key = { idempotencyKey: "order 77" };
    expect((await whatsapp.messages.sendText(hello, key)).id).toBe("wamid.1");
    expect(await whatsapp.messages.sendText(hello, key)).toMatchObject({ id: "wamid.1", repeated: true });
    expect(requests).toHaveLength(1);
  },
);

describe("a 2xx response", () => {
  const both = () =>
    Response.json({ messages: [{ id: "wamid.1" }], error: { code: 131047, message: "(#131047) closed" } });

  test("that carries a message id means that the message was accepted, whatever else it contains", async () => {
    const { fetch } = recorder(both(), both());
    const whatsapp = client({ fetch });
    expect((await whatsapp.messages.sendText(hello)).id).toBe("wamid.1");
    const body = { messaging_product: "whatsapp", to, text: { body: "Hello" } };
    const { status } = await whatsapp.request({ method: "POST", path: "/1/messages", body });
    expect(status).toBe(200);
  });

  test("that never ends is not read to its end", async () => {
    let megabytes = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            megabytes += 1;
            controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
          },
        }),
      );
    const { fetch } = recorder(endless, endless);
    const sent = await failure(client({ fetch }).messages.sendText(hello));
    expect(sent).toMatchObject({ name: "AmbiguousSendError", cause: { name: "ApiError" } });
    expect((sent as Error).message).toMatch(/larger than 16 MB/);
    expect(megabytes).toBeLessThan(20);
    const read = await failure(client({ fetch }).request({ method: "GET", path: "/1" }));
    expect(read).toMatchObject({ name: "ApiError", retryable: true });
  });
});

describe("errors and logs contain nothing private", () => {
  const token = "EAAsecrettoken";
  const secret = "app-s3cr3t-value";
  const body = "meet me at the old bridge";
  const echo = `(#131009) '${body}' to +14155552671 (14155552671) with ${token} is not valid`;
  const answers = {
    refusal: () => refused(400, 131009, { message: echo, error_data: { details: echo } }),
    unclear: () => refused(500, 131000, { message: echo, error_data: { details: echo } }),
    "no answer": () => {
      throw new TypeError(
        `error sending request for url (https://graph.facebook.com/?appsecret_proof=${secret})`,
      );
    },
  };

  test.each(Object.entries(answers))("%s", async (_, answer) => {
    const log: unknown[] = [];
    const write = (...line: unknown[]) => void log.push(line);
    const logger = { debug: write, info: write, warn: write, error: write };
    const { fetch } = recorder(answer, answer);
    const whatsapp = new WhatsAppClient({
      accessToken: token,
      appSecret: secret,
      phoneNumberId: "1",
      fetch,
      logger,
      retry: { attempts: 2, minDelayMs: 0, ambiguous: true },
    });
    const error = await failure(whatsapp.messages.sendText({ to, body }));
    const printed = `${inspect(error, { depth: 10 })} ${JSON.stringify(error)} ${(error as Error).stack} ${inspect(log)}`;
    for (const hidden of [token, secret, body, "4155552671"]) expect(printed).not.toContain(hidden);
    expect(printed).toMatch(/WhatsApp|carried out/);
  });

  test("but Meta's own terms stay readable", async () => {
    const { fetch } = recorder(
      refused(404, 132001, { error_data: { details: "template name (order_ok) does not exist in en_US" } }),
    );
    const error = await failure(
      client({ fetch }).messages.sendTemplate({ to, name: "order_ok", language: "en_US" }),
    );
    expect((error as Error).message).toContain("template name (order_ok) does not exist in en_US");
  });
});

test("withBusinessAccount works on another account through the same client, and keeps the sender", async () => {
  const { fetch, target } = recorder(Response.json({ data: [] }), accepted(), Response.json({ data: [] }));
  const first = client({ fetch });
  const other = first.withBusinessAccount("999000999");
  await other.templates.list().page();
  await other.messages.sendText(hello);
  await first.templates.list().page();
  expect([0, 1, 2].map((index) => target(index).split("?")[0])).toEqual([
    "/v26.0/999000999/message_templates",
    "/v26.0/106540352242922/messages",
    "/v26.0/102290129340398/message_templates",
  ]);
  await other.close();
  await expect(first.messages.sendText(hello)).rejects.toThrow(ConfigurationError);
  expect(() => first.withBusinessAccount("my-account")).toThrow(/businessAccountId/);
});
