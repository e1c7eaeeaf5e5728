import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, openWord } from "../checks.ts";
import type { TemplateFilters, TemplateSelection } from "./filters.ts";
import { choose, filled, whole } from "./pieces.ts";

const oneOrMore = <Known extends string>() =>
  z.optional(z.union([openWord<Known>(), z.array(openWord<Known>())]));

const seconds = () => z.optional(whole(0, Number.MAX_SAFE_INTEGER));

/** A filter nobody knows is refused: left out in silence, it would list too much. */
export const templateFiltersSchema = once(
  () =>
    z.strictObject({
      fields: z.optional(z.array(z.string())),
      limit: z.optional(whole(1, Number.MAX_SAFE_INTEGER)),
      after: z.optional(filled()),
      before: z.optional(filled()),
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
