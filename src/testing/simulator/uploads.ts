import { Counter, createTraceId } from "./ids.ts";

/** A resumable upload. */
export interface UploadSession {
  /** With its signature: `upload:…?sig=…`. */
  id: string;
  length: number;
  mimeType: string;
  chunks: Uint8Array[];
  received: number;
  handle: string;
  /** Path below {@link samplePath} that templates show the sample at. It is not a handle. */
  place: string;
}

/** Template samples are public: they need no version and no token. */
export const samplePath = "/v/t61.29466-34/";

/** File name extensions of sample URLs. */
const endings: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "video/mp4": "mp4",
};

/** Resumable uploads and the handles they result in. */
export class UploadStore {
  readonly sessions = new Map<string, UploadSession>();
  /** Finished uploads, by their handles. */
  readonly handles = new Map<string, UploadSession>();
  readonly files = new Counter(481_220_117n, 1n);

  start(length: number, mimeType: string): UploadSession {
    const session = `upload:MTphdHRhY2htZW50Oj${createTraceId()}=`;
    const id = `${session}?sig=AR${createTraceId()}`;
    const handle = `4::${btoa(mimeType)}:AR${createTraceId()}:e:${createTraceId()}`;
    const file = `${this.files.take()}_n.${endings[mimeType] ?? "jpg"}`;
    const place = `${samplePath}${file}?ccb=1-7&oh=01_${createTraceId()}&oe=6A000000`;
    const started = { id, length, mimeType, chunks: [], received: 0, handle, place };
    this.sessions.set(id, started);
    return started;
  }

  /** Finds a session by its whole id, including the signature. */
  get(id: string): UploadSession | undefined {
    return this.sessions.get(id);
  }

  append(session: UploadSession, bytes: Uint8Array): void {
    session.chunks.push(bytes);
    session.received += bytes.byteLength;
    if (session.received === session.length) this.handles.set(session.handle, session);
  }

  /** Finds a finished upload by the path that templates show it at. */
  shownAt(place: string): UploadSession | undefined {
    return [...this.handles.values()].find((session) => session.place === place);
  }

  /** Finds a finished upload by its handle. */
  finished(handle: unknown): UploadSession | undefined {
    return typeof handle === "string" ? this.handles.get(handle) : undefined;
  }
}
