import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { nonEmptyText } from "../checks.ts";
import type { Open } from "../common.ts";

/** The template to compare with, and the period. */
export interface TemplateComparison {
  /** The id of the other template. It must belong to the same account. */
  with: string;
  /** How many days back from now. Meta accepts no other periods. */
  days: 7 | 30 | 60 | 90;
}

/** A template and its value of a metric. */
export interface ComparedTemplate<Value> {
  /** The template's id. */
  key: string;
  value: Value;
}

/**
 * One metric of a comparison, discriminated by `metric`. Further metrics pass through.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-comparison
 */
export interface TemplateComparisonMetric {
  metric: Open<"BLOCK_RATE" | "MESSAGE_SENDS" | "TOP_BLOCK_REASON">;
  type: Open<"RELATIVE" | "NUMBER_VALUES" | "STRING_VALUES">;
  /** For `BLOCK_RATE`: the templates' ids, the one with the lowest block rate first. */
  order_by_relative_metric?: string[] | undefined;
  /** For `MESSAGE_SENDS`. */
  number_values?: ComparedTemplate<number>[] | undefined;
  /** For `TOP_BLOCK_REASON`. */
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

export const comparisonSchema = once(
  () =>
    z.strictObject({
      with: nonEmptyText(),
      days: z.literal([7, 30, 60, 90]),
    }) satisfies z.ZodMiniType<TemplateComparison>,
);
