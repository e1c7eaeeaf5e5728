import { createHash } from "node:crypto";
import { getEventListeners } from "node:events";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiError, ConnectionError, type MediaReference, ValidationError, WhatsAppError } from "wacloud";
import { client, failure } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { recorder, refused } from "../support/recorder.ts";
import { pass, stopTime } from "../support/time.ts";
import { deferred } from "../webhooks/signed.ts";

const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
const digest = (encoding: "hex" | "base64" | "base64url", of: Uint8Array = bytes) =>
  createHash("sha256").update(of).digest(encoding);

const url = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3";
const fresh = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=9&hash=4";
const id = "1037543291543636";
const info = (more: object = {}) =>
  Response.json({
    id,
    url,
    mime_type: "image/jpeg",
    sha256: digest("hex"),
    file_size: bytes.length,
    ...more,
  });
const image = (body: BodyInit = bytes, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { "content-type": "image/jpeg", ...headers } });
const gone = () => new Response("gone", { status: 404 });

afterEach(() => vi.restoreAllMocks());

describe("a file is downloaded", () => {
  test("by its id: first the URL is requested, then the file, with the token", async () => {
    const { fetch, requests } = recorder(info(), image());
    const file = await client({ fetch }).media.download(id);
    expect(requests.map(({ url: { href } }) => href)).toEqual([
      `https://graph.facebook.com/v26.0/${id}`,
      url,
    ]);
    expect(requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(requests[1]?.headers.get("authorization")).toBe("Bearer EAAtoken");
    expect(requests[1]?.headers.get("user-agent")).toMatch(/^wacloud\//);
    expect(file).toMatchObject({ mime_type: "image/jpeg", sha256: digest("hex"), file_size: bytes.length });
    expect(await file.bytes()).toEqual(bytes);
  });

  test("by its URL", async () => {
    const { fetch, requests } = recorder(image(bytes, { "content-length": "3000" }));
    const file = await client({ fetch }).media.download(url);
    expect(requests.map(({ url: { href } }) => href)).toEqual([url]);
    expect(file).toMatchObject({ mime_type: "image/jpeg", sha256: undefined, file_size: 3000 });
    expect(await file.bytes()).toEqual(bytes);
  });

  test("as a webhook named it: by the URL it included", async () => {
    const { fetch, requests } = recorder(image(bytes, { "content-type": "binary/octet-stream" }));
    const reference = {
      id,
      url,
      mime_type: "audio/ogg; codecs=opus",
      sha256: digest("base64"),
      caption: "hi",
    };
    const file = await client({ fetch }).media.download(reference);
    expect(requests.map(({ url: { href } }) => href)).toEqual([url]);
    expect(file).toMatchObject({ mime_type: "audio/ogg; codecs=opus", sha256: digest("base64") });
    expect(await file.bytes()).toEqual(bytes);
  });

  test("as a webhook named it: by the id if it included no URL", async () => {
    const { fetch, requests } = recorder(info(), image());
    const file = await client({ fetch }).media.download({ id, mime_type: "image/jpeg" });
    expect(requests).toHaveLength(2);
    expect(await file.bytes()).toEqual(bytes);
  });

  test("only if it belongs to the given number", async () => {
    const { fetch, requests } = recorder(info(), image());
    await client({ fetch }).media.download(id, { phone_number_id: "106540352242922" });
    expect(requests[0]?.url.searchParams.get("phone_number_id")).toBe("106540352242922");
    expect(requests[1]?.url.href).toBe(url);
  });

  test("as a stream of the bytes as they arrive", async () => {
    let last: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        last = controller;
        controller.enqueue(bytes.subarray(0, 10));
      },
    });
    const { fetch } = recorder(info(), image(body));
    const reader = (await client({ fetch }).media.download(id)).stream.getReader();
    expect((await reader.read()).value).toEqual(bytes.subarray(0, 10));
    last?.enqueue(bytes.subarray(10));
    last?.close();
    expect((await reader.read()).value).toEqual(bytes.subarray(10));
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  test("that is empty", async () => {
    const { fetch } = recorder(image(new Uint8Array()), new Response(null, { status: 204 }));
    const { media } = client({ fetch });
    expect(await (await media.download(url)).bytes()).toEqual(new Uint8Array());
    expect(await (await media.download(url)).bytes()).toEqual(new Uint8Array());
  });

  test("that is JSON or HTML itself, if Meta announced it as such", async () => {
    const json = new TextEncoder().encode('{"error":{"code":190}}');
    const known = { mime_type: "application/json", sha256: digest("hex", json), file_size: json.length };
    const { fetch } = recorder(
      info(known),
      image(json, { "content-type": "application/json; charset=utf-8" }),
    );
    expect(await (await client({ fetch }).media.download(id)).bytes()).toEqual(json);
  });

  test("however it is split into chunks", async () => {
    const cut = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(cut, async (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const known = info({ sha256: digest("hex", whole), file_size: whole.length });
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        });
        const { fetch } = recorder(known, image(body));
        expect(await (await client({ fetch }).media.download(id)).bytes()).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the token stays with Meta", () => {
  const evil = [
    "https://facebook.com.evil.test/file",
    "https://evilfacebook.com/file",
    "https://evil-fbsbx.com/file",
    "https://evil.test/graph.facebook.com",
    "https://evil.test/?u=https://graph.facebook.com",
    "https://evil.test#.facebook.com",
    "https://evil.test\\.facebook.com/file",
    "https://graph.facebook.com@evil.test/file",
    "https://user:password@graph.facebook.com/file",
    "https://user@lookaside.fbsbx.com/file",
    "http://lookaside.fbsbx.com/file",
    "http://graph.facebook.com/file",
    "https://lookaside.fbsbx.com:8443/file",
    "https://facebook.com./file",
    "https://xn--fcebook-hwa.com/file",
    "https://fаcebook.com/file",
    "https://127.0.0.1/file",
    "https://[::1]/file",
    "https://2130706433/file",
    "https://0x7f.1/file",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/file",
    "ftp://lookaside.fbsbx.com/file",
    "file:///etc/passwd",
    "data:text/plain,graph.facebook.com",
    "javascript:https://graph.facebook.com",
    "//lookaside.fbsbx.com/file",
    "https:///",
    "https://",
    " https://evil.test/.facebook.com",
    "ht\ntps://evil.test/facebook.com",
  ];

  test.each(evil)("%j is refused before anything is sent", async (address) => {
    const { fetch, requests } = recorder();
    const { media } = client({ fetch });
    for (const target of [address, { id, url: address }]) {
      const error = await failure(media.download(target));
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as ValidationError).issues[0]?.path).toBe("url");
    }
    expect(requests).toHaveLength(0);
  });

  test.each(evil)("not even if Meta's response says %j", async (address) => {
    const { fetch, requests } = recorder(info({ url: address }));
    expect(await failure(client({ fetch }).media.download(id))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(1);
  });

  test.each([
    "https://facebook.com/file",
    "https://graph.facebook.com/file",
    "https://LOOKASIDE.fbsbx.com/file?mid=1%2F2",
    "https://lookaside.fbsbx.com:443/file",
    "https://scontent-fra3-1.xx.fbcdn.net/v/file?oh=1",
    "https://mmg.whatsapp.net/file",
  ])("%s is Meta's", async (address) => {
    const { fetch, requests } = recorder(image());
    await client({ fetch }).media.download(address);
    expect(requests.map(({ url: { href } }) => href)).toEqual([new URL(address).href]);
  });

  test("the configured host of the Graph API may receive it, too", async () => {
    const baseUrl = "http://127.0.0.1:4000/proxy";
    const { fetch, requests } = recorder(image(), image());
    const { media } = client({ fetch, baseUrl });
    await media.download("http://127.0.0.1:4000/files/1");
    await media.download(url);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
    for (const other of [
      "http://127.0.0.1:4001/files/1",
      "https://127.0.0.1:4000/files/1",
      "http://127.0.0.2:4000/",
    ]) {
      expect(await failure(media.download(other))).toBeInstanceOf(ValidationError);
    }
    expect(requests).toHaveLength(2);
  });

  test("the error shows a refused URL without its path", async () => {
    const { fetch } = recorder();
    const error = await failure(client({ fetch }).media.download("https://evil.test/secret?token=abc"));
    expect((error as Error).message).toBe(
      "Invalid media URL: `url` points to https://evil.test; the access token is sent to Meta's hosts only.",
    );
  });

  test("a redirect is not followed", async () => {
    const moved = new Response(null, { status: 302, headers: { location: "https://evil.test/" } });
    const { fetch, requests } = recorder(moved);
    expect(await failure(client({ fetch }).media.download(url))).toMatchObject({
      name: "ApiError",
      status: 302,
    });
    expect(requests).toHaveLength(1);
  });
});

describe("an expired URL", () => {
  test.each([401, 403, 404, 410])("(%i) is replaced by a fresh one", async (status) => {
    const { fetch, requests } = recorder(new Response("gone", { status }), info({ url: fresh }), image());
    const file = await client({ fetch }).media.download({ id, url });
    expect(requests.map(({ url: { href } }) => href)).toEqual([
      url,
      `https://graph.facebook.com/v26.0/${id}`,
      fresh,
    ]);
    expect(await file.bytes()).toEqual(bytes);
  });

  test("is also replaced if the id was given", async () => {
    const { fetch, requests } = recorder(info(), gone(), info({ url: fresh }), image());
    await client({ fetch }).media.download(id);
    expect(requests).toHaveLength(4);
  });

  test("is replaced once", async () => {
    const { fetch, requests } = recorder(gone(), info({ url: fresh }), gone());
    expect(await failure(client({ fetch }).media.download({ id, url }))).toMatchObject({ status: 404 });
    expect(requests).toHaveLength(3);
  });

  test("cannot be replaced if only the URL is known", async () => {
    const { fetch, requests } = recorder(gone());
    expect(await failure(client({ fetch }).media.download(url))).toMatchObject({
      name: "ApiError",
      status: 404,
    });
    expect(requests).toHaveLength(1);
  });

  test("is not assumed for other failures", async () => {
    const { fetch, requests } = recorder(refused(400, 100));
    expect(await failure(client({ fetch }).media.download({ id, url }))).toMatchObject({ code: 100 });
    expect(requests).toHaveLength(1);
  });

  test("a file that does not exist is requested once", async () => {
    const { fetch, requests } = recorder(refused(404, 100));
    expect(await failure(client({ fetch }).media.download(id))).toMatchObject({ status: 404 });
    expect(requests).toHaveLength(1);
  });

  test("a fresh URL is checked like the first", async () => {
    const { fetch, requests } = recorder(gone(), info({ url: "https://evil.test/" }));
    expect(await failure(client({ fetch }).media.download({ id, url }))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(2);
  });
});

describe("a response that is not the file is never returned as one", () => {
  test.each([
    ["an error", () => refused(401, 190)],
    ["an error with status 200", () => Response.json({ error: { code: 190, message: "x" } })],
    [
      "an error with status 200 as script",
      () =>
        image('{"error":{"code":190,"message":"x"}}', { "content-type": "text/javascript; charset=UTF-8" }),
    ],
  ])("%s", async (_, answer) => {
    const { fetch } = recorder(answer());
    const error = await failure(client({ fetch }).media.download(url));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 190, category: "auth" });
  });

  test.each([
    ["a page", "<html>please log in</html>", "text/html; charset=utf-8"],
    ["JSON", "[]", "application/json"],
    ["a page without end", "x".repeat(70_000), "text/html"],
  ])("%s", async (_, body, type) => {
    const { fetch } = recorder(image(body, { "content-type": type }));
    const error = await failure(client({ fetch }).media.download({ id, url, mime_type: "image/jpeg" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 200, code: undefined });
  });

  test("an image is not read as JSON", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const { fetch } = recorder(image('{"error":{"code":190}}'));
    const file = await client({ fetch }).media.download(url);
    const calls = parse.mock.calls.length;
    await file.bytes();
    expect(parse.mock.calls.length).toBe(calls);
    expect(calls).toBeLessThanOrEqual(1); // the recorder looks at the request
  });
});

describe("a file that is JSON", () => {
  const json = (text: string) => image(text, { "content-type": "application/json; charset=utf-8" });
  const long = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => index));
  test.each<[string, string]>([
    ["an object", '{"orders":[1,2]}'],
    ["a list", "[]"],
    ["cut off", '{"error":'],
    ["with an `error` that is not Meta's", '{"error":"none"}'],
    ["longer than any failure", long],
  ])("%s is a file when only its URL is known", async (_, text) => {
    const { fetch } = recorder(json(text));
    const file = await client({ fetch }).media.download(url);
    expect(new TextDecoder().decode(await file.bytes())).toBe(text);
  });

  test.each(["application/octet-stream", "text/plain", "application/geo+json", "text/json"])(
    "is one when it was announced as %s",
    async (mime_type) => {
      const { fetch } = recorder(json('{"a":1}'));
      const file = await client({ fetch }).media.download({ id, url, mime_type });
      expect(new TextDecoder().decode(await file.bytes())).toBe('{"a":1}');
    },
  );

  test("is still an error when Meta's error is in it", async () => {
    const { fetch } = recorder(json('{"error":{"code":190,"message":"x"}}'));
    const error = await failure(client({ fetch }).media.download({ id, url, mime_type: "text/plain" }));
    expect(error).toMatchObject({ code: 190 });
  });

  test("can be canceled after a look at its beginning", async () => {
    const { fetch } = recorder(json(long));
    const { stream } = await client({ fetch }).media.download(url);
    await expect(stream.cancel()).resolves.toBeUndefined();
  });
});

describe("what Meta leaves out about a file does not stop a download", () => {
  test.each(["id", "mime_type", "sha256", "file_size"])("%s", async (key) => {
    const { fetch } = recorder(info({ [key]: undefined }), image());
    const file = await client({ fetch }).media.download(id);
    expect(file.mime_type).toBe("image/jpeg"); // what the host says, at least
    expect(await file.bytes()).toEqual(bytes);
  });

  test("all of it, or values of other types", async () => {
    for (const value of [undefined, null, 7, {}]) {
      const rest = { id: value, mime_type: value, sha256: value, file_size: value === 7 ? "3000" : value };
      const { fetch } = recorder(info(rest), image());
      expect(await (await client({ fetch }).media.download(id)).bytes()).toEqual(bytes);
    }
  });
});

describe("damage", () => {
  const reference = (sha256: string): MediaReference => ({ id, url, mime_type: "image/jpeg", sha256 });
  const flipped = Uint8Array.from(bytes, (byte, index) => (index === 1500 ? byte ^ 1 : byte));

  test.each([
    ["hex", digest("hex")],
    ["capital hex", digest("hex").toUpperCase()],
    ["base64", digest("base64")],
    ["base64 without its end", digest("base64").replace(/=+$/, "")],
    ["base64 for addresses", digest("base64url")],
  ])("is detected if Meta wrote the digest in %s", async (_, sha256) => {
    const { fetch } = recorder(image(), image(flipped));
    const { media } = client({ fetch });
    expect(await (await media.download(reference(sha256))).bytes()).toEqual(bytes);
    const error = await failure((await media.download(reference(sha256))).bytes());
    expect(error).toBeInstanceOf(WhatsAppError);
    expect((error as Error).message).toMatch(/damaged.*SHA-256/);
  });

  test("makes the stream fail after the bytes", async () => {
    const { fetch } = recorder(image(flipped));
    const reader = (await client({ fetch }).media.download(reference(digest("hex")))).stream.getReader();
    expect((await reader.read()).value).toEqual(flipped);
    expect(await failure(reader.read())).toBeInstanceOf(WhatsAppError);
  });

  test.each([2999, 3001])("is detected by the size (%i)", async (file_size) => {
    const { fetch } = recorder(info({ file_size, sha256: "none" }), image());
    const error = await failure((await client({ fetch }).media.download(id)).bytes());
    expect((error as Error).message).toMatch(/damaged.*size/);
  });

  test("cannot be detected by another kind of digest", async () => {
    const { fetch } = recorder(image(flipped));
    expect(await (await client({ fetch }).media.download(reference("sha-1"))).bytes()).toEqual(flipped);
  });

  test("is detected if the runtime has no hash of its own", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    const { fetch } = recorder(image(), image(flipped));
    const { media } = client({ fetch });
    const known = reference("31c55e9b8b9a7b1d");
    expect(known.sha256).toHaveLength(16);
    vi.restoreAllMocks();
    const sha256 = digest("base64");
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    expect(await (await media.download(reference(sha256))).bytes()).toEqual(bytes);
    expect(await failure((await media.download(reference(sha256))).bytes())).toBeInstanceOf(WhatsAppError);
  });

  test("on a broken connection is reported as a broken connection", async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes.subarray(0, 10)),
      pull: (controller) => controller.error(new TypeError("terminated")),
    });
    const { fetch } = recorder(info(), image(body));
    const error = await failure((await client({ fetch }).media.download(id)).bytes());
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).cause).toMatchObject({ message: "terminated" });
  });

  test("a length that is the compressed one does not count as damage", async () => {
    const { fetch } = recorder(image(bytes, { "content-length": "100", "content-encoding": "br" }));
    const file = await client({ fetch }).media.download(url);
    expect(file.file_size).toBeUndefined();
    expect(await file.bytes()).toEqual(bytes);
  });
});

describe("aborting", () => {
  /** A body that sends one chunk and then nothing. */
  function stuck() {
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytes), cancel });
    return { body, cancel };
  }
  const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

  test("the signal ends the stream immediately, and releases the connection", async () => {
    const { body, cancel } = stuck();
    const { fetch } = recorder(image(body));
    const abort = new AbortController();
    const file = await client({ fetch }).media.download(url, { signal: abort.signal });
    const reading = failure(file.bytes());
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort("enough");
    expect(await reading).toBe("enough");
    expect(cancel).toHaveBeenCalledWith("enough");
    expect(listeners(abort.signal)).toBe(0);
  });

  test("the signal ends a stream that nobody reads", async () => {
    const { body, cancel } = stuck();
    const { fetch } = recorder(image(body));
    const abort = new AbortController();
    const file = await client({ fetch }).media.download(url, { signal: abort.signal });
    abort.abort("enough");
    expect(cancel).toHaveBeenCalledWith("enough");
    expect(await failure(file.bytes())).toBe("enough");
    expect(listeners(abort.signal)).toBe(0);
  });

  test("canceling the stream releases the connection", async () => {
    const { body, cancel } = stuck();
    const { fetch } = recorder(image(body));
    const abort = new AbortController();
    const { stream } = await client({ fetch }).media.download(url, { signal: abort.signal });
    await stream.cancel("no room");
    expect(cancel).toHaveBeenCalledWith("no room");
    expect(listeners(abort.signal)).toBe(0);
  });

  test.each([
    ["a complete", () => image(), digest("hex")],
    ["a damaged", () => image(), "0".repeat(64)],
    [
      "a broken",
      () =>
        image(new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) })),
      digest("hex"),
    ],
  ])("%s download leaves no listener on the signal", async (_, answer, sha256) => {
    const abort = new AbortController();
    const { fetch } = recorder(answer());
    const file = await client({ fetch }).media.download({ id, url, sha256 }, { signal: abort.signal });
    await file.bytes().catch(() => {});
    expect(listeners(abort.signal)).toBe(0);
  });

  test("a signal that is already aborted sends nothing", async () => {
    const { fetch, requests } = recorder();
    const download = client({ fetch }).media.download(url, { signal: AbortSignal.abort("enough") });
    expect(await failure(download)).toBe("enough");
    expect(requests).toHaveLength(0);
  });

  test("the timeout ends when the file begins to arrive", async () => {
    stopTime();
    const arrival = deferred();
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await arrival.promise;
        controller.enqueue(bytes);
        controller.close();
      },
    });
    const { fetch } = recorder(image(body));
    const file = await client({ fetch }).media.download(url, { timeoutMs: 30 });
    await pass(60);
    arrival.resolve();
    expect(await file.bytes()).toEqual(bytes);
    vi.useRealTimers();
  });
});
