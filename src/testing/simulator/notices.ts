import type { Logger } from "../../types/common.ts";
import { log } from "../../utils/log.ts";

/** What the simulator says to whoever runs it. */
export class Notices {
  /** What was said once. */
  readonly said = new Set<string>();
  readonly #logger: Pick<Logger, "warn">;

  constructor(logger: Pick<Logger, "warn">) {
    this.#logger = logger;
  }

  say(text: string): void {
    log(this.#logger, "warn", text);
  }

  /** Says each thing once. */
  once(thing: string, text: string): void {
    if (this.said.has(thing)) return;
    this.said.add(thing);
    this.say(text);
  }
}
