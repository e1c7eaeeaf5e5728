import { createHash } from "node:crypto";
import { getEventListeners } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { ValidationError } from "wacloud";
import { client, failure, phoneNumberId } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";

const folder = mkdtempSync(join(tmpdir(), "wacloud-media-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
const sha256 = (encoding: "hex" | "base64") => createHash("sha256").update(bytes).digest(encoding);
const address = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";
const info = (more: object = {}) =>
  Response.json({
    messaging_product: "whatsapp",
    url: address,
    mime_type: "image/jpeg",
    sha256: sha256("hex"),
    file_size: "1000",
    id: "77",
    ...more,
  });
const file = () =>
  new Response(bytes, { headers: { "content-type": "image/jpeg", "content-length": "1000" } });

describe("upload", () => {
  const path = join(folder, "cake.png");
  writeFileSync(path, bytes);
  const stream = () => new Blob([bytes]).stream();
  test.each([
    ["bytes", { file: bytes, type: "image/png" }, "file.png"],
    ["an ArrayBuffer", { file: bytes.buffer, filename: "cake.png" }, "cake.png"],
    ["a Blob", { file: new Blob([bytes], { type: "image/png" }) }, "file.png"],
    ["a File", { file: new File([bytes], "cake.png", { type: "image/png" }) }, "cake.png"],
    ["a web stream", { file: stream(), filename: "cake.png" }, "cake.png"],
    [
      "a Node stream",
      {
        file: Readable.from([Buffer.from(bytes.slice(0, 500)), Buffer.from(bytes.slice(500))]),
        type: "image/png",
      },
      "file.png",
    ],
    ["a path", { file: { path } }, "cake.png"],
  ])("takes %s", async (_, input, filename) => {
    const { fetch, requests } = recorder(Response.json({ id: "77" }));
    expect(await client({ fetch }).media.upload(input)).toEqual({ id: "77" });
    const form = requests[0]?.form;
    expect(requests[0]?.url.pathname).toBe(`/v25.0/${phoneNumberId}/media`);
    expect([form?.get("messaging_product"), form?.get("type")]).toEqual(["whatsapp", "image/png"]);
    const sent = form?.get("file") as File;
    expect({ name: sent.name, type: sent.type }).toEqual({ name: filename, type: "image/png" });
    expect(new Uint8Array(await sent.arrayBuffer())).toEqual(bytes);
  });

  const mega = 1024 * 1024;
  const webp = (size: number, animated: boolean) => {
    const picture = new Uint8Array(size);
    picture.set(new TextEncoder().encode("RIFF0000WEBPVP8X"));
    picture[20] = animated ? 2 : 0;
    return picture;
  };
  test.each([
    ["image/jpeg", 5 * mega],
    ["image/png", 5 * mega],
    ["video/mp4", 16 * mega],
    ["audio/ogg; codecs=opus", 16 * mega],
  ])("%s up to its limit", async (type, limit) => {
    const { fetch, requests } = recorder(Response.json({ id: "1" }));
    const { media } = client({ fetch });
    await media.upload({ file: new Uint8Array(limit), type });
    const error = (await failure(media.upload({ file: new Uint8Array(limit + 1), type }))) as ValidationError;
    expect(error.issues[0]?.path).toBe("file");
    expect(error.message).toContain(String(limit));
    expect(requests).toHaveLength(1);
  });

  test("stickers: 100 KB still, 500 KB animated", async () => {
    const { fetch, requests } = recorder(Response.json({ id: "1" }), Response.json({ id: "1" }));
    const { media } = client({ fetch });
    await media.upload({ file: webp(100 * 1024, false), type: "image/webp" });
    await media.upload({ file: webp(500 * 1024, true), type: "image/webp" });
    expect(
      await failure(media.upload({ file: webp(100 * 1024 + 1, false), type: "image/webp" })),
    ).toBeInstanceOf(ValidationError);
    expect(
      await failure(media.upload({ file: webp(500 * 1024 + 1, true), type: "image/webp" })),
    ).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ["type", { file: bytes }],
    ["type", { file: bytes, filename: "cake.unknown" }],
    ["type", { file: bytes, type: "image/gif" }],
    ["filename", { file: bytes, type: "image/png", filename: "cake.jpg" }],
    ["file", { file: new Uint8Array(0), type: "image/png" }],
    ["file", { file: 7 as never, type: "image/png" }],
    ["file.path", { file: { path: join(folder, "missing.png") } }],
  ])("refuses a wrong %s", async (where, input) => {
    const { fetch, requests } = recorder();
    const error = await failure(client({ fetch }).media.upload(input));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toBe(where);
    expect(requests).toHaveLength(0);
  });

  test("gives an endless stream up", async () => {
    let produced = 0;
    async function* endless() {
      for (;;) {
        produced += 1;
        yield new Uint8Array(16 * mega);
      }
    }
    expect(
      await failure(
        client({ fetch: recorder().fetch }).media.upload({ file: endless(), type: "application/pdf" }),
      ),
    ).toBeInstanceOf(ValidationError);
    expect(produced).toBeLessThan(10);
  });

  test("is repeated after a failure that passes", async () => {
    const { fetch, requests } = recorder(new Response("", { status: 502 }), Response.json({ id: "77" }));
    await client({ fetch, retry: { minDelayMs: 0 } }).media.upload({ file: bytes, type: "image/png" });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.form?.get("file")).toMatchObject({ size: 1000 });
  });
});

test("get and delete, for one number if you like", async () => {
  const { fetch, requests } = recorder(info(), info({ file_size: 1000 }), Response.json({ success: true }));
  const { media } = client({ fetch });
  expect(await media.get("77")).toMatchObject({ id: "77", url: address, file_size: 1000 });
  expect((await media.get("77", { phoneNumberId: "5" })).file_size).toBe(1000);
  expect(await media.delete("77", { phoneNumberId: "5" })).toEqual({ success: true });
  expect(requests.map(({ method, url }) => method + url.pathname + url.search)).toEqual([
    "GET/v25.0/77",
    "GET/v25.0/77?phone_number_id=5",
    "DELETE/v25.0/77?phone_number_id=5",
  ]);
});

describe("download", () => {
  test("by id: looks the address up, and fetches it with the token", async () => {
    const { fetch, requests } = recorder(info(), file());
    const download = await client({ fetch }).media.download("77");
    expect(download).toMatchObject({ mime_type: "image/jpeg", file_size: 1000, sha256: sha256("hex") });
    expect(await download.bytes()).toEqual(bytes);
    expect(requests[1]?.url.href).toBe(address);
    expect(requests[1]?.headers.get("authorization")).toBe("Bearer EAAtoken");
    expect(requests[1]?.headers.get("user-agent")).toContain("wacloud/");
  });

  test("by a webhook's object: its address first, then its id; the digest also in base64", async () => {
    const { fetch, requests } = recorder(file(), refused(404, 100), info(), file());
    const { media } = client({ fetch });
    const reference = { id: "77", url: address, mime_type: "image/jpeg", sha256: sha256("base64") };
    expect(await (await media.download(reference)).bytes()).toEqual(bytes);
    expect(await (await media.download(reference)).bytes()).toEqual(bytes);
    expect(requests.map(({ url }) => url.pathname)).toEqual([
      new URL(address).pathname,
      new URL(address).pathname,
      "/v25.0/77",
      new URL(address).pathname,
    ]);
  });

  test("fetches a fresh address once when the first has expired", async () => {
    const gone = () => new Response("", { status: 404 });
    const { fetch, requests } = recorder(info(), gone, info(), file());
    expect(await (await client({ fetch }).media.download("77")).bytes()).toEqual(bytes);
    expect(requests).toHaveLength(4);
    const twice = recorder(info(), gone, info(), gone);
    expect(await failure(client({ fetch: twice.fetch }).media.download("77"))).toMatchObject({
      name: "ApiError",
      status: 404,
    });
    expect(twice.requests).toHaveLength(4);
  });

  test("an error's body is never the file", async () => {
    const { fetch } = recorder(info(), refused(401, 190));
    expect(await failure(client({ fetch }).media.download("77"))).toMatchObject({
      name: "ApiError",
      code: 190,
    });
  });

  test("a damaged file fails, in bytes and in the stream", async () => {
    const damaged = () => new Response(Uint8Array.from(bytes, (byte) => byte ^ 1));
    const { fetch } = recorder(info(), damaged, info(), damaged);
    const { media } = client({ fetch });
    await expect((await media.download("77")).bytes()).rejects.toThrow(/damaged/);
    const reader = (await media.download("77")).stream.getReader();
    const read = async () => {
      while (!(await reader.read()).done);
    };
    await expect(read()).rejects.toThrow(/damaged/);
  });

  test("an address on the configured Graph API is trusted, whatever its host", async () => {
    const { fetch, requests } = recorder(file());
    const whatsapp = client({ fetch, baseUrl: "http://127.0.0.1:4010" });
    await whatsapp.media.download("http://127.0.0.1:4010/media/1");
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
  });

  test.each([
    ["https://evil.test/file"],
    ["https://facebook.com.evil.test/file"],
    ["https://evilfacebook.com/file"],
    ["http://lookaside.fbsbx.com/file"],
    ["https://graph.facebook.com@evil.test/file"],
    ["https://user:pass@lookaside.fbsbx.com/file"],
    ["https://lookaside.fbsbx.com:8443/file"],
    ["https://127.0.0.1/file"],
    ["ftp://lookaside.fbsbx.com/file"],
    ["file:///etc/passwd"],
  ])("the token does not go to %s", async (url) => {
    const { fetch, requests } = recorder(info({ url }));
    const { media } = client({ fetch });
    expect(await failure(media.download(url))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(0);
    expect(await failure(media.download("77"))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(1);
  });

  test("a redirect is not followed", async () => {
    const { fetch, requests } = recorder(
      info(),
      new Response(null, { status: 302, headers: { location: "https://evil.test/" } }),
    );
    expect(await failure(client({ fetch }).media.download("77"))).toMatchObject({ name: "ApiError" });
    expect(requests).toHaveLength(2);
  });

  test("can be given up while it runs, and leaves no listener behind", async () => {
    let cancelled: unknown;
    const slow = () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(bytes),
          cancel: (reason) => {
            cancelled = reason;
          },
        }),
      );
    const { fetch } = recorder(info(), slow);
    const controller = new AbortController();
    const { stream } = await client({ fetch }).media.download("77", { signal: controller.signal });
    const reader = stream.getReader();
    await reader.read();
    const next = failure(reader.read());
    controller.abort("enough");
    expect(await next).toBe("enough");
    expect(cancelled).toBe("enough");
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("read to its end or cancelled, it leaves no listener behind", async () => {
    const { fetch } = recorder(info(), file(), info(), file());
    const { media } = client({ fetch });
    const { signal } = new AbortController();
    await (await media.download("77", { signal })).bytes();
    await (await media.download("77", { signal })).stream.cancel();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe("uploadSample", () => {
  const sample = { file: bytes, filename: "cake.png" };
  const session = "upload:MTphd==?sig=ARZq";

  test("opens a session, sends the bytes, and returns the handle", async () => {
    const { fetch, requests, target } = recorder(
      Response.json({ id: session }),
      Response.json({ h: "4::aW" }),
    );
    expect(await client({ fetch }).media.uploadSample(sample)).toEqual({ handle: "4::aW" });
    expect(target(0)).toBe(
      "/v25.0/670843887433847/uploads?file_name=cake.png&file_length=1000&file_type=image%2Fpng",
    );
    expect(requests[1]?.url.href).toBe(`https://graph.facebook.com/v25.0/${session}`);
    expect(requests[1]?.headers.get("authorization")).toBe("OAuth EAAtoken");
    expect(requests[1]?.headers.get("file_offset")).toBe("0");
  });

  test("after a lost answer it asks how much arrived, and sends the rest", async () => {
    const { fetch, requests } = recorder(
      Response.json({ id: session }),
      new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }),
      Response.json({ id: session, file_offset: "400" }),
      Response.json({ h: "4::aW" }),
    );
    expect(await client({ fetch }).media.uploadSample(sample)).toEqual({ handle: "4::aW" });
    expect(requests[2]?.method).toBe("GET");
    expect(requests[3]?.headers.get("file_offset")).toBe("400");
    expect(requests[3]?.text.length).toBeLessThanOrEqual(600);
  });

  test("gives up after some interruptions", async () => {
    const lost = () =>
      new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) });
    const offset = () => Response.json({ id: session, file_offset: 0 });
    const { fetch, requests } = recorder(
      Response.json({ id: session }),
      lost(),
      offset,
      lost(),
      offset,
      lost(),
      offset,
      lost(),
    );
    expect(await failure(client({ fetch }).media.uploadSample(sample))).toMatchObject({
      name: "AmbiguousSendError",
    });
    expect(requests).toHaveLength(8);
  });

  test("takes documented types only, and needs the app's id", async () => {
    const { fetch, requests } = recorder();
    expect(
      await failure(client({ fetch }).media.uploadSample({ file: bytes, type: "audio/ogg" })),
    ).toBeInstanceOf(ValidationError);
    expect(await failure(client({ fetch, appId: undefined }).media.uploadSample(sample))).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("WHATSAPP_APP_ID"),
    });
    expect(requests).toHaveLength(0);
  });
});
