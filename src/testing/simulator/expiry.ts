import { toText } from "../../utils/json.ts";
import type { SentMessage } from "./records.ts";

const second = 1000;
const month = 30 * 24 * 60 * 60;
const tenMinutes = 10 * 60;

/** When a message that is still undelivered is dropped, in milliseconds since the epoch. */
export const toExpiry = (sent: SentMessage): number => sent.entry.at + timeToLive(sent) * second;

/** In seconds. The time to live of a marketing template only counts on the marketing endpoint. */
function timeToLive({ entry, template, category }: SentMessage): number {
  const own = entry.body.ttl_seconds ?? template?.optionalFields.message_send_ttl_seconds;
  const isCode = (template?.category ?? toText(entry.body.category)?.toUpperCase()) === "AUTHENTICATION";
  if (typeof own !== "number" || category === "marketing") return isCode ? tenMinutes : month;
  return own === -1 ? month : own;
}
