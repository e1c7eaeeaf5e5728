import type { Clock } from "../../core/clock.ts";
import type { Endpoint, OwnerIds } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
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
  /** How many templates may still be created, by account. */
  quotas: Map<string, CreationQuota>;
}

/** What every call about templates is made with. */
export interface TemplateContext extends Omit<TemplatesOptions, "businessAccountId"> {
  api: Endpoint;
  /** For uploads, which are more than one call. */
  call: Call;
  memory: TemplateMemory;
}

/**
 * An edge of the account that a call is about.
 *
 * @throws `ConfigurationError` where neither the call nor the client names one.
 */
export const accountEdge = (api: Endpoint, edge: string, options: OwnerIds): string =>
  path`/${api.businessAccountId(options)}/${edge}`;

/** The account's list of templates. */
export const templatesEdge = (api: Endpoint, options: OwnerIds): string =>
  accountEdge(api, "message_templates", options);
