import { traceId } from "./ids.ts";

/** A resumable upload. */
export interface UploadSession {
  /** With its signature: `upload:…?sig=…`. */
  id: string;
  length: number;
  mimeType: string;
  chunks: Uint8Array[];
  received: number;
  handle: string;
}

/** Resumable uploads and the handles they end in. */
export class UploadStore {
  readonly #sessions = new Map<string, UploadSession>();
  readonly #handles = new Set<string>();

  start(length: number, mimeType: string): UploadSession {
    const session = `upload:MTphdHRhY2htZW50Oj${traceId()}=`;
    const id = `${session}?sig=AR${traceId()}`;
    const handle = `4::${btoa(mimeType)}:AR${traceId()}:e:${traceId()}`;
    const started = { id, length, mimeType, chunks: [], received: 0, handle };
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
    if (session.received === session.length) this.#handles.add(session.handle);
  }

  isHandle(value: unknown): boolean {
    return typeof value === "string" && this.#handles.has(value);
  }
}
