import type { Json } from "../../utils/json.ts";
import type { PhoneNumber, State } from "./state.ts";

/** Message types that carry a file. */
export const mediaKinds: ReadonlySet<string> = new Set(["image", "video", "audio", "document", "sticker"]);

const mimeTypes: Readonly<Record<string, string>> = {
  image: "image/png",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
};

/** Stores what a customer sends, so that the business can download it; completes Meta's object accordingly. */
export async function keepMedia(
  state: State,
  number: PhoneNumber,
  type: string,
  content: Json,
  file: Blob | Uint8Array | undefined,
): Promise<Json> {
  if (typeof content.id === "string") return content;
  const fileType = file instanceof Blob && file.type !== "" ? file.type : undefined;
  const mimeType = String(content.mime_type ?? fileType ?? mimeTypes[type]);
  const stored = await state.media.keep({
    bytes: await readBytes(file),
    mimeType,
    phoneNumberId: number.id,
    origin: "customer",
  });
  const url = state.media.url(stored, state.origin);
  return { ...content, id: stored.id, mime_type: mimeType, sha256: stored.base64Digest, url };
}

async function readBytes(file: Blob | Uint8Array | undefined): Promise<Uint8Array> {
  if (file === undefined) return new TextEncoder().encode("A file from a customer.");
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
}
