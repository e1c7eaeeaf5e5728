import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyText, openWord, wholeNumber } from "../checks.ts";
import type { Open } from "../common.ts";
import { listFilters, type PageFilters } from "../paging.ts";
import { choose } from "./checks.ts";
import type { TemplateField } from "./template.ts";
import type { TemplateCategory, TemplateLanguage, TemplateQuality, TemplateStatus } from "./values.ts";

/** One value, or several, any of which may match. */
type OneOrMore<T> = T | readonly T[];

/** Which templates to list, and which fields of them. */
export interface TemplateFilters<Field extends string = TemplateField> extends PageFilters {
  /** The fields to read of each template. Default: the ones Meta returns, which are the common ones but not all. */
  fields?: readonly Field[] | undefined;
  /** How many templates a page holds. Default: Meta's, 25. Iterating reads all pages, whatever their size. */
  limit?: number | undefined;
  /** The exact name; lists all its languages. */
  name?: string | undefined;
  /** Part of the name or of the text. */
  name_or_content?: string | undefined;
  /** Part of the text. */
  content?: string | undefined;
  category?: OneOrMore<Open<TemplateCategory>> | undefined;
  language?: OneOrMore<TemplateLanguage> | undefined;
  status?: OneOrMore<TemplateStatus> | undefined;
  quality_score?: OneOrMore<TemplateQuality> | undefined;
  /** `AUTO_GENERATED` for templates created by Direct Send. */
  source?: Open<"AUTO_GENERATED" | "MANUAL"> | undefined;
  /** Templates created by Direct Send that Meta considers to belong to this category. */
  correct_category?: Open<TemplateCategory> | undefined;
  /** Unix time in seconds. */
  since?: number | undefined;
  /** Unix time in seconds. */
  until?: number | undefined;
  /** Counts to return with each page, in `page.summary`. */
  summary?:
    | readonly Open<
        "total_count" | "message_template_count" | "message_template_limit" | "are_translations_complete"
      >[]
    | undefined;
}

/** Which templates to delete. */
export type TemplateSelection =
  /** All languages of this name. */
  | { name: string; id?: undefined; ids?: undefined }
  /** A single template. */
  | { name: string; id: string; ids?: undefined }
  /** Up to 100 templates. If one id is wrong, none is deleted. */
  | { ids: readonly string[]; name?: undefined; id?: undefined };

const oneOrMore = <Known extends string>() =>
  z.optional(z.union([openWord<Known>(), z.array(openWord<Known>())]));

const seconds = () => z.optional(wholeNumber(0));

export const templateFiltersSchema = once(
  () =>
    listFilters({
      name: z.optional(nonEmptyText()),
      name_or_content: z.optional(nonEmptyText()),
      content: z.optional(nonEmptyText()),
      category: oneOrMore(),
      language: oneOrMore(),
      status: oneOrMore(),
      quality_score: oneOrMore(),
      source: z.optional(openWord()),
      correct_category: z.optional(openWord()),
      since: seconds(),
      until: seconds(),
      summary: z.optional(z.array(z.string())),
    }) satisfies z.ZodMiniType<TemplateFilters>,
);

/**
 * Which templates to delete. Unknown keys, and keys that are present but undefined, are refused: ignoring them would
 * delete too much.
 */
export const templateSelectionSchema = once(() =>
  choose<TemplateSelection>((selection) => {
    if ("ids" in selection) return z.strictObject({ ids: list(nonEmptyText(), 1, 100) });
    if ("id" in selection) return z.strictObject({ name: nonEmptyText(), id: nonEmptyText() });
    return z.strictObject({ name: nonEmptyText() });
  }),
);
