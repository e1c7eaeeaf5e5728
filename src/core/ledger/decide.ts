import type { SendEntry } from "../../store/send-record.ts";
import { invalid } from "../validate.ts";

/** What to do about a message that has a key. */
export type Decision =
  /** It was sent: return the first result. */
  | { action: "repeat"; entry: SendEntry }
  /** It may have been sent. */
  | { action: "reject"; entry: SendEntry }
  /** Send it, in place of what was refused. */
  | { action: "send"; replaces: readonly SendEntry[] };

/** A message as the ledger compares it. */
export interface Identity {
  readonly kind: string;
  readonly digest: string;
}

/** An attempt of this run of a handler: `unclear` if it ended, and the run does not know how. */
export type Attempt = "under way" | "over" | "unclear";

/** The attempts of this run of a handler, by nonce. */
export type Attempts = ReadonlyMap<string, Attempt>;

/** The kind of an entry whose key the user chose. */
export const named = "=";

/** A record for one message: whatever is in it must be this message. */
export function decideSend(entries: readonly SendEntry[], { digest }: Identity): Decision {
  const [entry] = entries;
  if (entry !== undefined && entry.digest !== digest && entry.state !== "refused") throw otherMessage();
  return decideEntry(entry);
}

/**
 * A reply in a record of all replies to an event. It is the same as one of an earlier run if kind and content are
 * equal, the n-th among equals. Something else of the same kind may be meant in place of what an earlier run sent:
 * then nothing is sent.
 *
 * @param tried the attempts for the same event object: they stand for other replies.
 */
export function decideReply(
  entries: readonly SendEntry[],
  { kind, digest }: Identity,
  attempts: Attempts,
  tried: ReadonlySet<string> = new Set(),
): Decision {
  const alike = entries.filter((entry) => entry.kind === kind);
  if (kind === named) return decideEntry(alike.find((entry) => entry.digest === digest));
  const equal = alike.filter((entry) => entry.digest === digest);
  const earlier = equal.find((entry) => mayBeSent(entry) && !attempts.has(entry.nonce));
  if (earlier !== undefined) return decideEntry(earlier);
  // This run has tried the same and was not told what became of it: most likely, it tries again.
  const unclear = equal.find((entry) => mayBeSent(entry) && attempts.get(entry.nonce) === "unclear");
  if (unclear !== undefined) return decideEntry(unclear);
  const refused = alike.filter(
    ({ state, nonce }) => state === "refused" && attempts.get(nonce) !== "under way",
  );
  const same = refused.find((entry) => entry.digest === digest);
  if (same !== undefined) return { action: "send", replaces: [same] };
  if (alike.some((entry) => mayBeSent(entry) && !tried.has(entry.nonce))) throw divergingReply();
  // It may stand for what was refused in an earlier run, and no later run may send that as well.
  return { action: "send", replaces: refused.filter(({ nonce }) => !attempts.has(nonce)) };
}

/** The one entry that can be meant. */
export function decideEntry(entry: SendEntry | undefined): Decision {
  if (entry === undefined) return { action: "send", replaces: [] };
  if (entry.state === "refused") return { action: "send", replaces: [entry] };
  return { action: entry.state === "sent" ? "repeat" : "reject", entry };
}

const mayBeSent = ({ state }: SendEntry): boolean => state !== "refused";

const refuse = (message: string) => invalid("message", [{ path: "idempotencyKey", message }]);

export const otherMessage = () =>
  refuse("was used for another recipient or content: pass a new key with each new message");

const divergingReply = () =>
  refuse(
    "is missing: an earlier run of this handler sent a reply of this kind with other content, and this reply may stand for the same. If the content changes from run to run (generated text, the time), name the reply, as in { idempotencyKey: 'answer' }; it is then sent once, whatever its content. If it is another reply, name both",
  );
