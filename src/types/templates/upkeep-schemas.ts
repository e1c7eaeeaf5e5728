import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, rule } from "../checks.ts";
import type {
  AnalyticsSpan,
  NewTemplateGroup,
  TemplateAnalyticsFilters,
  TemplateGroupAnalyticsFilters,
  TemplateGroupFilters,
  TemplateMetric,
  TemplatePerformanceFilters,
} from "./analytics.ts";
import type { PreviewFilters, TemplateUpsert, TranslatedOtpButton } from "./authentication.ts";
import { otpSchema } from "./buttons.ts";
import { capitals } from "./capitals.ts";
import { authenticationComponentSchema } from "./components.ts";
import { languageSchema, templateNameSchema, ttl } from "./definition.ts";
import type { LibraryFilters } from "./library.ts";
import { choose, filled, whole, word } from "./pieces.ts";
import type { TemplateComparison, TemplateMigration } from "./upkeep.ts";

const ids = (max: number) => list(filled(), 1, max);

/** A list without an end, but not without a beginning. */
const some = <T extends z.ZodMiniType>(element: T) =>
  z.array(element).check(z.refine((values) => values.length > 0, { error: "must not be empty" }));

/** A word of an open list. */
const open = <Word extends string | undefined>() =>
  z.string() as unknown as z.ZodMiniType<Exclude<Word, undefined>>;

/** Where a list is read from. A filter nobody knows is refused: left out in silence, it would list too much. */
const paged = () => ({
  limit: z.optional(whole(1, Number.MAX_SAFE_INTEGER)),
  after: z.optional(filled()),
  before: z.optional(filled()),
});

export const libraryFiltersSchema = once(
  () =>
    z.strictObject({
      ...paged(),
      search: z.optional(filled()),
      topic: z.optional(open<LibraryFilters["topic"]>()),
      usecase: z.optional(open<LibraryFilters["usecase"]>()),
      industry: z.optional(open<LibraryFilters["industry"]>()),
      language: z.optional(open<LibraryFilters["language"]>()),
      category: z.optional(open<LibraryFilters["category"]>()),
    }) satisfies z.ZodMiniType<LibraryFilters>,
);

const translatedButtonSchema = () =>
  otpSchema().check(
    rule<{ text?: unknown; autofill_text?: unknown }>(
      ({ text, autofill_text }) => text === undefined && autofill_text === undefined,
      "must have neither text nor autofill_text: Meta writes the labels in each language",
    ),
  ) as unknown as z.ZodMiniType<TranslatedOtpButton>;

const upsertComponentSchema = () => {
  const buttons = z.object({ type: word("BUTTONS"), buttons: list(translatedButtonSchema(), 1, 1) });
  return choose<TemplateUpsert["components"][number]>(({ type }) =>
    capitals(type) === "BUTTONS" ? buttons : authenticationComponentSchema(),
  );
};

export const upsertSchema = once(
  () =>
    z.object({
      name: templateNameSchema(),
      languages: some(languageSchema()),
      category: word("AUTHENTICATION"),
      components: z.array(upsertComponentSchema()),
      message_send_ttl_seconds: z.optional(ttl(30, 900, -1)),
    }) satisfies z.ZodMiniType<TemplateUpsert>,
);

export const previewFiltersSchema = once(
  () =>
    z.strictObject({
      languages: z.optional(some(languageSchema())),
      add_security_recommendation: z.optional(z.boolean()),
      code_expiration_minutes: z.optional(whole(1, 90)),
      button_types: z.optional(ids(10)),
      business_name: z.optional(filled()),
    }) satisfies z.ZodMiniType<PreviewFilters>,
);

export const comparisonSchema = once(
  () =>
    z.strictObject({
      with: filled(),
      days: z.literal([7, 30, 60, 90]),
    }) satisfies z.ZodMiniType<TemplateComparison>,
);

export const migrationSchema = once(
  () =>
    z.strictObject({
      source_waba_id: filled(),
      template_ids: z.optional(ids(500)),
      count: z.optional(whole(1, 500)),
      page_number: z.optional(whole(0, Number.MAX_SAFE_INTEGER)),
    }) satisfies z.ZodMiniType<TemplateMigration>,
);

/** The ids of templates to archive, or to bring back. */
export const archivedIdsSchema = once(() => z.object({ ids: ids(100) }));

const moment = () => z.union([z.number(), z.string()]);

const spanShape = () => ({
  ...paged(),
  start: moment(),
  end: moment(),
  use_waba_timezone: z.optional(z.boolean()),
  granularity: z.optional(open<AnalyticsSpan["granularity"]>()),
  metric_types: z.optional(list(open<TemplateMetric>(), 1, 100)),
  product_type: z.optional(open<AnalyticsSpan["product_type"]>()),
});

/** Days where days are counted in the account's time zone, seconds elsewhere. */
const spanRules = (["start", "end"] as const).map((key) => [
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone !== true || /^\d{4}-\d{2}-\d{2}$/.test(String(span[key])),
    "must be a day such as 2026-10-01, because use_waba_timezone is set",
    [key],
  ),
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone === true || Number.isInteger(span[key]),
    "must be Unix time in whole seconds; days need use_waba_timezone",
    [key],
  ),
]);

export const templateAnalyticsSchema = once(
  () =>
    z
      .strictObject({ ...spanShape(), template_ids: ids(10) })
      .check(...spanRules.flat()) satisfies z.ZodMiniType<TemplateAnalyticsFilters>,
);

export const groupAnalyticsSchema = once(
  () =>
    z
      .strictObject({ ...spanShape(), template_group_ids: ids(10) })
      .check(...spanRules.flat()) satisfies z.ZodMiniType<TemplateGroupAnalyticsFilters>,
);

export const performanceSchema = once(
  () =>
    z.strictObject({
      ...paged(),
      name: z.optional(filled()),
      template_id: z.optional(filled()),
    }) satisfies z.ZodMiniType<TemplatePerformanceFilters>,
);

export const groupFiltersSchema = once(
  () => z.strictObject(paged()) satisfies z.ZodMiniType<TemplateGroupFilters>,
);

export const newGroupSchema = once(
  () =>
    z.object({
      name: filled(),
      description: z.optional(z.string()),
      whatsapp_business_templates: some(filled()),
    }) satisfies z.ZodMiniType<NewTemplateGroup>,
);
