/** A readable of bytes: a Node stream, or anything iterable in chunks. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/** A file to upload: bytes, a Blob or File, a web or Node stream, or a path (Node.js, Bun, Deno). */
export type FileSource =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | ByteStream
  | { path: string };

/** A file, and what it is. */
export interface MediaUpload {
  file: FileSource;
  /** MIME type. Default: the Blob's, or the one of the file name's extension. */
  type?: string | undefined;
  /** Default: the File's name, or the path's. */
  filename?: string | undefined;
}

/** Where a file is, and what. */
export interface MediaInfo {
  id: string;
  /** Valid for five minutes; downloading it takes the access token. */
  url: string;
  mime_type: string;
  /** Hex or base64. */
  sha256: string;
  /** Bytes. */
  file_size: number;
}

/** A media object of a webhook. */
export interface MediaReference {
  id: string;
  url?: string | undefined;
  mime_type?: string | undefined;
  sha256?: string | undefined;
}

/** A file that arrives. */
export interface MediaDownload {
  /** The bytes as they come; it fails when they do not match the SHA-256 that Meta gave. */
  stream: ReadableStream<Uint8Array>;
  mime_type: string | undefined;
  sha256: string | undefined;
  /** Bytes. */
  file_size: number | undefined;
  /** The whole file. */
  bytes(): Promise<Uint8Array>;
}

/** A kind of media that WhatsApp takes. */
export interface MediaKind {
  readonly extensions: readonly string[];
  /** Bytes. */
  readonly maximum: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const office = "application/vnd.openxmlformats-officedocument";
const kind = (maximum: number, ...extensions: string[]): MediaKind => ({ extensions, maximum });

/**
 * The MIME types WhatsApp takes, with their extensions and largest sizes (a megabyte read as 2^20).
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const mediaKinds: Readonly<Record<string, MediaKind>> = {
  "audio/aac": kind(16 * megabyte, "aac"),
  "audio/amr": kind(16 * megabyte, "amr"),
  "audio/mpeg": kind(16 * megabyte, "mp3"),
  "audio/mp4": kind(16 * megabyte, "m4a"),
  "audio/ogg": kind(16 * megabyte, "ogg", "opus", "oga"),
  "text/plain": kind(100 * megabyte, "txt"),
  "application/pdf": kind(100 * megabyte, "pdf"),
  "application/msword": kind(100 * megabyte, "doc"),
  [`${office}.wordprocessingml.document`]: kind(100 * megabyte, "docx"),
  "application/vnd.ms-excel": kind(100 * megabyte, "xls"),
  [`${office}.spreadsheetml.sheet`]: kind(100 * megabyte, "xlsx"),
  "application/vnd.ms-powerpoint": kind(100 * megabyte, "ppt"),
  [`${office}.presentationml.presentation`]: kind(100 * megabyte, "pptx"),
  "image/jpeg": kind(5 * megabyte, "jpg", "jpeg"),
  "image/png": kind(5 * megabyte, "png"),
  // Stickers: 500 KB animated, 100 KB still; which one it is stands in the file.
  "image/webp": kind(500 * kilobyte, "webp"),
  "video/mp4": kind(16 * megabyte, "mp4"),
  "video/3gpp": kind(16 * megabyte, "3gp", "3gpp"),
};

/** The largest still sticker. */
export const stillStickerMaximum = 100 * kilobyte;

/** What the resumable upload takes: sample media of templates and profile pictures. */
export const sampleTypes: ReadonlySet<string> = new Set([
  "application/pdf",
  "image/jpeg",
  "image/jpg",
  "image/png",
  "video/mp4",
]);
