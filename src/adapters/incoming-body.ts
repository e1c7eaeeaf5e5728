/** How many bytes beyond the limit are read and discarded, because many senders read no response before they are done. */
const patience = 16 * 1024 * 1024;

/**
 * A body while it arrives: one growing buffer, however small the chunks. Of a body that is too large or not wanted,
 * nothing is kept.
 */
export class IncomingBody {
  readonly #limit: number;
  readonly #isWanted: boolean;
  #bytes = new Uint8Array(0);
  #size = 0;
  #received = 0;

  constructor(limit: number, isWanted: boolean) {
    this.#limit = limit;
    this.#isWanted = isWanted;
  }

  /** The chunks kept so far. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  get isTooLarge(): boolean {
    return this.#received > this.#limit;
  }

  /** Whether so much has arrived that the answer must not wait for the end. */
  get isHopeless(): boolean {
    return this.#received > this.#limit + patience;
  }

  add(part: Uint8Array): void {
    this.#received += part.byteLength;
    if (!this.#isWanted || this.isTooLarge) return this.#drop();
    const size = this.#size + part.byteLength;
    if (size > this.#bytes.byteLength) this.#grow(size);
    this.#bytes.set(part, this.#size);
    this.#size = size;
  }

  #drop(): void {
    this.#bytes = new Uint8Array(0);
    this.#size = 0;
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.byteLength, 4096));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
