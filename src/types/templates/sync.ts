import type { Open } from "../common.ts";
import type { TemplateCategory, TemplateLanguage, TemplateRejectedReason, TemplateStatus } from "./values.ts";

/** A difference between a definition and the account's template. */
export interface TemplateDifference {
  /** The path, in the terms of `defineTemplate`: `body.text`, `buttons.1.url`, `cards.0.header.format`, `category`. */
  path: string;
  /** The value in the account; `undefined` if it has none. */
  from: unknown;
  /** The value in the definition; `undefined` if it has none. */
  to: unknown;
}

/** The keys that identify a template. */
export interface TemplateKey {
  name: string;
  language: TemplateLanguage;
}

/** A template that exists in the account. */
export interface FoundTemplate extends TemplateKey {
  id: string;
  status: TemplateStatus;
  category: Open<TemplateCategory>;
  /** Why Meta rejected it, if its status is `REJECTED`. */
  rejected_reason?: TemplateRejectedReason | undefined;
}

/** The outcome of a step; absent in a plan that was not applied. */
export interface SyncOutcome {
  /** Whether the step was carried out. */
  applied?: boolean | undefined;
  /**
   * Why the step failed or, if it is an `AmbiguousSendError`, why its outcome is unknown. After an error that would make
   * every further step fail (token, permission, rate limit, connection), the remaining steps are not tried and carry the
   * same error.
   */
  error?: unknown;
}

/** A template to create. Once created, it has the fields of Meta's answer. */
export interface PlannedCreation extends TemplateKey, SyncOutcome {
  /** The category in the definition; once created, the one that Meta assigned. */
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

/** Why Meta does not allow a step right now. */
export type BlockCode =
  /** The template is in review or in appeal. */
  | "in-review"
  /** The template, or its name, is being deleted. */
  | "being-deleted"
  /** Meta has disabled the template permanently. */
  | "disabled"
  /** The template is archived. */
  | "archived"
  /** The template's status does not allow changes. */
  | "status"
  /** The template is approved, so its category cannot change. */
  | "category-fixed"
  /** The template was already edited in the last 24 hours, or 10 times in the last 30 days. */
  | "edit-limit"
  /** The template was created by Direct Send. */
  | "direct-send"
  /** The name of a deleted template is locked for 30 days. */
  | "name-locked"
  /** Another template with this name and language exists. */
  | "exists"
  /** 100 templates were created within the last hour. */
  | "hourly-limit"
  /** The account has reached its maximum number of templates. */
  | "template-limit";

/** A step that Meta does not allow right now. */
export interface BlockedTemplate extends TemplateKey {
  id?: string | undefined;
  status?: TemplateStatus | undefined;
  /** The step that is blocked. */
  action: "create" | "edit" | "delete";
  code: BlockCode;
  /** Meta's rule and what to do, as a sentence. */
  reason: string;
  /** When to try again, in milliseconds from now, if known. */
  retryAfterMs?: number | undefined;
  /** For an edit: the differences. */
  changes?: readonly TemplateDifference[] | undefined;
}

/** The steps that make the account match the definitions; after a sync, with their outcomes. */
export interface TemplatePlan {
  create: PlannedCreation[];
  edit: PlannedEdit[];
  /** Templates that already match. Check `status`: they can still be rejected or paused. */
  unchanged: FoundTemplate[];
  blocked: BlockedTemplate[];
  delete: PlannedDeletion[];
}

/** The progress of a sync: reported after each step, and before a step has to wait. */
export interface SyncProgress extends TemplateKey {
  action: "create" | "edit" | "delete";
  outcome: "applied" | "failed" | "blocked" | "waiting";
  /** With the outcome `waiting`: how long, in milliseconds. */
  waitMs?: number | undefined;
  /** The number of completed steps, including this one. */
  done: number;
  /** The total number of steps. */
  total: number;
}
