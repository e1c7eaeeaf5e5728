import type { CallOptions, Open } from "./common.ts";
import type { MediaType } from "./media-limits.ts";

/** A file: bytes, a Blob or File, a web or Node.js stream, or a path on disk (Node.js, Bun, Deno). */
export type MediaFile =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { path: string | URL };

/** A file to upload. */
export interface MediaUpload {
  file: MediaFile;
  /**
   * Its MIME type. Default: the Blob's, if Meta knows it, else the one of the name's extension, else the one of the
   * first bytes.
   */
  type?: Open<MediaType> | undefined;
  /**
   * Its extension must match the type; one that Meta does not map to the type, such as `.opus`, is replaced by the
   * usual one. Default: the name of the File or path, else `media` with an extension.
   */
  filename?: string | undefined;
}

/** Meta's response to an upload. */
export interface UploadedMedia {
  /** Valid for 30 days: pass it as `id` to `sendImage`, `sendVideo` and so on. */
  id: string;
}

/** A file uploaded for a template or a profile picture. */
export interface UploadedHandle {
  /** Goes into `example.header_handle` of a template, or into `profile_picture_handle`. Use it soon. */
  handle: string;
}

/** Metadata of a media file. */
export interface MediaInfo {
  id: string;
  /** Valid for 5 minutes, and only with the access token: never pass it to a browser. */
  url: string;
  mime_type: string;
  /** Of the bytes, in hex. */
  sha256: string;
  /** In bytes. */
  file_size: number;
}

/** The media object of a webhook: `message.image`, `message.audio`, … */
export interface MediaReference {
  id: string;
  url?: string | undefined;
  mime_type?: string | undefined;
  /** Of the bytes, in hex or base64. */
  sha256?: string | undefined;
}

/** Options of calls about one media file. */
export interface MediaOptions extends CallOptions {
  /** The number that the file must belong to. Default: any of yours. */
  phone_number_id?: string | undefined;
}

/** A download in progress. */
export interface MediaDownload {
  /**
   * The bytes as they arrive; can be read once. If they do not match what Meta announced, the stream fails with a
   * `WhatsAppError` at its end: discard what you have read.
   */
  readonly stream: ReadableStream<Uint8Array>;
  readonly mime_type: string | undefined;
  /** The expected properties that the bytes are checked against, if known. */
  readonly sha256: string | undefined;
  /** In bytes, if known. */
  readonly file_size: number | undefined;
  /** Reads the whole file into memory. */
  bytes(): Promise<Uint8Array>;
}
