import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyText, text } from "./checks.ts";
import type { Recipient } from "./recipients.ts";
import type { ThreadRole } from "./webhooks/handovers.ts";

/** The thread to take or release: that of the number with this person. */
export interface ThreadAction {
  /** Anything that names a person, as for a message. */
  to: Recipient;
  /** Up to 2,000 characters, which Meta forwards unchanged. */
  metadata?: string | undefined;
}

/** The thread to pass, and to whom. */
export interface ThreadPass extends ThreadAction {
  /** Who gets it. Default: the escalation partner. */
  target_role?: ThreadRole | undefined;
}

/** Meta's response. */
export interface ThreadAnswer {
  /** For Meta's support. */
  request_id?: string | undefined;
  [key: string]: unknown;
}

const metadata = () => z.optional(text(2000, { min: 0 }));
export const threadAction = once(() => z.object({ metadata: metadata() }));
export const threadPass = once(() =>
  z.object({ metadata: metadata(), target_role: z.optional(nonEmptyText()) }),
);
