import { peek } from "../../core/bytes/streams.ts";
import { invalid } from "../../core/validate.ts";
import type { MediaDownload } from "../../types/media.ts";
import { mediaLimits } from "../../types/media-limits.ts";
import { nodeModule } from "../../utils/runtime.ts";
import { essence, headBytes, sniff } from "../shared/sniff.ts";

/** The file system that a download is saved to. */
type FileSystem = NonNullable<ReturnType<typeof findFileSystem>>;

const findFileSystem = () => nodeModule("node:fs")?.promises;

/** @throws {@link ValidationError} where there is no file system. Nothing was requested. */
export function requireFileSystem(): FileSystem {
  const files = findFileSystem();
  if (files !== undefined) return files;
  const message = "needs a runtime with a file system; use `media.download` instead";
  throw invalid("folder", [{ path: "folder", message }]);
}

/** Writes a download to `<name>.<ending>` in a folder; a download that fails leaves no file. */
export async function saveFile(
  { stream, mime_type }: MediaDownload,
  { folder, name }: { folder: string; name: string },
): Promise<string> {
  const files = requireFileSystem();
  const { head, stream: whole } = await peek(stream, headBytes);
  const stem = `${folder.replace(/(?<=.)[/\\]+$/, "")}/${name.replace(/[^\w-]/g, "_")}`;
  const path = `${stem}.${chooseEnding(mime_type, head)}`;
  const unfinished = `${path}.${crypto.randomUUID()}.part`;
  try {
    await files.mkdir(folder, { recursive: true });
    await writeAll(files, unfinished, whole);
    await files.rename(unfinished, path);
  } catch (error) {
    // Neither may hide the error: the stream may have ended, the folder may be a file.
    await Promise.allSettled([whole.cancel(error), files.rm(unfinished, { force: true })]);
    throw error;
  }
  return path;
}

async function writeAll(
  { open }: FileSystem,
  path: string,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  const file = await open(path, "wx");
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await file.writeFile(value);
    }
  } finally {
    reader.releaseLock(); // so that whoever ends the stream can
    await file.close();
  }
}

/** Endings of types that customers send beside those that WhatsApp supports for sending. */
const others: Readonly<Record<string, string>> = {
  "application/rtf": "rtf",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/x-zip-compressed": "zip",
  "audio/x-wav": "wav",
  "image/svg+xml": "svg",
  "image/tiff": "tif",
  "text/calendar": "ics",
  "text/markdown": "md",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
  "video/quicktime": "mov",
  "video/x-msvideo": "avi",
};

/** By the type that Meta announced; without one, by the first bytes. */
function chooseEnding(type: string | undefined, head: Uint8Array): string {
  const announced = essence(type);
  const isVague = announced === "" || announced.endsWith("/octet-stream");
  return findEnding(isVague ? (sniff(head)[0] ?? "") : announced);
}

function findEnding(type: string): string {
  const known = Object.hasOwn(mediaLimits, type)
    ? mediaLimits[type as keyof typeof mediaLimits].extensions[0]
    : undefined;
  if (known !== undefined) return known;
  if (Object.hasOwn(others, type)) return others[type] as string;
  return /^[a-z]+\/(?:x-)?([a-z0-9]{2,5})$/.exec(type)?.[1] ?? "bin";
}
