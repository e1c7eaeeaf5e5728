/** Gives each object of a log an id that stays. */
export class Numbering<T extends object> {
  readonly #prefix: string;
  readonly #ids = new WeakMap<T, string>();
  #last = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  idFor(record: T): string {
    const known = this.#ids.get(record);
    if (known !== undefined) return known;
    this.#last += 1;
    const id = `${this.#prefix}${this.#last}`;
    this.#ids.set(record, id);
    return id;
  }
}
