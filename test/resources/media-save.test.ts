import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ValidationError, WhatsAppError } from "wacloud";
import { client, failure } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";

const url = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3";
const id = "1037543291543636";
const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
const content = (body: BodyInit = bytes) => new Response(body, { headers: { "content-type": "" } });
const info = (more: object = {}) => Response.json({ id, url, mime_type: "image/jpeg", ...more });

afterEach(() => vi.restoreAllMocks());

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-save-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function save(
  answers: Response[],
  media: Parameters<ReturnType<typeof client>["media"]["save"]>[0] = id,
) {
  const folder = emptyFolder();
  const path = await client({ fetch: recorder(...answers).fetch }).media.save(media, folder);
  return { folder, path };
}

test("a file is saved under its id, with the ending of its type, and its path is returned", async () => {
  const { folder, path } = await save([info(), content()]);
  expect(path).toBe(`${folder}/${id}.jpg`);
  expect(readdirSync(folder)).toEqual([`${id}.jpg`]);
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});

describe("the ending is that of the type", () => {
  test.each([
    ["image/png", "png"],
    ["image/webp", "webp"],
    ["image/gif", "gif"],
    ["audio/ogg; codecs=opus", "ogg"],
    ["Audio/MPEG", "mp3"],
    ["audio/mp4", "m4a"],
    ["audio/amr", "amr"],
    ["video/mp4", "mp4"],
    ["video/3gpp", "3gp"],
    ["video/quicktime", "mov"],
    ["text/plain", "txt"],
    ["text/csv", "csv"],
    ["application/pdf", "pdf"],
    ["application/zip", "zip"],
    ["application/json", "json"],
    ["application/x-rar", "rar"],
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
    ["application/vnd.unheard-of", "bin"],
    ["constructor", "bin"],
    ["../../etc/passwd", "bin"],
  ])("%s: .%s", async (mime_type, ending) => {
    const { folder } = await save([info({ mime_type }), content()]);
    expect(readdirSync(folder)).toEqual([`${id}.${ending}`]);
  });

  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ["a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "jpg"],
    ["an Ogg", new TextEncoder().encode("OggS\0"), "ogg"],
    ["anything else", Uint8Array.of(1, 2, 3), "bin"],
    ["nothing", new Uint8Array(), "bin"],
  ])("or that of the bytes where Meta does not say: %s", async (_, body, ending) => {
    for (const mime_type of [undefined, "application/octet-stream"]) {
      const { folder } = await save([info({ mime_type }), content(body)]);
      expect(readdirSync(folder)).toEqual([`${id}.${ending}`]);
    }
  });
});

test("what a webhook names is saved too, and an id cannot leave the folder", async () => {
  const image = await save([content()], { id, url, mime_type: "image/png" });
  expect(readdirSync(image.folder)).toEqual([`${id}.png`]);
  const hostile = await save([content()], { id: "../../x", url, mime_type: "image/png" });
  expect(readdirSync(hostile.folder)).toEqual(["______x.png"]);
  const bare = await save([content(Uint8Array.from([0xff, 0xd8, 0xff]))], url);
  expect(readdirSync(bare.folder)).toEqual(["media.jpg"]);
});

test("folders are created, a slash at the end does not matter, and a file of that name is replaced", async () => {
  const folder = join(emptyFolder(), "a/b");
  const { fetch } = recorder(info(), content(), info(), content("new"));
  const { media } = client({ fetch });
  const first = await media.save(id, `${folder}/`);
  expect(first).toBe(`${folder}/${id}.jpg`);
  expect(await media.save(id, folder)).toBe(first);
  expect(readFileSync(first, "utf8")).toBe("new");
});

describe("nothing is left of a download that fails", () => {
  test.each<[string, () => Response[]]>([
    ["damaged", () => [info({ sha256: "0".repeat(64) }), content()]],
    ["of another size", () => [info({ file_size: 7 }), content()]],
    ["refused", () => [refused(400, 100)]],
    [
      "not there",
      () => [info(), new Response("gone", { status: 404 }), info(), new Response("", { status: 404 })],
    ],
  ])("%s", async (_, answers) => {
    const folder = emptyFolder();
    const { fetch } = recorder(...answers());
    expect(await failure(client({ fetch }).media.save(id, folder))).toBeInstanceOf(WhatsAppError);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("and a folder that is a file is told as the file system tells it", async () => {
    const file = join(emptyFolder(), "file");
    writeFileSync(file, "kept");
    const cancel = vi.fn();
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(bytes), cancel });
    const { fetch } = recorder(info(), content(endless));
    const error = await failure(client({ fetch }).media.save(id, file));
    expect(error).toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) });
    expect(readFileSync(file, "utf8")).toBe("kept");
    expect(cancel).toHaveBeenCalledTimes(1); // what nobody reads would hold its connection
  });
});

test("without a file system nothing is requested, and the remedy is named", async () => {
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const { fetch, requests } = recorder();
  const error = await failure(client({ fetch }).media.save(id, "downloads"));
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as Error).message).toContain(
    "`folder` needs a runtime with a file system; use `media.download`",
  );
  expect(requests).toHaveLength(0);
});
