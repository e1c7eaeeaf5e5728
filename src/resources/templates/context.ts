import type { Clock } from "../../core/clock.ts";
import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
import { required } from "../../core/required.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import type { CreationQuota } from "./creation-quota.ts";
import type { Waiter } from "./template-events.ts";

/** What calls about templates need to know. */
export interface TemplatesOptions {
  businessAccountId: string | undefined;
  appId: string | undefined;
  baseUrl: string;
  timeoutMs: number;
  clock: Clock;
}

/** Compares messages with the account's templates. The class that does is loaded at its first use. */
export interface Checker {
  /** @throws `ValidationError`, or what reading the account fails with. */
  check(content: TemplateContent, signal: AbortSignal | undefined): Promise<void>;
  forget(name: string): void;
  clear(): void;
}

/** What clients of one account remember together, whichever number they send from. */
export interface TemplateMemory {
  /** Of the messages that are checked. */
  checker: Checker | undefined;
  /** Those who wait for a review. */
  waiting: Set<Waiter>;
  allowance: CreationQuota;
}

/** What every call about templates is made with. */
export interface TemplateContext extends TemplatesOptions {
  call: Call;
  memory: TemplateMemory;
}

/**
 * The account that the templates belong to.
 *
 * @throws {@link ConfigurationError} where the client knows none.
 */
export const accountOf = ({ businessAccountId }: Pick<TemplatesOptions, "businessAccountId">): string =>
  required(businessAccountId, "businessAccountId", "WHATSAPP_BUSINESS_ACCOUNT_ID");

/** The account's list of templates. */
export const templatesEdge = (context: Pick<TemplatesOptions, "businessAccountId">): string =>
  path`/${accountOf(context)}/message_templates`;
