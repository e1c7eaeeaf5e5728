import type { UnknownEvent } from "../types/webhooks/events.ts";
import { isObject, toObject } from "../utils/json.ts";
import { log } from "../utils/log.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

const minuteMs = 60_000;

/** How many kinds of unknown events are remembered, so that each is logged once. */
const rememberedKinds = 1000;

/** Logs what would otherwise go unnoticed, and each thing rarely. */
export class Warnings {
  readonly #logger: ResolvedWebhookOptions["logger"];
  readonly #loggedAt = new Map<number, number>();
  readonly #kinds = new Set<string>();

  constructor(logger: ResolvedWebhookOptions["logger"]) {
    this.#logger = logger;
  }

  /** A request was refused. Logged once a minute per status, because anybody can cause it. */
  refused(status: 401 | 403, explain: () => string | Promise<string>): void | Promise<void> {
    const now = performance.now();
    const before = this.#loggedAt.get(status);
    if (before !== undefined && Math.abs(now - before) < minuteMs) return;
    this.#loggedAt.set(status, now);
    const remedy = status === 401 ? ". `explainSignature` says what to do" : "";
    const say = (why: string) => this.#warn(`wacloud: refused a request with ${status}: ${why}${remedy}`);
    const why = explain();
    return typeof why === "string" ? say(why) : why.then(say);
  }

  /** No handler takes an unknown event. Logged once per field, type and reason. */
  unhandled({ field, reason, raw }: UnknownEvent): void {
    const type = describeType(raw);
    const kind = [field, type, reason].map(withoutNumbers).join(" ");
    if (this.#kinds.has(kind)) return;
    const [oldest] = this.#kinds;
    if (this.#kinds.size >= rememberedKinds && oldest !== undefined) this.#kinds.delete(oldest);
    this.#kinds.add(kind);
    this.#warn("wacloud: an unknown event has no handler. Add `on.unknown` to receive such events", {
      field: withoutNumbers(field),
      type: withoutNumbers(type),
      reason,
    });
  }

  #warn(line: string, fields?: object): void {
    log(this.#logger, "warn", line, fields);
  }
}

/** The type as Meta named it, with that of an interactive reply; else the name of an only key. */
function describeType(raw: unknown): string {
  const { type, interactive, ...others } = toObject(raw);
  const reply = toObject(interactive).type;
  if (typeof type === "string") return typeof reply === "string" ? `${type}.${reply}` : type;
  const [key = "", ...more] = Object.keys(others);
  return isObject(raw) && more.length === 0 ? key : "";
}

/** Nothing that could be a phone number is logged. */
const withoutNumbers = (text: string): string => text.slice(0, 100).replace(/\d{5,}/g, "…");
