import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list } from "../checks.ts";
import { filled, whole } from "./pieces.ts";

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

export const migrationSchema = once(
  () =>
    z.strictObject({
      source_waba_id: filled(),
      template_ids: z.optional(list(filled(), 1, 500)),
      count: z.optional(whole(1, 500)),
      page_number: z.optional(whole(0, Number.MAX_SAFE_INTEGER)),
    }) satisfies z.ZodMiniType<TemplateMigration>,
);
