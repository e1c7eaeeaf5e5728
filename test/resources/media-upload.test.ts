import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type FetchInit, type MediaFile, type MediaUpload, ValidationError } from "wacloud";
import { client, failure, refusal } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { type Recorded, recorder, refused } from "../support/recorder.ts";

const KB = 1024;
const MB = 1024 * KB;

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
const png = Uint8Array.of(0x89, ...ascii("PNG\r\n\x1a\n"), 1, 2, 3);
const pdf = Uint8Array.from(ascii("%PDF-1.7 …"));
const iso = (brand: string) => Uint8Array.of(0, 0, 0, 24, ...ascii(`ftyp${brand}`), 0, 0, 0, 0);
const webp = (flags: number) => Uint8Array.of(...ascii("RIFF\0\0\0\0WEBPVP8X"), 10, 0, 0, 0, flags, 0, 0, 0);
const stillWebp = Uint8Array.from(ascii("RIFF\0\0\0\0WEBPVP8 "));
const ogg = Uint8Array.from(ascii("OggS\0\x02"));
const amr = Uint8Array.from(ascii("#!AMR\n"));
const text = Uint8Array.from(ascii("Hello"));

/** So many bytes that begin as the given ones do. */
const padded = (head: Uint8Array, size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  bytes.set(head.subarray(0, size));
  return bytes;
};

const stored = () => Response.json({ id: "1037543291543636" });

async function upload(file: MediaUpload): Promise<Recorded> {
  const { fetch, requests } = recorder(stored());
  expect(await client({ fetch }).media.upload(file)).toEqual({ id: "1037543291543636" });
  const [request] = requests;
  if (request === undefined) throw new Error("nothing was sent");
  return request;
}

const getPart = ({ form }: Recorded): File => form?.get("file") as File;
const readBytes = async (request: Recorded) => new Uint8Array(await getPart(request).arrayBuffer());

/** What a refused file is told; nothing may have been sent. */
async function findUploadIssues(file: unknown): Promise<string[]> {
  const { fetch, requests } = recorder();
  const issues = await refusal(client({ fetch }).media.upload(file as MediaUpload));
  expect(requests).toHaveLength(0);
  return issues;
}

let folder = "";
const onDisk = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wacloud-media-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("an upload has the three parts Meta asks for", async () => {
  const request = await upload({ file: jpeg, type: "image/jpeg", filename: "photo.jpg" });
  expect(request.method).toBe("POST");
  expect(request.url.pathname).toBe("/v26.0/106540352242922/media");
  expect(request.headers.get("authorization")).toBe("Bearer EAAtoken");
  expect([...(request.form?.keys() ?? [])].sort()).toEqual(["file", "messaging_product", "type"]);
  expect(request.form?.get("messaging_product")).toBe("whatsapp");
  expect(request.form?.get("type")).toBe("image/jpeg");
  expect(getPart(request).type).toBe("image/jpeg");
  expect(getPart(request).name).toBe("photo.jpg");
  expect(await readBytes(request)).toEqual(jpeg);
});

test("uploads go to the client's phone number", async () => {
  const { fetch, requests } = recorder(stored());
  await client({ fetch, phoneNumberId: "999000999" }).media.upload({ file: jpeg });
  expect(requests[0]?.url.pathname).toBe("/v26.0/999000999/media");
});

test("uploads go to the phone number in the call's options", async () => {
  const { fetch, target } = recorder(stored());
  await client({ fetch, phoneNumberId: "1" }).media.upload({ file: jpeg }, { phoneNumberId: "2" });
  expect(target(0)).toBe("/v26.0/2/media");
});

describe("every form of file arrives byte for byte", () => {
  async function* inPieces() {
    yield jpeg.subarray(0, 3);
    yield jpeg.subarray(3, 3);
    yield jpeg.subarray(3);
  }
  const forms: [string, () => MediaFile | Promise<MediaFile>][] = [
    ["Uint8Array", () => jpeg],
    ["Buffer", () => Buffer.from(jpeg)],
    ["a part of a larger buffer", () => padded(Uint8Array.of(9, ...jpeg), 20).subarray(1, 1 + jpeg.length)],
    ["ArrayBuffer", () => jpeg.slice().buffer],
    ["Blob", () => new Blob([jpeg])],
    ["File", () => new File([jpeg], "a.jpg", { type: "image/jpeg" })],
    ["web stream", () => new Blob([jpeg]).stream()],
    [
      "Node.js stream",
      () => Readable.from([Buffer.from(jpeg.subarray(0, 2)), Buffer.from(jpeg.subarray(2))]),
    ],
    ["async iterable", () => inPieces()],
    ["path", async () => ({ path: await onDisk("form.jpg", jpeg) })],
    ["file address", async () => ({ path: pathToFileURL(await onDisk("form 2.jpg", jpeg)) })],
    ["file stream", async () => createReadStream(await onDisk("form-3.jpg", jpeg))],
  ];
  test.each(forms)("%s", async (_, make) => {
    const request = await upload({ file: await make() });
    expect(await readBytes(request)).toEqual(jpeg);
    expect(getPart(request).type).toBe("image/jpeg");
    expect(getPart(request).name).toMatch(/\.jpg$/);
  });

  test("a stream in chunks of any size", async () => {
    const cut = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cut, async (pieces) => {
        const request = await upload({
          file: Readable.from([Buffer.from(jpeg), ...pieces.map(Buffer.from)]),
        });
        expect(Buffer.from(await readBytes(request))).toEqual(Buffer.concat([jpeg, ...pieces]));
      }),
      { numRuns: 40 },
    );
  });

  test("a stream that reuses one buffer for all chunks", async () => {
    async function* reusing() {
      const buffer = new Uint8Array(2);
      for (const pair of [
        [0xff, 0xd8],
        [0xff, 0xe0],
        [7, 8],
      ]) {
        buffer.set(pair);
        yield buffer;
      }
    }
    expect(await readBytes(await upload({ file: reusing() }))).toEqual(
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 7, 8),
    );
  });
});

describe("the type", () => {
  const blob = (type: string, bytes: Uint8Array<ArrayBuffer> = text) => new Blob([bytes], { type });
  const misspelt: [string, Uint8Array<ArrayBuffer>, string, string][] = [
    ["image/jpg", jpeg, "image/jpeg", "media.jpg"],
    ["image/pjpeg", jpeg, "image/jpeg", "media.jpg"],
    ["image/x-png", png, "image/png", "media.png"],
    ["image/x-webp", stillWebp, "image/webp", "media.webp"],
    ["audio/mp3", Uint8Array.of(0xff, 0xfb, 0x90), "audio/mpeg", "media.mp3"],
    ["audio/x-mp3", Uint8Array.from(ascii("ID3\x03\0")), "audio/mpeg", "media.mp3"],
    ["audio/opus", ogg, "audio/ogg", "media.ogg"],
    ["audio/x-opus+ogg; codecs=opus", ogg, "audio/ogg", "media.ogg"],
    ["application/ogg", ogg, "audio/ogg", "media.ogg"],
    ["audio/x-m4a", iso("M4A "), "audio/mp4", "media.m4a"],
    ["audio/m4a", iso("isom"), "audio/mp4", "media.m4a"],
    ["audio/aacp", Uint8Array.of(0xff, 0xf1, 0x50), "audio/aac", "media.aac"],
    ["audio/x-amr", Uint8Array.from(ascii("#!AMR\n")), "audio/amr", "media.amr"],
    ["video/3gp", iso("3gp5"), "video/3gpp", "media.3gp"],
    ["application/mp4", iso("isom"), "video/mp4", "media.mp4"],
    ["application/x-pdf", pdf, "application/pdf", "media.pdf"],
  ];
  test.each<[string, MediaUpload, string, string]>([
    ["is the one given", { file: text, type: "text/plain" }, "text/plain", "media.txt"],
    [
      "may carry parameters",
      { file: ogg, type: "audio/ogg; codecs=opus" },
      "audio/ogg; codecs=opus",
      "media.ogg",
    ],
    [
      "may be written in capitals",
      { file: Uint8Array.from(ascii("#!AMR\n")), type: "Audio/AMR" },
      "Audio/AMR",
      "media.amr",
    ],
    ["is the Blob's", { file: blob("audio/aac") }, "audio/aac", "media.aac"],
    [
      "given wins over the Blob's",
      { file: blob("audio/aac"), type: "audio/mpeg" },
      "audio/mpeg",
      "media.mp3",
    ],
    [
      "is the extension's if the Blob has none",
      { file: blob("", pdf), filename: "a.PDF" },
      "application/pdf",
      "a.PDF",
    ],
    [
      "is the extension's if the Blob's is generic",
      { file: blob("application/octet-stream"), filename: "a.docx" },
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "a.docx",
    ],
    [
      "is Meta's name for it if the Blob uses an alias",
      { file: blob("audio/x-m4a", iso("M4A ")), filename: "a.m4a" },
      "audio/mp4",
      "a.m4a",
    ],
    ["is the one of a File's extension", { file: new File([text], "a.txt") }, "text/plain", "a.txt"],
    ["of .mp4 is video", { file: iso("isom"), filename: "a.mp4" }, "video/mp4", "a.mp4"],
    [
      "of .opus is audio, and Meta knows its files as .ogg",
      { file: ogg, filename: "a.opus" },
      "audio/ogg",
      "a.ogg",
    ],
    ["of .oga, too", { file: ogg, filename: "a.b.OGA" }, "audio/ogg", "a.b.ogg"],
    ["of .3gpp is .3gp", { file: iso("3gp5"), filename: "a.3gpp" }, "video/3gpp", "a.3gp"],
    [
      "of audio in .mp4 is .m4a",
      { file: iso("isom"), type: "audio/mp4", filename: "a.mp4" },
      "audio/mp4",
      "a.m4a",
    ],
    ["of .jpeg stays", { file: jpeg, filename: "a.JPEG" }, "image/jpeg", "a.JPEG"],
    [
      "of a recorder's file",
      { file: new File([ogg], "blob.opus", { type: "audio/ogg;codecs=opus" }) },
      "audio/ogg;codecs=opus",
      "blob.ogg",
    ],
    ...misspelt.map(([own, bytes, type, name]): [string, MediaUpload, string, string] => [
      `is the one of the bytes if the Blob calls it ${own}`,
      { file: blob(own, bytes) },
      type,
      name,
    ]),
    [
      "is detected from the bytes if the name has no extension",
      { file: png, filename: "photo" },
      "image/png",
      "photo.png",
    ],
    [
      "is detected from the bytes if the name ends in a dot",
      { file: png, filename: "photo." },
      "image/png",
      "photo..png",
    ],
  ])("%s", async (_, file, type, filename) => {
    const request = await upload(file);
    expect(request.form?.get("type")).toBe(type);
    expect(getPart(request).type.toLowerCase()).toBe(type.toLowerCase());
    expect(getPart(request).name).toBe(filename);
  });

  test.each<[string, Uint8Array]>([
    ["image/jpeg", jpeg],
    ["image/png", png],
    ["image/webp", stillWebp],
    ["application/pdf", pdf],
    ["video/mp4", iso("isom")],
    ["video/mp4", iso("mp42")],
    ["video/3gpp", iso("3gp5")],
    ["audio/mp4", iso("M4A ")],
    ["audio/ogg", Uint8Array.from(ascii("OggS\0\x02"))],
    ["audio/amr", Uint8Array.from(ascii("#!AMR\n"))],
    ["audio/mpeg", Uint8Array.from(ascii("ID3\x03\0"))],
    ["audio/mpeg", Uint8Array.of(0xff, 0xfb, 0x90)],
    ["audio/mpeg", Uint8Array.of(0xff, 0xf3, 0x90)],
    ["audio/aac", Uint8Array.of(0xff, 0xf1, 0x50)],
    ["audio/aac", Uint8Array.of(0xff, 0xf9, 0x50)],
  ])("%s is detected from the first bytes", async (type, bytes) => {
    expect((await upload({ file: bytes })).form?.get("type")).toBe(type);
  });

  test("must be given if it cannot be detected", async () => {
    const expected = ["type is missing and could not be detected: pass it"];
    expect(await findUploadIssues({ file: text })).toEqual(expected);
    expect(await findUploadIssues({ file: Uint8Array.of(0xff, 0xfe, 0x48, 0x00) })).toEqual(expected);
    expect(await findUploadIssues({ file: text, filename: "a.unheard" })).toEqual(expected);
  });

  test.each<[string, MediaUpload]>([
    ["given", { file: text, type: "text/csv" }],
    ["of the Blob", { file: blob("text/csv") }],
    ["of the Blob, whatever its name", { file: blob("application/zip"), filename: "a.txt" }],
    ["that every object has", { file: text, type: "constructor" }],
    ["known only to templates", { file: jpeg, type: "image/jpg" }],
    ["found in the bytes", { file: Uint8Array.from(ascii("GIF89a")) }],
    ["of a Blob whose bytes are of another kind", { file: blob("video/ogg", ogg) }],
    ["of a Blob whose bytes are of no kind", { file: blob("audio/webm") }],
    ["of an iPhone's video", { file: iso("qt  ") }],
    ["of an iPhone's photo", { file: iso("heic") }],
    ["of a new picture format", { file: iso("avif") }],
  ])("%s that WhatsApp does not support is refused, listing those it supports", async (_, file) => {
    const [issue = ""] = await findUploadIssues(file);
    expect(issue).toMatch(
      /^type \S+ is not supported; supported types: .*audio\/aac.*application\/pdf.*video\/3gpp$/,
    );
  });

  test.each<[MediaUpload, string]>([
    [
      { file: jpeg, type: "image/jpeg", filename: "a.png" },
      "filename ends in .png, but image/jpeg files end in .jpg or .jpeg",
    ],
    [
      { file: new File([jpeg], "a.PNG", { type: "image/jpeg" }) },
      "filename ends in .png, but image/jpeg files end in .jpg or .jpeg",
    ],
    [{ file: jpeg, filename: "a.v2" }, "filename ends in .v2, but image/jpeg files end in .jpg or .jpeg"],
    [
      { file: { path: "/nowhere/a.png" }, type: "image/jpeg" },
      "filename ends in .png, but image/jpeg files end in .jpg or .jpeg",
    ],
    [{ file: jpeg, type: "image/png" }, "type is image/png, but the content looks like image/jpeg"],
    [{ file: iso("heic"), filename: "a.jpg" }, "type is image/jpeg, but the content looks like image/heic"],
    [{ file: png, type: "text/plain" }, "type is text/plain, but the content looks like image/png"],
  ])("that does not match name or bytes is refused", async (file, expected) => {
    expect(await findUploadIssues(file)).toEqual([expected]);
  });

  test.each([
    "image/png",
    "image/jpeg",
    "image/webp",
    "audio/ogg",
    "audio/amr",
    "audio/mp4",
    "video/mp4",
    "application/pdf",
  ])("%s without its signature is refused", async (type) => {
    const expected = [`type is ${type}, but the content does not begin like such a file`];
    expect(await findUploadIssues({ file: text, type })).toEqual(expected);
    expect(await findUploadIssues({ file: blob(type, Uint8Array.of(0)) })).toEqual(expected);
    const html = Uint8Array.from(ascii("<!doctype html><title>404</title>"));
    expect(await findUploadIssues({ file: html, type })).toEqual(expected);
  });

  test("a PDF may begin with something else, and a video with another box", async () => {
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, 0x0a, ...pdf);
    expect((await upload({ file: marked, filename: "a.pdf" })).form?.get("type")).toBe("application/pdf");
    const video = Uint8Array.of(0, 0, 0, 8, ...ascii("moov"), 0);
    expect((await upload({ file: video, type: "video/mp4" })).form?.get("type")).toBe("video/mp4");
  });

  test.each<[string, Uint8Array]>([
    ["audio/mp4", iso("isom")],
    ["video/3gpp", iso("isom")],
    ["video/mp4", iso("M4A ")],
    ["audio/aac", Uint8Array.from(ascii("ID3\x04"))],
    ["text/plain", Uint8Array.from(ascii("ID3 tags, explained"))],
  ])("%s fits bytes that could be either", async (type, bytes) => {
    expect((await upload({ file: bytes, type })).form?.get("type")).toBe(type);
  });
});

describe("sizes", () => {
  test.each<[string, number, string, Uint8Array]>([
    ["image/jpeg", 5 * MB, "5 MB", jpeg],
    ["image/png", 5 * MB, "5 MB", png],
    ["audio/aac", 16 * MB, "16 MB", text],
    ["audio/amr", 16 * MB, "16 MB", amr],
    ["audio/mpeg", 16 * MB, "16 MB", text],
    ["audio/mp4", 16 * MB, "16 MB", iso("M4A ")],
    ["audio/ogg", 16 * MB, "16 MB", ogg],
    ["video/mp4", 16 * MB, "16 MB", iso("isom")],
    ["video/3gpp", 16 * MB, "16 MB", text],
    ["image/webp", 500 * KB, "500 KB", webp(0x02)],
    ["application/pdf", 100 * MB, "100 MB", pdf],
  ])("%s of %i bytes is refused only above its limit", async (type, max, shown, head) => {
    const { id } = await client({ fetch: async () => stored() }).media.upload({
      file: padded(head, max),
      type,
    });
    expect(id).toBe("1037543291543636");
    expect(await findUploadIssues({ file: padded(head, max + 1), type })).toEqual([
      `file must be at most ${shown} for ${type}; it has ${max + 1} bytes`,
    ]);
  });

  test.each<[string, Uint8Array]>([
    ["plain", stillWebp],
    ["extended", webp(0x10)],
  ])("a static sticker (%s) may have 100 KB", async (_, head) => {
    await upload({ file: padded(head, 100 * KB) });
    expect(await findUploadIssues({ file: padded(head, 100 * KB + 1) })).toEqual([
      `file must be at most 100 KB for a static sticker; it has ${100 * KB + 1} bytes`,
    ]);
  });

  test("a type or a name that is no text is refused, and a path with a stray % is not found", async () => {
    expect(await findUploadIssues({ file: text, type: 7, filename: {} } as never)).toEqual([
      "type must be a string",
      "filename must be a string",
    ]);
    expect(await findUploadIssues({ file: { path: new URL("file:///nowhere/100%.pdf") } })).toEqual([
      expect.stringMatching(/^file\.path cannot be read/),
    ]);
  });

  test("an empty file is refused", async () => {
    expect(await findUploadIssues({ file: new Uint8Array(), type: "text/plain" })).toEqual(["file is empty"]);
    expect(await findUploadIssues({ file: Readable.from([]), type: "text/plain" })).toEqual([
      "file is empty",
    ]);
  });

  test("a file on disk is measured before it is read", async () => {
    const path = await onDisk("large.jpg", padded(jpeg, 5 * MB + 1));
    expect(await findUploadIssues({ file: { path } })).toEqual([
      `file must be at most 5 MB for image/jpeg; it has ${5 * MB + 1} bytes`,
    ]);
  });
});

describe("streams", () => {
  /** An endless stream that tells how far it was read and whether it was let go. */
  function endless(head: Uint8Array, chunk = 256 * KB) {
    const state = { chunks: 0, canceled: undefined as unknown };
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(state.chunks++ === 0 ? padded(head, chunk) : new Uint8Array(chunk));
      },
      cancel: (reason) => {
        state.canceled = reason;
      },
    });
    return { stream, state };
  }

  test("are canceled as soon as they exceed their type's limit", async () => {
    const { stream, state } = endless(jpeg);
    expect(await findUploadIssues({ file: stream, type: "image/jpeg" })).toEqual([
      "file must be at most 5 MB",
    ]);
    expect(state.canceled).toBeInstanceOf(ValidationError);
    expect(state.chunks).toBeLessThan(24);
  });

  test("of an unknown type are canceled at the largest limit", async () => {
    const { stream } = endless(text, 4 * MB);
    expect(await findUploadIssues({ file: stream })).toEqual(["file must be at most 100 MB"]);
  });

  test("of Node.js are closed when they are too long", async () => {
    const stream = Readable.from(
      (async function* () {
        for (;;) yield new Uint8Array(MB);
      })(),
    );
    expect(await findUploadIssues({ file: stream, type: "image/jpeg" })).toEqual([
      "file must be at most 5 MB",
    ]);
    await vi.waitFor(() => expect(stream.destroyed).toBe(true), 120_000);
  });

  test("that fail make the upload fail the same way", async () => {
    const broken = new Error("disk on fire");
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) });
    const { fetch, requests } = recorder();
    expect(await failure(client({ fetch }).media.upload({ file: stream, type: "image/jpeg" }))).toBe(broken);
    expect(requests).toHaveLength(0);
  });

  test("are released when the signal aborts", async () => {
    const cancel = vi.fn();
    const stuck = new ReadableStream<Uint8Array>({ cancel });
    const abort = new AbortController();
    const { fetch, requests } = recorder();
    const uploading = client({ fetch }).media.upload(
      { file: stuck, type: "image/jpeg" },
      { signal: abort.signal },
    );
    abort.abort("enough");
    expect(await failure(uploading)).toBe("enough");
    expect(cancel).toHaveBeenCalledWith("enough");
    expect(requests).toHaveLength(0);
  });

  test.each([
    ["text", "chunk"],
    ["numbers", 7],
  ])("of %s are refused", async (_, chunk) => {
    expect(await findUploadIssues({ file: Readable.from([chunk]), type: "image/jpeg" })).toEqual([
      "file must be a stream of bytes, but yields something else",
    ]);
  });
});

describe("files on disk", () => {
  test.each([
    ["that do not exist", () => join(folder, "none.jpg"), "file.path cannot be read (ENOENT)"],
    ["that are folders", () => folder, "file.path is not a file"],
  ])("%s are refused, without their path", async (_, path, expected) => {
    expect(await findUploadIssues({ file: { path: path() }, type: "image/jpeg", filename: "a.jpg" })).toEqual(
      [expected],
    );
  });

  test("are refused where the runtime has none", async () => {
    const path = await onDisk("there.jpg", jpeg);
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    try {
      expect(await findUploadIssues({ file: { path } })).toEqual([
        "file.path needs a runtime with a file system; pass the bytes or a Blob instead",
      ]);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test("are read into memory where the runtime cannot open them as a Blob", async () => {
    const path = await onDisk("whole.jpg", jpeg);
    const fs = process.getBuiltinModule("node:fs");
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ ...fs, openAsBlob: undefined } as never);
    try {
      expect(await readBytes(await upload({ file: { path } }))).toEqual(jpeg);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

test.each([undefined, null, "photo.jpg", 7, {}, { path: 7 }, []])("%j is not a file", async (file) => {
  expect(await findUploadIssues({ file, type: "image/jpeg" })).toEqual([
    "file must be bytes, a Blob, a stream or { path }",
  ]);
});

test("an upload without a response is repeated with the same bytes", async () => {
  const { fetch, requests } = recorder(new TypeError("terminated"), stored());
  const file = Readable.from([Buffer.from(jpeg)]);
  await client({ fetch, retry: { attempts: 2, minDelayMs: 0 } }).media.upload({ file });
  expect(requests).toHaveLength(2);
  for (const request of requests) expect(await readBytes(request)).toEqual(jpeg);
});

test.each([
  ["an error", refused(400, 131_052), { name: "ApiError", code: 131_052 }],
  ["an answer without an id", Response.json({}), { name: "ApiError", code: undefined }],
  ["an id that is no text", Response.json({ id: true }), { name: "ApiError", code: undefined }],
])("%s is not a success", async (_, answer, expected) => {
  const { fetch } = recorder(answer);
  expect(await failure(client({ fetch }).media.upload({ file: jpeg }))).toMatchObject(expected);
});

test("a large file gets a longer timeout, unless one is given", async () => {
  const never = (signal: AbortSignal | null | undefined) =>
    new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const fetch = async (_: string, { signal }: FetchInit) => never(signal);
  const small = client({ fetch, timeoutMs: 20 }).media.upload({ file: jpeg });
  expect(((await failure(small)) as Error).message).toMatch(/within 21 ms/);
  const large = { file: padded(text, 16 * KB), type: "text/plain" };
  expect(((await failure(client({ fetch, timeoutMs: 20 }).media.upload(large))) as Error).message).toMatch(
    /within 83 ms/,
  );
  const hurried = client({ fetch, timeoutMs: 20 }).media.upload(large, { timeoutMs: 10 });
  expect(((await failure(hurried)) as Error).message).toMatch(/within 10 ms/);
});
