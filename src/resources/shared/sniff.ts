/** How many of a file's first bytes are read. Something may precede the signature of a PDF. */
export const headBytes = 1024;

/** The type without parameters: `audio/ogg` of `audio/ogg; codecs=opus`. */
export const essence = (type: string | null | undefined): string =>
  (type?.split(";")[0] ?? "").trim().toLowerCase();

/**
 * The types that a file's first bytes suggest, the most likely one first. Empty if there are none, as for text and
 * office documents.
 */
export function sniff(head: Uint8Array): readonly string[] {
  const text = String.fromCharCode(...head);
  const [first = 0, second = 0] = head;
  const found = signatures.find(([signature]) => text.startsWith(signature));
  if (found !== undefined) return found[1];
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return ["image/webp"];
  if (text.startsWith("ftyp", 4)) return listTypesByBrand(text.slice(8, 12));
  if (/^(styp|moov|moof|free|skip|wide|mdat)$/.test(text.slice(4, 8))) return listTypesByBrand("");
  if (first === 0xff && (second & 0xf6) === 0xf0) return ["audio/aac"];
  if (first === 0xff && (second & 0xe6) === 0xe2) return ["audio/mpeg"];
  return [];
}

const signatures: readonly (readonly [string, readonly string[]])[] = [
  ["\xff\xd8\xff", ["image/jpeg"]],
  ["\x89PNG\r\n\x1a\n", ["image/png"]],
  ["%PDF-", ["application/pdf"]],
  ["OggS\0", ["audio/ogg"]],
  ["#!AMR", ["audio/amr"]],
  ["GIF87a", ["image/gif"]],
  ["GIF89a", ["image/gif"]],
  ["ID3\x02", ["audio/mpeg", "audio/aac"]],
  ["ID3\x03", ["audio/mpeg", "audio/aac"]],
  ["ID3\x04", ["audio/mpeg", "audio/aac"]],
];

/** MP4 and related formats share a container; the brand in it only hints at the format. */
function listTypesByBrand(brand: string): readonly string[] {
  if (/^(hei|hev|mif1|msf1)/.test(brand)) return ["image/heic"];
  if (brand.startsWith("avi")) return ["image/avif"];
  if (brand.startsWith("qt")) return ["video/quicktime"];
  if (brand.startsWith("M4A")) return ["audio/mp4", "video/mp4", "video/3gpp"];
  if (brand.startsWith("3g")) return ["video/3gpp", "video/mp4", "audio/mp4"];
  return ["video/mp4", "audio/mp4", "video/3gpp"];
}

/** The types whose files can be recognized, and which therefore must be. */
const recognizable = new Set([
  "application/pdf",
  "audio/amr",
  "audio/mp4",
  "audio/ogg",
  "image/jpeg",
  "image/jpg",
  "image/png",
  "image/webp",
  "video/mp4",
]);

/** Whether a file cannot be of this type, because it does not begin like one. */
export const lacksSignature = (type: string, head: Uint8Array): boolean =>
  recognizable.has(type) &&
  sniff(head).length === 0 &&
  !(type === "application/pdf" && String.fromCharCode(...head).includes("%PDF-"));

/** Whether a WebP image is animated. */
export const isAnimatedWebp = (head: Uint8Array): boolean =>
  String.fromCharCode(...head.subarray(12, 16)) === "VP8X" && ((head[20] ?? 0) & 0x02) !== 0;
