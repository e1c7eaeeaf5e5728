/** Lets so many go at once. The others wait for their turn, in order. */
export class Turns {
  readonly #most: number;
  readonly #queue: (() => void)[] = [];
  #going = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#going < this.#most) this.#going += 1;
    else await new Promise<void>((go) => this.#queue.push(go));
    try {
      return await act();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#going -= 1;
      else next();
    }
  }
}
