/** What a message shows a file as. */
type MediaKind = "audio" | "document" | "image" | "sticker" | "video";

/** What Meta takes of one type of file. */
export interface MediaLimit {
  readonly kind: MediaKind;
  /** How names of such files may end, the usual ending first. */
  readonly extensions: readonly string[];
  /** In bytes. Meta writes MB and does not say of which kind; the larger one counts here. */
  readonly maxBytes: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

const audio = { kind: "audio", maxBytes: 16 * megabyte } as const;
const document = { kind: "document", maxBytes: 100 * megabyte } as const;
const image = { kind: "image", maxBytes: 5 * megabyte } as const;
const video = { kind: "video", maxBytes: 16 * megabyte } as const;

/** A WebP picture that does not move may be smaller than one that does. */
export const maxStaticStickerBytes = 100 * kilobyte;

/**
 * The types of file that WhatsApp takes, with their limits.
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
 * The types of file that Meta's upload for templates and profile pictures takes.
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

/** A type of file that WhatsApp takes. */
export type MediaType = keyof typeof mediaLimits;
