import { counter, traceId } from "./ids.ts";

/** A resumable upload. */
export interface UploadSession {
  /** With its signature: `upload:…?sig=…`. */
  id: string;
  length: number;
  mimeType: string;
  chunks: Uint8Array[];
  received: number;
  handle: string;
  /** Where templates show the sample once it is part of one, below {@link samplePath}. It cannot be handed in again. */
  place: string;
}

/** Samples of templates are public: no version, no token. */
export const samplePath = "/v/t61.29466-34/";

/** Written into the addresses of samples. */
const endings: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "video/mp4": "mp4",
};

/** Resumable uploads and the handles they end in. */
export class UploadStore {
  readonly #sessions = new Map<string, UploadSession>();
  /** Finished uploads, by their handles. */
  readonly #finished = new Map<string, UploadSession>();
  readonly #nextFile = counter(481_220_117n, 1n);

  start(length: number, mimeType: string): UploadSession {
    const session = `upload:MTphdHRhY2htZW50Oj${traceId()}=`;
    const id = `${session}?sig=AR${traceId()}`;
    const handle = `4::${btoa(mimeType)}:AR${traceId()}:e:${traceId()}`;
    const file = `${this.#nextFile()}_n.${endings[mimeType] ?? "jpg"}`;
    const place = `${samplePath}${file}?ccb=1-7&oh=01_${traceId()}&oe=6A000000`;
    const started = { id, length, mimeType, chunks: [], received: 0, handle, place };
    this.#sessions.set(id, started);
    return started;
  }

  /** Only the whole id is good, signature included. */
  get(id: string): UploadSession | undefined {
    return this.#sessions.get(id);
  }

  append(session: UploadSession, bytes: Uint8Array): void {
    session.chunks.push(bytes);
    session.received += bytes.byteLength;
    if (session.received === session.length) this.#finished.set(session.handle, session);
  }

  /** The finished upload that is shown at a place. */
  shownAt(place: string): UploadSession | undefined {
    return [...this.#finished.values()].find((session) => session.place === place);
  }

  /** The finished upload that a handle stands for. */
  finished(handle: unknown): UploadSession | undefined {
    return typeof handle === "string" ? this.#finished.get(handle) : undefined;
  }
}
