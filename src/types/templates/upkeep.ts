import type { Open } from "../common.ts";

/** Which two templates to compare, and over how long. */
export interface TemplateComparison {
  /** The id of the other template, of the same account. */
  with: string;
  /** How many days back from now; Meta takes no other spans. */
  days: 7 | 30 | 60 | 90;
}

/** A template and its figure. */
export interface ComparedTemplate<Value> {
  /** The template's id. */
  key: string;
  value: Value;
}

/**
 * One figure of a comparison, discriminated by `metric`. Further metrics pass through.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-comparison
 */
export interface TemplateComparisonMetric {
  metric: Open<"BLOCK_RATE" | "MESSAGE_SENDS" | "TOP_BLOCK_REASON">;
  type: Open<"RELATIVE" | "NUMBER_VALUES" | "STRING_VALUES">;
  /** `BLOCK_RATE`: the templates' ids, the one that was blocked least first. */
  order_by_relative_metric?: string[] | undefined;
  /** `MESSAGE_SENDS`. */
  number_values?: ComparedTemplate<number>[] | undefined;
  /** `TOP_BLOCK_REASON`. */
  string_values?:
    | ComparedTemplate<
        Open<
          | "NO_LONGER_NEEDED"
          | "NO_REASON"
          | "NO_REASON_GIVEN"
          | "NO_SIGN_UP"
          | "OFFENSIVE_MESSAGES"
          | "OTHER"
          | "OTP_DID_NOT_REQUEST"
          | "SPAM"
          | "UNKNOWN_BLOCK_REASON"
        >
      >[]
    | undefined;
}

/** Which templates to copy into this account. */
export interface TemplateMigration {
  /** The account to copy from: of the same business. */
  source_waba_id: string;
  /** Default: all that can be copied. */
  template_ids?: readonly string[] | undefined;
  /** How many at once, up to 500. Take fewer when the call takes longer than 30 seconds. */
  count?: number | undefined;
  /** Which set of `count`; the first is 0. */
  page_number?: number | undefined;
}

/** What was copied, and what was not. */
export interface MigratedTemplates {
  /** Ids in this account. */
  migrated_templates: string[];
  /** Why not, by the id in the other account. */
  failed_templates: Record<string, string>;
}

/** Meta's answer to `unpause`. */
export interface UnpauseAnswer {
  success: boolean;
  /** Why not; one is that the pause began less than 5 minutes ago. */
  reason?: string | undefined;
}

/** What was archived, and what was not. */
export interface ArchivedTemplates {
  archived_templates: string[];
  /** Why not, by id: only approved and rejected templates can be archived. */
  failed_templates: Record<string, string>;
}

/** What was brought back from the archive, and what was not. */
export interface UnarchivedTemplates {
  unarchived_templates: string[];
  /** Why not, by id. */
  failed_templates: Record<string, string>;
}
