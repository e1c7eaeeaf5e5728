import type { Open } from "../common.ts";
import type { TemplateCategory, TemplateLanguage, TemplateStatus } from "./values.ts";

/** Something in which a definition and the account's template differ. */
export interface TemplateDifference {
  /** Where, in words of `defineTemplate`: `body.text`, `buttons.1.url`, `cards.0.header.format`, `category`. */
  path: string;
  /** What the account says; `undefined` where it has nothing there. */
  from: unknown;
  /** What the definition says; `undefined` where it has nothing there. */
  to: unknown;
}

/** Which template is meant. */
export interface TemplateKey {
  name: string;
  language: TemplateLanguage;
}

/** A template of the account that a sync is about. */
export interface FoundTemplate extends TemplateKey {
  id: string;
  status: TemplateStatus;
  category: Open<TemplateCategory>;
}

/** What became of it; absent in a plan that was not applied. */
export interface SyncOutcome {
  /** Whether it was done. */
  applied?: boolean | undefined;
  /**
   * Why it was not done, or, with an `AmbiguousSendError`, why that is not known. Where nothing further could have
   * succeeded (token, permission, connection), all that was left carries the same error, and was not tried.
   */
  error?: unknown;
}

/** A template to create. Once it is, it has Meta's answer. */
export interface PlannedCreation extends TemplateKey, SyncOutcome {
  /** The category asked for; once created, the one that Meta gave, which counts. */
  category: Open<TemplateCategory>;
  id?: string | undefined;
  status?: TemplateStatus | undefined;
}

/** A template to edit, and why. */
export interface PlannedEdit extends FoundTemplate, SyncOutcome {
  changes: readonly TemplateDifference[];
}

/** A template to delete. */
export interface PlannedDeletion extends FoundTemplate, SyncOutcome {}

/** Why Meta does not let a template be changed now. */
export type BlockCode =
  /** It is in review, or in appeal. */
  | "in-review"
  /** It, or its name, is being deleted. */
  | "being-deleted"
  /** Meta disabled it for good. */
  | "disabled"
  /** It is in the archive. */
  | "archived"
  /** Its status lets nothing be changed. */
  | "status"
  /** It is approved, and its category cannot change. */
  | "category-fixed"
  /** It was edited within 24 hours, or 10 times in 30 days. */
  | "edit-limit"
  /** Direct Send made it. */
  | "direct-send"
  /** The name of a deleted template is locked for 30 days. */
  | "name-locked"
  /** Another template of this name and language exists. */
  | "exists"
  /** 100 templates were created within the hour. */
  | "hourly-limit"
  /** The account holds as many templates as it may. */
  | "template-limit";

/** Something that Meta does not let be done now. */
export interface BlockedTemplate extends TemplateKey {
  id?: string | undefined;
  status?: TemplateStatus | undefined;
  /** What would have to be done. */
  action: "create" | "edit" | "delete";
  code: BlockCode;
  /** Meta's rule, and what to do, in a sentence. */
  reason: string;
  /** In milliseconds, where a time is known after which it may be tried again. */
  retryAfterMs?: number | undefined;
  /** Of an edit: what differs. */
  changes?: readonly TemplateDifference[] | undefined;
}

/** What brings account and code together; after a sync, also what became of it. */
export interface TemplatePlan {
  create: PlannedCreation[];
  edit: PlannedEdit[];
  /** They say the same. Look at `status`: a template can be rejected or paused. */
  unchanged: FoundTemplate[];
  blocked: BlockedTemplate[];
  delete: PlannedDeletion[];
}

/** Told after each step of a sync, and when one has to wait. */
export interface SyncProgress extends TemplateKey {
  action: "create" | "edit" | "delete";
  outcome: "applied" | "failed" | "blocked" | "waiting";
  /** With the outcome `waiting`: for how long, in milliseconds. */
  waitMs?: number | undefined;
  /** How many steps are behind, this one included. */
  done: number;
  /** How many steps there are. */
  total: number;
}
