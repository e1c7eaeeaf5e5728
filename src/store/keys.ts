import type { Sha256 } from "../utils/find-sha256.ts";

/** The version of the entries' format. Increase it with every change, or old entries would be misread. */
const version = "wacloud:1";

/** How long an entry is kept after its last write: a day longer than Meta redelivers. */
export const keptMs = 8 * 24 * 60 * 60 * 1000;

/** Ids and the user's own keys are hashed, because they may contain a phone number. */
const toKey = (sha256: Sha256, noun: string, text: string): string =>
  `${version}:${noun}:${sha256(text).slice(0, 40)}`;

/** The key under which the state of an event is kept. */
export const eventKey = (sha256: Sha256, eventId: string): string => toKey(sha256, "event", eventId);

/** The key under which the replies to an event are kept. */
export const repliesKey = (sha256: Sha256, eventId: string): string => toKey(sha256, "replies", eventId);

/** The key under which a send with an idempotency key is kept. */
export const sendKey = (sha256: Sha256, phoneNumberId: string, idempotencyKey: string): string =>
  toKey(sha256, "send", `${phoneNumberId}\n${idempotencyKey}`);
