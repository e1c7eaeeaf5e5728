import type { UnknownEvent } from "../types/webhooks/events.ts";
import { isObject, toObject } from "../utils/json.ts";
import { log } from "../utils/log.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

/** How many kinds of unknown events are remembered, so that each is logged once. */
const rememberedKinds = 1000;

/** Logs that no handler takes an unknown event: once per field, type and reason. */
export function unhandledLog(logger: ResolvedWebhookOptions["logger"]): (event: UnknownEvent) => void {
  const kinds = new Set<string>();
  return ({ field, reason, raw }) => {
    const type = describeType(raw);
    const kind = [field, type, reason].map(withoutNumbers).join(" ");
    if (kinds.has(kind)) return;
    const [oldest] = kinds;
    if (kinds.size >= rememberedKinds && oldest !== undefined) kinds.delete(oldest);
    kinds.add(kind);
    log(logger, "warn", "wacloud: an unknown event has no handler. Add `on.unknown` to receive such events", {
      field: withoutNumbers(field),
      type: withoutNumbers(type),
      reason,
    });
  };
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
