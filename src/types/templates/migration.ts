import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyText, wholeNumber } from "../checks.ts";

/** Which templates to copy to this account. */
export interface TemplateMigration {
  /** The account to copy from. It must belong to the same business. */
  source_waba_id: string;
  /** Default: all templates that can be copied. */
  template_ids?: readonly string[] | undefined;
  /** How many templates to copy in this call, up to 500. Use fewer if the call takes longer than 30 seconds. */
  count?: number | undefined;
  /** Which page of `count` templates to copy; the first page is 0. */
  page_number?: number | undefined;
}

/** Which templates were copied, and which were not. */
export interface MigratedTemplates {
  /** The ids of the copies in this account. */
  migrated_templates: string[];
  /** The reasons, by template id in the other account. */
  failed_templates: Record<string, string>;
}

export const migrationSchema = once(
  () =>
    z.strictObject({
      source_waba_id: nonEmptyText(),
      template_ids: z.optional(list(nonEmptyText(), 1, 500)),
      count: z.optional(wholeNumber(1, 500)),
      page_number: z.optional(wholeNumber(0)),
    }) satisfies z.ZodMiniType<TemplateMigration>,
);
