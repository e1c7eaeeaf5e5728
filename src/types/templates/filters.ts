import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, openWord } from "../checks.ts";
import type { Open } from "../common.ts";
import type { PageFilters } from "../paging.ts";
import { choose, filled, whole } from "./pieces.ts";
import type { TemplateField } from "./template.ts";
import type { TemplateCategory, TemplateLanguage, TemplateQuality, TemplateStatus } from "./values.ts";

/** One value, or several of which any fits. */
type OneOrMore<T> = T | readonly T[];

/** Which templates to list, and what of them. */
export interface TemplateFilters<Field extends string = TemplateField> extends PageFilters {
  /** What to read of each template. Default: what Meta gives, which is the most used fields but not all. */
  fields?: readonly Field[] | undefined;
  /** How many a page holds. Default: Meta's, 25. Iterating reads all pages whatever their size. */
  limit?: number | undefined;
  /** The whole name; all its languages are listed. */
  name?: string | undefined;
  /** Part of the name or of the text. */
  name_or_content?: string | undefined;
  /** Part of the text. */
  content?: string | undefined;
  category?: OneOrMore<Open<TemplateCategory>> | undefined;
  language?: OneOrMore<TemplateLanguage> | undefined;
  status?: OneOrMore<TemplateStatus> | undefined;
  quality_score?: OneOrMore<TemplateQuality> | undefined;
  /** `AUTO_GENERATED` for templates that Direct Send made. */
  source?: Open<"AUTO_GENERATED" | "MANUAL"> | undefined;
  /** Templates of Direct Send that Meta holds to be of this category. */
  correct_category?: Open<TemplateCategory> | undefined;
  /** Unix seconds. */
  since?: number | undefined;
  /** Unix seconds. */
  until?: number | undefined;
  /** Counts to read beside each page, in `page.summary`. */
  summary?:
    | readonly Open<
        "total_count" | "message_template_count" | "message_template_limit" | "are_translations_complete"
      >[]
    | undefined;
}

/** Which templates to delete. */
export type TemplateSelection =
  /** Every language of this name. */
  | { name: string; id?: undefined; ids?: undefined }
  /** One template. */
  | { name: string; id: string; ids?: undefined }
  /** Up to 100 templates; when one id is wrong, none is deleted. */
  | { ids: readonly string[]; name?: undefined; id?: undefined };

/** A list without an end, but not without a beginning. */
export const some = <T extends z.ZodMiniType>(element: T) =>
  z.array(element).check(z.refine((values) => values.length > 0, { error: "must not be empty" }));

/** A word of an open list. */
export const open = <Word extends string | undefined>() =>
  z.string() as unknown as z.ZodMiniType<Exclude<Word, undefined>>;

/** Where a list is read from. A filter nobody knows is refused: left out in silence, it would list too much. */
export const pageFilters = () => ({
  limit: z.optional(whole(1, Number.MAX_SAFE_INTEGER)),
  after: z.optional(filled()),
  before: z.optional(filled()),
});

const oneOrMore = <Known extends string>() =>
  z.optional(z.union([openWord<Known>(), z.array(openWord<Known>())]));

const seconds = () => z.optional(whole(0, Number.MAX_SAFE_INTEGER));

export const templateFiltersSchema = once(
  () =>
    z.strictObject({
      ...pageFilters(),
      fields: z.optional(z.array(z.string())),
      name: z.optional(filled()),
      name_or_content: z.optional(filled()),
      content: z.optional(filled()),
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
 * Which templates to delete. A key too many, or one that is there without a value, is refused: left out in silence,
 * it would delete too much.
 */
export const templateSelectionSchema = once(() =>
  choose<TemplateSelection>((selection) => {
    if ("ids" in selection) return z.strictObject({ ids: list(filled(), 1, 100) });
    if ("id" in selection) return z.strictObject({ name: filled(), id: filled() });
    return z.strictObject({ name: filled() });
  }),
);
