import { sha256 } from "../utils/sha256.ts";

/** The version of the entries' format. Increase it with every change, or old entries would be misread. */
const version = "wacloud:1";

/** How long an entry is kept after its last write: a day longer than Meta redelivers. */
export const keptMs = 8 * 24 * 60 * 60 * 1000;

/** Ids and the user's own keys are hashed, because they may contain a phone number. */
const toKey = (noun: string, text: string): string => `${version}:${noun}:${sha256(text).slice(0, 40)}`;

/** The key under which the state of an event is kept. */
export const eventKey = (eventId: string): string => toKey("event", eventId);

/** The key under which the replies to an event are kept. */
export const repliesKey = (eventId: string): string => toKey("replies", eventId);

/** The key under which a send with an idempotency key is kept. */
export const sendKey = (phoneNumberId: string, idempotencyKey: string): string =>
  toKey("send", `${phoneNumberId}\n${idempotencyKey}`);
