/** The kind of message that a file is sent as. */
type MediaKind = "audio" | "document" | "image" | "sticker" | "video";

/** Meta's limits for one type of file. */
export interface MediaLimit {
  readonly kind: MediaKind;
  /** File name extensions, the usual one first. */
  readonly extensions: readonly string[];
  /** In bytes. Meta writes MB without saying which; this is the larger one. */
  readonly maxBytes: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

const audio = { kind: "audio", maxBytes: 16 * megabyte } as const;
const document = { kind: "document", maxBytes: 100 * megabyte } as const;
const image = { kind: "image", maxBytes: 5 * megabyte } as const;
const video = { kind: "video", maxBytes: 16 * megabyte } as const;

/** Static WebP images have a lower limit than animated ones. */
export const maxStaticStickerBytes = 100 * kilobyte;

/**
 * The file types that WhatsApp supports, with their limits.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const mediaLimits = {
  "audio/aac": { ...audio, extensions: ["aac"] },
  "audio/amr": { ...audio, extensions: ["amr"] },
  "audio/mpeg": { ...audio, extensions: ["mp3"] },
  "audio/mp4": { ...audio, extensions: ["m4a", "mp4"] },
  "audio/ogg": { ...audio, extensions: ["ogg", "oga", "opus"] },
  "text/plain": { ...document, extensions: ["txt"] },
  "application/pdf": { ...document, extensions: ["pdf"] },
  "application/msword": { ...document, extensions: ["doc"] },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
    ...document,
    extensions: ["docx"],
  },
  "application/vnd.ms-excel": { ...document, extensions: ["xls"] },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { ...document, extensions: ["xlsx"] },
  "application/vnd.ms-powerpoint": { ...document, extensions: ["ppt"] },
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": {
    ...document,
    extensions: ["pptx"],
  },
  "image/jpeg": { ...image, extensions: ["jpg", "jpeg"] },
  "image/png": { ...image, extensions: ["png"] },
  "image/webp": { kind: "sticker", maxBytes: 500 * kilobyte, extensions: ["webp"] },
  "video/mp4": { ...video, extensions: ["mp4"] },
  "video/3gpp": { ...video, extensions: ["3gp", "3gpp"] },
} as const satisfies Record<string, MediaLimit>;

/**
 * The file types that Meta's upload for templates and profile pictures supports.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/upload
 */
export const resumableLimits = {
  "application/pdf": mediaLimits["application/pdf"],
  "image/jpeg": mediaLimits["image/jpeg"],
  "image/jpg": mediaLimits["image/jpeg"],
  "image/png": mediaLimits["image/png"],
  "video/mp4": mediaLimits["video/mp4"],
} as const satisfies Record<string, MediaLimit>;

/** A file type that WhatsApp supports. */
export type MediaType = keyof typeof mediaLimits;
