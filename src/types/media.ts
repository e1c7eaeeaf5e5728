import type { CallOptions, Open } from "./common.ts";
import type { MediaType } from "./media-limits.ts";

/** A file: bytes, a Blob or File, a stream of the web or of Node.js, or where it lies on disk (Node.js, Bun, Deno). */
export type MediaFile =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { path: string | URL };

/** A file to be uploaded. */
export interface MediaUpload {
  file: MediaFile;
  /** Its MIME type. Default: the Blob's, else what the name's ending says, else what the first bytes say. */
  type?: Open<MediaType> | undefined;
  /** Its ending must fit the type. Default: the File's or the path's name, else `media` with a fitting ending. */
  filename?: string | undefined;
}

/** Meta's answer to an upload. */
export interface UploadedMedia {
  /** Good for 30 days: pass it as `id` to `sendImage` and its kin. */
  id: string;
}

/** A file uploaded for a template or a profile picture. */
export interface UploadedHandle {
  /** Goes into `example.header_handle` of a template, or into `profile_picture_handle`. Use it soon. */
  handle: string;
}

/** What Meta knows of a media file. */
export interface MediaInfo {
  id: string;
  /** Good for 5 minutes, and only with the access token: never hand it to a browser. */
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
  /** Makes the call succeed only if the file belongs to this number. Default: it may be any of yours. */
  phone_number_id?: string | undefined;
}

/** A file that is being downloaded. */
export interface MediaDownload {
  /**
   * The bytes, as they arrive; read once. When they turn out not to be the ones Meta announced, the stream ends with
   * a `WhatsAppError` instead of its end: what was read till then is to be thrown away.
   */
  readonly stream: ReadableStream<Uint8Array>;
  readonly mime_type: string | undefined;
  /** What the bytes are checked against, where it is known. */
  readonly sha256: string | undefined;
  /** In bytes, where it is known. */
  readonly file_size: number | undefined;
  /** Reads the whole file into memory. */
  bytes(): Promise<Uint8Array>;
}
