/** How much is read and thrown away beyond the limit, so that the sender gets to hear the answer. */
const patience = 10;

/**
 * The body as bytes. Of one larger than `limit` little more than the limit is kept: enough for the handler to see
 * that it is too large, whatever the sender goes on sending.
 */
export async function readBody(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks) {
    if (size <= limit) parts.push(part);
    size += part.byteLength;
    if (size > limit * patience) break;
  }
  return joined(parts);
}

/** A web stream as chunks; not every runtime can iterate it. */
export async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = stream?.getReader();
  if (reader === undefined) return;
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
