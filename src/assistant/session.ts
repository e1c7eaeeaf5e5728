import type { WhatsAppClient } from "../client.ts";
import type { Inbox } from "./inbox.ts";
import type { GuardRails } from "./options.ts";

/** What the tools of one assistant share. */
export interface Session {
  readonly client: WhatsAppClient;
  readonly rails: GuardRails;
  /** What has arrived; `undefined` without a webhook handler. */
  readonly inbox: Inbox | undefined;
}
