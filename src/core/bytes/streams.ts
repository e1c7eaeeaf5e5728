import { abortable } from "../../utils/abortable.ts";
import { onAbort } from "../../utils/on-abort.ts";
import { invalid } from "../validate.ts";

/** A web or Node.js stream of bytes. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** The same, before anything is known of its chunks. */
type AnyStream = ReadableStream<Uint8Array> | AsyncIterable<unknown>;

export interface CollectOptions {
  maxBytes: number;
  /** The error to throw as soon as there are more bytes than that. */
  tooLarge: () => Error;
  signal: AbortSignal | undefined;
}

/**
 * Reads a stream of unknown length into a Blob, which can be sent more than once. Stops the stream as soon as it is
 * too long or the signal is aborted.
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
    source.stop(error).catch(() => {}); // the original error is thrown below
    throw error;
  }
}

interface Source {
  next: () => Promise<{ done?: boolean | undefined; value?: unknown }>;
  stop: (reason: unknown) => Promise<unknown>;
}

/** Not every runtime can iterate over web streams. */
function toSource(stream: AnyStream): Source {
  if (stream instanceof ReadableStream) {
    const reader = stream.getReader();
    return { next: () => reader.read(), stop: (reason) => reader.cancel(reason) };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return { next: async () => iterator.next(), stop: async () => iterator.return?.() };
}

function toBytes(chunk: unknown): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(chunk)) return toByteView(chunk);
  throw invalid("file", [{ path: "file", message: "must be a stream of bytes, but yields something else" }]);
}

const toByteView = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** Reads a stream of text; `undefined` as soon as it is longer than that. */
export async function readText(stream: AnyStream, maxBytes: number): Promise<string | undefined> {
  const source = toSource(stream);
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await source.next();
    if (done === true) return text + decoder.decode();
    const chunk = value as Uint8Array;
    size += chunk.byteLength;
    if (size > maxBytes) {
      source.stop(undefined).catch(() => {}); // what is left does not matter
      return undefined;
    }
    text += decoder.decode(chunk, { stream: true });
  }
}

/** A web stream of what `fetch` responded with: some implementations use the streams of Node.js. */
export function toWebStream(stream: AnyStream): ReadableStream<Uint8Array> {
  if (stream instanceof ReadableStream) return stream;
  const { next, stop } = toSource(stream);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await next();
        if (done === true) controller.close();
        else controller.enqueue(value as Uint8Array);
      },
      cancel: async (reason) => {
        await stop(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Reads a whole stream into memory. */
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

/** Reads so many bytes ahead, or all there are. The stream that is returned yields these, too. */
export async function peek(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<{ head: Uint8Array; isWhole: boolean; stream: ReadableStream<Uint8Array> }> {
  const reader = body.getReader();
  const read: Uint8Array[] = [];
  let isWhole = false;
  for (let size = 0; size < maxBytes && !isWhole; ) {
    const { done, value } = await reader.read();
    isWhole = done;
    if (value !== undefined) read.push(value);
    size += value?.byteLength ?? 0;
  }
  const head = concatenate(read);
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: async (controller) => {
      const chunk = read.shift();
      const { done, value } = chunk === undefined ? await reader.read() : { done: false, value: chunk };
      if (done || value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  };
  return { head, isWhole, stream: new ReadableStream(source, { highWaterMark: 0 }) };
}

/** Observes and controls a stream that passes through {@link watch}. */
export interface Watcher {
  signal: AbortSignal | undefined;
  /** Receives each chunk. */
  onChunk: (chunk: Uint8Array) => void;
  /** Runs at the end; may throw to make the stream fail. */
  onEnd: () => void;
  /** Returns the error to report if the stream breaks off. */
  onFailure: (error: unknown) => unknown;
}

/**
 * The same stream, with a watcher that receives each chunk as it passes and may reject the end. An abort ends the
 * stream immediately. Nothing is read ahead, and no listener is left on the signal when the stream is over.
 */
export function watch(body: ReadableStream<Uint8Array>, watcher: Watcher): ReadableStream<Uint8Array> {
  const { signal } = watcher;
  const reader = body.getReader();
  let release = () => {};
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      const end = () => {
        controller.error(signal?.reason);
        reader.cancel(signal?.reason).catch(() => {});
      };
      if (signal?.aborted) end();
      else release = onAbort(signal, end);
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
