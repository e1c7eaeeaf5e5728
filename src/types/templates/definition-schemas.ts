import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, openWord, rule, text } from "../checks.ts";
import { supportedAppSchema } from "./button-schemas.ts";
import { capitals } from "./capitals.ts";
import {
  anyComponentSchema,
  authenticationComponentSchema,
  templateComponentSchema,
} from "./component-schemas.ts";
import type {
  AuthenticationTemplateDefinition,
  DegreesOfFreedomSpec,
  LibraryBodyInputs,
  LibraryButtonInput,
  LibraryTemplateDefinition,
  OptimizationSpec,
  StandardTemplateDefinition,
  TemplateChanges,
  TemplateDefinition,
} from "./definition.ts";
import { choose, filled, whole, word } from "./pieces.ts";
import type { TemplateLanguage, TemplateSubCategory } from "./values.ts";

/** What Meta writes for the longest time to live. */
const thirtyDays = -1;

/** A time to live in seconds, within its category's limits. */
export const ttl = (min: number, max: number, special?: number) => {
  const error = `must be a whole number from ${min} to ${max} seconds${special === undefined ? "" : `, or ${special} for 30 days`}`;
  const fits = (value: number) =>
    value === special || (Number.isInteger(value) && value >= min && value <= max);
  return z.number().check(z.refine(fits, { error }));
};

export const templateNameSchema = once(() =>
  text(512).check(
    z.regex(/^[a-z0-9_]*$/, { error: "must hold only lower-case letters, digits and underscores" }),
  ),
);

export const languageSchema = once(
  () =>
    z.string().check(
      z.regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, {
        error: "must be a language as Meta writes it, such as en_US",
      }),
    ) as unknown as z.ZodMiniType<TemplateLanguage>,
);

const category = () => word("AUTHENTICATION", "MARKETING", "UTILITY");

const newTemplate = once(() => ({
  name: templateNameSchema(),
  language: languageSchema(),
  cta_url_link_tracking_opted_out: z.optional(z.boolean()),
  is_primary_device_delivery_only: z.optional(z.boolean()),
}));

const degreesOfFreedomSchema = once(
  () =>
    z.object({
      creative_features_spec: z.record(z.string(), z.object({ enroll_status: word("OPT_IN", "OPT_OUT") })),
    }) satisfies z.ZodMiniType<DegreesOfFreedomSpec>,
);

const optimizationSchema = once(
  () =>
    z.object({
      bid_amount: whole(1, Number.MAX_SAFE_INTEGER),
      bid_strategy: word("LOWEST_COST_WITH_BID_CAP"),
    }) satisfies z.ZodMiniType<OptimizationSpec>,
);

const standardSettings = once(() => ({
  parameter_format: z.optional(word("POSITIONAL", "NAMED")),
  sub_category: z.optional(openWord() as z.ZodMiniType<TemplateSubCategory>),
  display_format: z.optional(openWord<"ORDER_DETAILS">()),
  degrees_of_freedom_spec: z.optional(degreesOfFreedomSchema()),
  optimization_spec: z.optional(optimizationSchema()),
}));

const standardOf = (time: z.ZodMiniType<number>) =>
  z.object({
    ...newTemplate(),
    ...standardSettings(),
    category: category() as unknown as z.ZodMiniType<"MARKETING" | "UTILITY">,
    components: z.array(templateComponentSchema()),
    message_send_ttl_seconds: z.optional(time),
    send_type: z.optional(openWord<"campaign" | "direct">()),
    creative_sourcing_spec: z.optional(z.record(z.string(), z.unknown())),
  }) satisfies z.ZodMiniType<StandardTemplateDefinition>;

const marketingDefinitionSchema = once(() => standardOf(ttl(43_200, 2_592_000)));

const utilityDefinitionSchema = once(() => standardOf(ttl(30, 43_200, thirtyDays)));

const authenticationDefinitionSchema = once(
  () =>
    z.object({
      ...newTemplate(),
      category: word("AUTHENTICATION"),
      components: z.array(authenticationComponentSchema()),
      message_send_ttl_seconds: z.optional(ttl(30, 900, thirtyDays)),
    }) satisfies z.ZodMiniType<AuthenticationTemplateDefinition>,
);

const libraryButtonInputSchema = once(
  () =>
    z.object({
      type: openWord<
        "QUICK_REPLY" | "URL" | "PHONE_NUMBER" | "OTP" | "MPM" | "CATALOG" | "FLOW" | "VOICE_CALL" | "APP"
      >(),
      phone_number: z.optional(text(20)),
      url: z.optional(z.object({ base_url: text(2000), url_suffix_example: z.optional(text(2000)) })),
      otp_type: z.optional(word("COPY_CODE", "ONE_TAP", "ZERO_TAP")),
      supported_apps: z.optional(list(supportedAppSchema(), 1, 5)),
      zero_tap_terms_accepted: z.optional(z.boolean()),
    }) satisfies z.ZodMiniType<LibraryButtonInput>,
);

const libraryBodyInputsSchema = once(
  () =>
    z.object({
      add_contact_number: z.optional(z.boolean()),
      add_learn_more_link: z.optional(z.boolean()),
      add_security_recommendation: z.optional(z.boolean()),
      add_track_package_link: z.optional(z.boolean()),
      code_expiration_minutes: z.optional(whole(1, 90)),
    }) satisfies z.ZodMiniType<LibraryBodyInputs>,
);

const libraryDefinitionSchema = once(
  () =>
    z.object({
      ...newTemplate(),
      category: category(),
      library_template_name: filled(),
      library_template_button_inputs: z.optional(z.array(libraryButtonInputSchema())),
      library_template_body_inputs: z.optional(libraryBodyInputsSchema()),
      message_send_ttl_seconds: z.optional(ttl(30, 2_592_000, thirtyDays)),
    }) satisfies z.ZodMiniType<LibraryTemplateDefinition>,
);

/** A new template of any kind. */
export const templateDefinitionSchema = once(() =>
  choose<TemplateDefinition>((value) => {
    if (value.library_template_name !== undefined) return libraryDefinitionSchema();
    const name = capitals(value.category);
    if (name === "AUTHENTICATION") return authenticationDefinitionSchema();
    return name === "MARKETING" ? marketingDefinitionSchema() : utilityDefinitionSchema();
  }),
);

export const templateChangesSchema = once(
  () =>
    z
      .object({
        ...standardSettings(),
        components: z.optional(
          z.array(anyComponentSchema()) as unknown as z.ZodMiniType<
            NonNullable<TemplateChanges["components"]>
          >,
        ),
        category: z.optional(category()),
        message_send_ttl_seconds: z.optional(ttl(30, 2_592_000, thirtyDays)),
        cta_url_link_tracking_opted_out: z.optional(z.boolean()),
        is_primary_device_delivery_only: z.optional(z.boolean()),
      })
      .check(
        rule(
          (changes) => Object.values(changes).some((value) => value !== undefined),
          "must change something",
        ),
      ) satisfies z.ZodMiniType<TemplateChanges>,
);
