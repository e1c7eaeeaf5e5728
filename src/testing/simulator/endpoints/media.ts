import { type MediaLimit, maxStaticStickerBytes, mediaLimits } from "../../../types/media-limits.ts";
import type { Json } from "../../../utils/json.ts";
import { refuse, unsupported } from "../errors.ts";
import type { GraphCall, Route } from "../http/router.ts";
import type { StoredMedia } from "../media.ts";

const limits: Readonly<Record<string, MediaLimit>> = mediaLimits;

async function upload({ state, id, headers, body }: GraphCall): Promise<Json> {
  if (!headers.get("content-type")?.startsWith("multipart/form-data")) {
    throw refuse(100, "Media must be uploaded as multipart/form-data.");
  }
  const { messaging_product, file, type } = body;
  if (messaging_product !== "whatsapp") throw refuse(100, "The parameter messaging_product is required.");
  if (!(file instanceof Blob)) throw refuse(100, "The parameter file is required.");
  const mimeType = typeof type === "string" && type !== "" ? type : file.type;
  const bytes = new Uint8Array(await file.arrayBuffer());
  checkFile(mimeType, bytes, "name" in file ? String(file.name) : "");
  const stored = await state.media.keep({ bytes, mimeType, phoneNumberId: id, origin: "business" });
  return { id: stored.id };
}

function checkFile(mimeType: string, bytes: Uint8Array, fileName: string): void {
  const bare = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  const limit = Object.hasOwn(mediaLimits, bare) ? limits[bare] : undefined;
  if (limit === undefined) {
    throw refuse(
      100,
      `Param file must be a file with one of the following types: ${Object.keys(mediaLimits).join(", ")}.`,
    );
  }
  if (bytes.byteLength === 0) throw refuse(131053, "The file is empty.");
  const maxBytes = bare === "image/webp" && !isAnimated(bytes) ? maxStaticStickerBytes : limit.maxBytes;
  if (bytes.byteLength > maxBytes)
    throw refuse(131053, `A file of type ${bare} can have at most ${maxBytes} bytes.`);
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension !== undefined && !limit.extensions.includes(extension)) {
    throw refuse(131053, `The extension of the file name does not match the type ${bare}.`);
  }
}

/** Whether a WebP image is animated, which its header says. */
const isAnimated = (bytes: Uint8Array): boolean =>
  new TextDecoder("latin1").decode(bytes.subarray(0, 64)).includes("ANIM");

function read(call: GraphCall): Json {
  const stored = findOwnMedia(call);
  return {
    messaging_product: "whatsapp",
    url: call.state.media.url(stored, call.url.origin),
    mime_type: stored.mimeType,
    sha256: stored.hexDigest,
    file_size: stored.bytes.byteLength,
    id: stored.id,
  };
}

function remove(call: GraphCall): Json {
  call.state.media.delete(findOwnMedia(call).id);
  return { success: true };
}

/** With `phone_number_id`, only finds media of that number. */
function findOwnMedia({ state, id, url, method }: GraphCall): StoredMedia {
  const stored = state.media.get(id);
  const phoneNumberId = url.searchParams.get("phone_number_id");
  const isOwn = phoneNumberId === null || phoneNumberId === stored?.phoneNumberId;
  if (stored === undefined || !isOwn) throw unsupported(method, id);
  return stored;
}

export const mediaRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "media", permission: "messaging", answer: upload },
  { method: "GET", node: "media", edge: "", permission: "messaging", answer: read },
  { method: "DELETE", node: "media", edge: "", permission: "messaging", answer: remove },
];
