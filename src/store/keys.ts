import { sha256 } from "../utils/sha256.ts";

/** The version of the entries' format. Increase it with every change, or old entries would be misread. */
const version = "wacloud:1";

/** How long an entry is kept after its last write: a day longer than Meta redelivers. */
export const keptMs = 8 * 24 * 60 * 60 * 1000;

/** The key under which the state of an event is kept. The id is hashed, because it may contain a phone number. */
export const eventKey = (eventId: string): string => `${version}:event:${sha256(eventId).slice(0, 40)}`;
