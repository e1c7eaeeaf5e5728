import type { Clock } from "../../core/clock.ts";
import type { Endpoint, OwnerIds } from "../../core/endpoint.ts";
import type { Call } from "../../core/pipeline.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import type { CreationQuota } from "./creation-quota.ts";
import type { Waiter } from "./template-events.ts";

/** The client options that calls about templates use. */
export interface TemplatesOptions {
  businessAccountId: string | undefined;
  appId: string | undefined;
  baseUrl: string;
  timeoutMs: number;
  clock: Clock;
}

/** Checks messages against the account's templates. `TemplateChecker` implements it, and is loaded at first use. */
export interface Checker {
  /** @throws `ValidationError`, or the error that reading the account failed with. */
  check(content: TemplateContent, signal: AbortSignal | undefined): Promise<void>;
  forget(name: string): void;
  clear(): void;
}

/** What all clients that share a pipeline know about the templates of one account. */
export interface TemplateMemory {
  /** Checks messages sent with `checked: true`; created at first use. */
  checker: Checker | undefined;
  /** The `waitUntilReviewed` calls in progress, of all accounts. */
  waiting: Set<Waiter>;
  /** How many templates can still be created this hour, by account id. */
  quotas: Map<string, CreationQuota>;
}

/** Everything that calls about templates need. */
export interface TemplateContext extends Omit<TemplatesOptions, "businessAccountId"> {
  api: Endpoint;
  /** For uploads, which take several calls. */
  call: Call;
  memory: TemplateMemory;
}

/** The path of the account's templates. */
export const templatesPath = (api: Endpoint, options: OwnerIds): string =>
  api.accountPath(options, "message_templates");
