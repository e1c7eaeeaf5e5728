import type { Open } from "../common.ts";
import type { TemplateField } from "./template.ts";
import type { TemplateCategory, TemplateLanguage, TemplateQuality, TemplateStatus } from "./values.ts";

/** One value, or several of which any fits. */
type OneOrMore<T> = T | readonly T[];

/** Which templates to list, and what of them. */
export interface TemplateFilters<Field extends string = TemplateField> {
  /** What to read of each template. Default: what Meta gives, which is the most used fields but not all. */
  fields?: readonly Field[] | undefined;
  /** How many a page holds. Default: Meta's, 25. Iterating reads all pages whatever their size. */
  limit?: number | undefined;
  /** Starts behind this cursor. */
  after?: string | undefined;
  /** The page before this cursor. */
  before?: string | undefined;
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
