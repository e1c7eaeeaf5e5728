import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { call, customer, days, hello, manualClock, minutes, quiet, send, upload } from "./support.ts";

const bytes = new Uint8Array([137, 80, 78, 71, 0, 255, 13, 10]);
const png = { type: "image/png", name: "a.png", bytes };
const read = (simulator: Simulator, id: string, query = "") => call(simulator, "GET", `/v26.0/${id}${query}`);
const download = (simulator: Simulator, url: string, token = simulator.accessToken) =>
  simulator.fetch(url, { headers: { authorization: `Bearer ${token}` } });

test("a file is downloaded as it was uploaded", async () => {
  const simulator = quiet();
  const { status, json } = await upload(simulator, png);
  expect({ status, json }).toEqual({ status: 200, json: { id: expect.stringMatching(/^\d+$/) } });
  const found = (await read(simulator, json.id)).json;
  expect(found).toEqual({
    messaging_product: "whatsapp",
    url: expect.stringMatching(/^https:\/\/graph\.facebook\.com\/whatsapp_business\/attachments\/\?mid=/),
    mime_type: "image/png",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    file_size: bytes.length,
    id: json.id,
  });
  const answer = await download(simulator, found.url);
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});

test("a download needs the token", async () => {
  const simulator = quiet();
  const { json } = await upload(simulator, png);
  const { url } = (await read(simulator, json.id)).json;
  expect((await simulator.fetch(url)).status).toBe(401);
  expect((await download(simulator, url, "wrong")).status).toBe(401);
});

test("a URL is valid for five minutes; the id gives a new one", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock });
  const { json } = await upload(simulator, png);
  const { url } = (await read(simulator, json.id)).json;
  advance(minutes(5) - 1);
  expect((await download(simulator, url)).status).toBe(200);
  advance(1);
  expect((await download(simulator, url)).status).toBe(404);
  const again = (await read(simulator, json.id)).json.url;
  expect((await download(simulator, again)).status).toBe(200);
});

test("a URL that was tampered with is not found", async () => {
  const simulator = quiet();
  const { json } = await upload(simulator, png);
  const { url } = (await read(simulator, json.id)).json;
  expect((await download(simulator, url.replace(/mid=\d/, "mid=9"))).status).toBe(404);
  expect((await download(simulator, url.replace(/hash=\w/, "hash=_"))).status).toBe(404);
});

test("an upload is kept for 30 days, a customer's file for 7", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock });
  const { json } = await upload(simulator, png);
  const { content } = await simulator.user(customer).sends({ type: "image", image: { caption: "Look" } });
  const { id } = content as { id: string };
  advance(days(7) - 1);
  expect((await read(simulator, id)).status).toBe(200);
  advance(1);
  expect((await read(simulator, id)).json.error).toMatchObject({ code: 100, error_subcode: 33 });
  advance(days(23) - 1);
  expect((await read(simulator, json.id)).status).toBe(200);
  advance(1);
  expect((await read(simulator, json.id)).status).toBe(400);
  const image = { type: "image", image: { id: json.id } };
  simulator.user(customer).openWindow();
  expect((await send(simulator, image)).json.error.code).toBe(131053);
});

test("a deleted file cannot be found", async () => {
  const simulator = quiet();
  const { json } = await upload(simulator, png);
  const { url } = (await read(simulator, json.id)).json;
  const remove = () => call(simulator, "DELETE", `/v26.0/${json.id}`);
  expect((await remove()).json).toEqual({ success: true });
  expect((await remove()).json.error).toMatchObject({ code: 100, error_subcode: 33 });
  expect((await download(simulator, url)).status).toBe(404);
});

test("with phone_number_id, only media of that number is found", async () => {
  const simulator = quiet();
  const other = simulator.addPhoneNumber("111");
  const { json } = await upload(simulator, png);
  const { phoneNumberId } = simulator.clientOptions;
  expect((await read(simulator, json.id, `?phone_number_id=${phoneNumberId}`)).status).toBe(200);
  expect((await read(simulator, json.id, `?phone_number_id=${other.id}`)).status).toBe(400);
});

test("uploaded files can only be sent as their own kind", async () => {
  const simulator = quiet();
  const files = { image: png, document: png, video: { type: "video/mp4" }, sticker: { type: "image/webp" } };
  for (const [kind, file] of Object.entries(files)) {
    const { json } = await upload(simulator, file);
    expect((await send(simulator, { type: kind, [kind]: { id: json.id } })).status).toBe(200);
  }
  const { json } = await upload(simulator, png);
  for (const kind of ["video", "audio", "sticker"]) {
    const answer = await send(simulator, { type: kind, [kind]: { id: json.id } });
    expect(answer.json.error.code).toBe(131053);
  }
});

test("a voice message needs an Ogg file", async () => {
  const simulator = quiet();
  const mp3 = (await upload(simulator, { type: "audio/mpeg" })).json.id;
  const ogg = (await upload(simulator, { type: "audio/ogg; codecs=opus", name: "a.ogg" })).json.id;
  expect((await send(simulator, { type: "audio", audio: { id: mp3 } })).status).toBe(200);
  expect((await send(simulator, { type: "audio", audio: { id: mp3, voice: true } })).json.error.code).toBe(
    131053,
  );
  expect((await send(simulator, { type: "audio", audio: { id: ogg, voice: true } })).status).toBe(200);
});

const mega = 1024 * 1024;
const webp = (size: number, isAnimated: boolean) => {
  const file = new Uint8Array(size);
  if (isAnimated) file.set(new TextEncoder().encode("RIFF    WEBPVP8X    ANIM"));
  return { type: "image/webp", name: "a.webp", bytes: file };
};

test.each<[string, number, Parameters<typeof upload>[1]]>([
  ["an image of 5 MB", 200, { ...png, bytes: new Uint8Array(5 * mega) }],
  ["a larger image", 131053, { ...png, bytes: new Uint8Array(5 * mega + 1) }],
  ["a video of 16 MB", 200, { type: "video/mp4", bytes: new Uint8Array(16 * mega) }],
  ["a larger video", 131053, { type: "video/mp4", bytes: new Uint8Array(16 * mega + 1) }],
  ["a still sticker of 100 KB", 200, webp(100 * 1024, false)],
  ["a larger still sticker", 131053, webp(100 * 1024 + 1, false)],
  ["an animated sticker of 500 KB", 200, webp(500 * 1024, true)],
  ["a larger animated sticker", 131053, webp(500 * 1024 + 1, true)],
  ["a type that is not supported", 100, { type: "image/gif", name: "a.gif" }],
  ["a file name of another type", 131053, { type: "image/png", name: "a.pdf" }],
  ["an empty file", 131053, { ...png, bytes: new Uint8Array(0) }],
  ["a type declared beside the file", 200, { type: "", name: "a.png", declared: "image/png" }],
])("%s: %i", async (_, expected, file) => {
  const { status, json } = await upload(quiet(), file);
  expect(json.error?.code ?? status).toBe(expected);
});

test("an upload needs a multipart form with product and file", async () => {
  const simulator = quiet();
  const path = `https://graph.facebook.com/v26.0/${simulator.clientOptions.phoneNumberId}/media`;
  const headers = { authorization: `Bearer ${simulator.accessToken}` };
  const form = (entries: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(entries)) data.set(name, value);
    return data;
  };
  for (const body of [
    form({ file: "x" }),
    form({ messaging_product: "whatsapp" }),
    form({ messaging_product: "whatsapp", file: "x" }),
  ]) {
    const answer = await simulator.fetch(path, { method: "POST", headers, body });
    expect(answer.status).toBe(400);
  }
  const json = await simulator.fetch(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ messaging_product: "whatsapp" }),
  });
  expect(json.status).toBe(400);
});

test("a customer's file can be downloaded from the URL in the webhook", async () => {
  const simulator = quiet();
  const file = new Blob([bytes], { type: "image/jpeg" });
  await simulator.user(customer).sends({ type: "image", image: { caption: "Look" }, file });
  const value = simulator.webhooks[0]?.payload.entry[0]?.changes[0]?.value;
  const [{ image }] = (value?.messages ?? []) as [{ image: Record<string, string> }];
  expect(image).toEqual({
    id: expect.stringMatching(/^\d+$/),
    mime_type: "image/jpeg",
    sha256: createHash("sha256").update(bytes).digest("base64"),
    caption: "Look",
    url: expect.any(String),
  });
  const answer = await download(simulator, image?.url ?? "");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});

test("over HTTP, media URLs have the server's origin", async () => {
  const simulator = quiet();
  const { url: base } = await simulator.listen();
  try {
    const { json } = await upload(simulator, png, { fetch, base });
    const found = await call(simulator, "GET", `/v26.0/${json.id}`, undefined, { fetch, base });
    expect(found.json.url.startsWith(`${base}/`)).toBe(true);
    const answer = await fetch(found.json.url, {
      headers: { authorization: `Bearer ${simulator.accessToken}` },
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect((await send(simulator, hello, { fetch, base })).status).toBe(200);
  } finally {
    await simulator.close();
  }
});
