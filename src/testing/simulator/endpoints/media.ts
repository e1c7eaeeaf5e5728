import type { Json } from "../../../utils/json.ts";
import { refuse, unsupported } from "../errors.ts";
import type { GraphCall, Route } from "../http/router.ts";
import type { StoredMedia } from "../media.ts";

const mega = 1024 * 1024;

/** What can be uploaded: MIME type, most bytes, and the file name extensions that go with it. */
const formats: Readonly<Record<string, { most: number; extensions: readonly string[] }>> = {
  "audio/aac": { most: 16 * mega, extensions: ["aac"] },
  "audio/amr": { most: 16 * mega, extensions: ["amr"] },
  "audio/mpeg": { most: 16 * mega, extensions: ["mp3"] },
  "audio/mp4": { most: 16 * mega, extensions: ["m4a", "mp4"] },
  "audio/ogg": { most: 16 * mega, extensions: ["ogg", "opus", "oga"] },
  "text/plain": { most: 100 * mega, extensions: ["txt"] },
  "application/pdf": { most: 100 * mega, extensions: ["pdf"] },
  "application/msword": { most: 100 * mega, extensions: ["doc"] },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
    most: 100 * mega,
    extensions: ["docx"],
  },
  "application/vnd.ms-excel": { most: 100 * mega, extensions: ["xls"] },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
    most: 100 * mega,
    extensions: ["xlsx"],
  },
  "application/vnd.ms-powerpoint": { most: 100 * mega, extensions: ["ppt"] },
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": {
    most: 100 * mega,
    extensions: ["pptx"],
  },
  "image/jpeg": { most: 5 * mega, extensions: ["jpg", "jpeg"] },
  "image/png": { most: 5 * mega, extensions: ["png"] },
  "image/webp": { most: 500 * 1024, extensions: ["webp"] },
  "video/mp4": { most: 16 * mega, extensions: ["mp4"] },
  "video/3gpp": { most: 16 * mega, extensions: ["3gp", "3gpp"] },
};

async function upload(call: GraphCall): Promise<Json> {
  const form = await readForm(call);
  if (form.get("messaging_product") !== "whatsapp") {
    throw refuse(100, "The parameter messaging_product is required.");
  }
  const file = form.get("file");
  if (!(file instanceof Blob)) throw refuse(100, "The parameter file is required.");
  const type = form.get("type");
  const mimeType = typeof type === "string" && type !== "" ? type : file.type;
  const bytes = new Uint8Array(await file.arrayBuffer());
  checkFile(mimeType, bytes, "name" in file ? String(file.name) : "");
  const { state, id } = call;
  const stored = await state.media.keep({ bytes, mimeType, phoneNumberId: id, origin: "business" });
  return { id: stored.id };
}

async function readForm({ headers, bytes }: GraphCall): Promise<FormData> {
  const contentType = headers.get("content-type") ?? "";
  if (!contentType.startsWith("multipart/form-data")) {
    throw refuse(100, "Media is uploaded as multipart/form-data.");
  }
  try {
    return await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    throw refuse(100, "The multipart body cannot be read.");
  }
}

function checkFile(mimeType: string, bytes: Uint8Array, fileName: string): void {
  const bare = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = Object.hasOwn(formats, bare) ? formats[bare] : undefined;
  if (format === undefined) {
    throw refuse(
      100,
      `Param file must be a file with one of the following types: ${Object.keys(formats).join(", ")}.`,
    );
  }
  if (bytes.byteLength === 0) throw refuse(131053, "The file is empty.");
  const most = bare === "image/webp" && !isAnimated(bytes) ? 100 * 1024 : format.most;
  if (bytes.byteLength > most) throw refuse(131053, `A file of type ${bare} may have at most ${most} bytes.`);
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension !== undefined && !format.extensions.includes(extension)) {
    throw refuse(131053, `The extension of the file name does not match the type ${bare}.`);
  }
}

/** An animated WebP announces it in its header. */
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

/** With `phone_number_id`, only media of that number is found. */
function findOwnMedia({ state, id, url, method }: GraphCall): StoredMedia {
  const stored = state.media.get(id);
  const phoneNumberId = url.searchParams.get("phone_number_id");
  const isOwn = phoneNumberId === null || phoneNumberId === stored?.phoneNumberId;
  if (stored === undefined || !isOwn) throw unsupported(method, id);
  return stored;
}

export const mediaRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "media", answer: upload },
  { method: "GET", node: "media", edge: "", answer: read },
  { method: "DELETE", node: "media", edge: "", answer: remove },
];
