import { sha256 } from "../utils/sha256.ts";

/** What a key stands for. Changing a format takes another version, or old entries would be misread. */
const version = "wacloud:1";

/** How long an entry is kept after its last write: a day longer than Meta redelivers. */
export const keptMs = 8 * 24 * 60 * 60 * 1000;

/** Where it is written whether an event is being handled, or has been. The id may hold a phone number: it is hashed. */
export const eventKey = (eventId: string): string => `${version}:event:${sha256(eventId).slice(0, 40)}`;
