/** How many bytes beyond the limit are read and discarded, because many senders read no response before they are done. */
const patience = 16 * 1024 * 1024;

/**
 * A body while it arrives: one growing buffer, however small the chunks. Of a body that is too large, it keeps little
 * more than the limit: enough to see that it is.
 */
export class IncomingBody {
  readonly #limit: number;
  #bytes = new Uint8Array(4096);
  #size = 0;
  #received = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The chunks kept so far. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Whether so much has arrived that the answer must not wait for the end. */
  get isHopeless(): boolean {
    return this.#received > this.#limit + patience;
  }

  add(part: Uint8Array): void {
    this.#received += part.byteLength;
    if (this.#size > this.#limit) return;
    const size = this.#size + part.byteLength;
    if (size > this.#bytes.byteLength) this.#grow(size);
    this.#bytes.set(part, this.#size);
    this.#size = size;
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.byteLength));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
