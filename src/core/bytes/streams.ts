import { abortable } from "../../utils/abortable.ts";
import { invalid } from "../validate.ts";

/** A stream of bytes, of the web or of Node.js. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface CollectOptions {
  maxBytes: number;
  /** The error to throw as soon as there are more. */
  tooLarge: () => Error;
  signal: AbortSignal | undefined;
}

/**
 * Reads a stream of unknown length into a Blob, so that it can be sent more than once. The stream is given up as
 * soon as it is too long or the signal says so.
 */
export async function collectBlob(stream: ByteStream, options: CollectOptions): Promise<Blob> {
  const source = toSource(stream);
  try {
    const parts: Blob[] = [];
    for (let size = 0; ; ) {
      const { done, value } = await abortable(source.next(), options.signal);
      if (done === true) return new Blob(parts);
      const part = new Blob([toBytes(value)]); // a copy: some streams use one buffer for all chunks
      parts.push(part);
      size += part.size;
      if (size > options.maxBytes) throw options.tooLarge();
    }
  } catch (error) {
    source.stop(error).catch(() => {}); // what went wrong is already known
    throw error;
  }
}

interface Source {
  next: () => Promise<{ done?: boolean | undefined; value?: unknown }>;
  stop: (reason: unknown) => Promise<unknown>;
}

/** Not every runtime can iterate over web streams. */
function toSource(stream: ByteStream): Source {
  if (stream instanceof ReadableStream) {
    const reader = stream.getReader();
    return { next: () => reader.read(), stop: (reason) => reader.cancel(reason) };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return { next: async () => iterator.next(), stop: async () => iterator.return?.() };
}

function toBytes(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(chunk)) return toByteView(chunk);
  throw invalid("file", [{ path: "file", message: "must be a stream of bytes; it gave something else" }]);
}

const toByteView = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** Reads a stream to its end, into memory. */
export async function collectBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatenate(chunks);
    chunks.push(value);
  }
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, { byteLength }) => size + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** What happens to a stream on its way through {@link watch}. */
export interface Watcher {
  signal: AbortSignal | undefined;
  /** Sees each chunk. */
  onChunk: (chunk: Uint8Array) => void;
  /** Runs at the end; throws when the stream must not end well. */
  onEnd: () => void;
  /** The error to show for one that broke off. */
  onFailure: (error: unknown) => unknown;
}

/**
 * The same stream, watched: chunks are seen as they pass, the end can be refused, and an abort ends it at once.
 * Nothing is read ahead, and nothing stays on the signal when the stream is over.
 */
export function watch(body: ReadableStream<Uint8Array>, watcher: Watcher): ReadableStream<Uint8Array> {
  const { signal } = watcher;
  const reader = body.getReader();
  let onAbort = () => {};
  const release = () => signal?.removeEventListener("abort", onAbort);
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      onAbort = () => {
        release();
        controller.error(signal?.reason);
        reader.cancel(signal?.reason).catch(() => {});
      };
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    },
    pull: async (controller) => {
      const { done, value } = await reader.read().catch((error: unknown) => {
        release();
        throw watcher.onFailure(error);
      });
      if (signal?.aborted) return;
      if (!done) {
        watcher.onChunk(value);
        controller.enqueue(value);
        return;
      }
      release();
      watcher.onEnd();
      controller.close();
    },
    cancel: async (reason) => {
      release();
      await reader.cancel(reason);
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
