import { invalid } from "../../core/validate.ts";
import { type FileSource, type MediaUpload, mediaKinds, stillStickerMaximum } from "../../types/media.ts";

/** A file ready to be uploaded. */
export interface PreparedFile {
  blob: Blob;
  filename: string;
  type: string;
}

/** The largest file of any kind, in bytes. */
const largest = Math.max(...Object.values(mediaKinds).map(({ maximum }) => maximum));

/**
 * Reads a file and finds out what it is.
 *
 * @throws `ValidationError` when nothing tells the MIME type, or the file cannot be read.
 */
export async function prepare({ file, type, filename }: MediaUpload): Promise<PreparedFile> {
  if (typeof file !== "object" || file === null) throw noFile();
  const name = filename ?? nameOf(file);
  const blob = await blobOf(file);
  const mime = mimeOf(type ?? (blob.type === "" ? undefined : blob.type), name);
  const extension = mediaKinds[baseType(mime)]?.extensions[0] ?? "bin";
  return { blob: new Blob([blob], { type: mime }), filename: name ?? `file.${extension}`, type: mime };
}

/** @throws `ValidationError` when WhatsApp takes no such file, or none so large. */
export async function checkMedia({ blob, filename, type }: PreparedFile): Promise<void> {
  const base = baseType(type);
  const kind = mediaKinds[base];
  if (kind === undefined) {
    throw wrong("type", `is no type that WhatsApp takes; known are ${Object.keys(mediaKinds).join(", ")}`);
  }
  const extension = extensionOf(filename);
  if (extension !== undefined && isKnown(extension) && !kind.extensions.includes(extension)) {
    throw wrong(
      "filename",
      `ends in .${extension}, which is no extension of ${base}: Meta would refuse the file`,
    );
  }
  if (blob.size === 0) throw wrong("file", "is empty");
  const isStill = base === "image/webp" && !(await isAnimated(blob));
  const maximum = isStill ? stillStickerMaximum : kind.maximum;
  if (blob.size > maximum) throw tooLarge(String(blob.size), maximum, isStill ? "a still sticker" : base);
}

export const wrong = (path: string, message: string) => invalid("media upload", [{ path, message }]);

const tooLarge = (size: string, maximum: number, what: string) =>
  wrong("file", `is too large: ${what} may have ${maximum} bytes; it has ${size}`);

const baseType = (type: string): string => type.split(";")[0]?.trim().toLowerCase() ?? "";

const extensionOf = (name: string | undefined): string | undefined =>
  /\.([A-Za-z0-9]+)$/.exec(name ?? "")?.[1]?.toLowerCase();

const isKnown = (extension: string): boolean =>
  Object.values(mediaKinds).some(({ extensions }) => extensions.includes(extension));

function mimeOf(type: string | undefined, name: string | undefined): string {
  if (type !== undefined) return type;
  const extension = extensionOf(name) ?? "";
  const found = Object.entries(mediaKinds).find(([, { extensions }]) => extensions.includes(extension));
  if (found !== undefined) return found[0];
  throw wrong("type", "is missing: pass the MIME type, or a filename whose extension tells it");
}

function nameOf(file: FileSource): string | undefined {
  if (typeof File !== "undefined" && file instanceof File && file.name !== "") return file.name;
  return isPath(file) ? file.path.split(/[\\/]/).at(-1) : undefined;
}

const isPath = (file: FileSource): file is { path: string } =>
  "path" in file && typeof file.path === "string" && !(Symbol.asyncIterator in file);

async function blobOf(file: FileSource): Promise<Blob> {
  if (file instanceof Blob) return file;
  if (file instanceof Uint8Array || file instanceof ArrayBuffer) return new Blob([file as BlobPart]);
  if (isPath(file)) return fromPath(file.path);
  if (file instanceof ReadableStream) return collect(chunksOf(file));
  if (Symbol.asyncIterator in file) return collect(file);
  throw noFile();
}

const noFile = () => wrong("file", "must be bytes, a Blob, a stream, or { path }");

/** Opens a file without reading it: its bytes are read when they are sent. */
async function fromPath(path: string): Promise<Blob> {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs === undefined) {
    throw wrong("file.path", "needs a file system, which this runtime has not: pass bytes or a Blob");
  }
  try {
    return await fs.openAsBlob(path);
  } catch {
    throw wrong("file.path", "cannot be read: check that the file exists and may be read");
  }
}

/** A stream's bytes; gives up as soon as they are more than any file may have. */
async function collect(chunks: AsyncIterable<Uint8Array | string>): Promise<Blob> {
  const parts: BlobPart[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    size += part.byteLength;
    if (size > largest) throw tooLarge("more", largest, "a file");
    parts.push(part as BlobPart);
  }
  return new Blob(parts);
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** WebP files say in their header whether they are animated. */
async function isAnimated(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await blob.slice(0, 21).arrayBuffer());
  const isExtended = String.fromCharCode(...head.slice(12, 16)) === "VP8X";
  return isExtended && ((head[20] ?? 0) & 0b10) !== 0;
}
