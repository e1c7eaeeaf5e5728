/** How many bytes beyond the limit are read and thrown away, so that the sender gets to hear the answer. */
const patience = 16 * 1024 * 1024;

/**
 * A body while it arrives: one growing piece of memory, however small the parts it comes in. Of one that is too large
 * little more than the limit is kept: enough for the handler to see that it is.
 */
export class IncomingBody {
  readonly #limit: number;
  #bytes = new Uint8Array(4096);
  #size = 0;
  #received = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What has arrived, as far as it is kept. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Whether so much has come that the answer need not wait for the end. */
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
