import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyText, openWord, rule, text, wholeNumber } from "../checks.ts";
import type { Open } from "../common.ts";
import { languagePattern, templateNamePattern } from "../patterns.ts";
import { type OtpSupportedApp, supportedAppSchema } from "./buttons.ts";
import { capitals } from "./capitals.ts";
import { choose, word } from "./checks.ts";
import {
  type AuthenticationComponent,
  anyComponentSchema,
  authenticationComponentSchema,
  type TemplateComponent,
  templateComponentSchema,
} from "./components.ts";
import { thirtyDays, timeToLiveSeconds } from "./limits.ts";
import type {
  TemplateCategory,
  TemplateLanguage,
  TemplateParameterFormat,
  TemplateStatus,
  TemplateSubCategory,
} from "./values.ts";

/** The fields of every new template. */
export interface NewTemplate {
  /** 1 to 512 characters: lowercase letters, digits, underscores. */
  name: string;
  /** `en_US`. Each language of a name is a template of its own. */
  language: TemplateLanguage;
  /**
   * How long Meta tries to deliver a message of this template, in seconds. Authentication: 30 to 900, default 600.
   * Utility: 30 to 43 200, default 30 days. Both: -1 for 30 days. Marketing: 43 200 to 2 592 000, Marketing
   * Messages API only.
   */
  message_send_ttl_seconds?: number | undefined;
  /** Turns off Meta's click tracking. */
  cta_url_link_tracking_opted_out?: boolean | undefined;
  /** Delivers to the recipient's phone only, not to linked devices. */
  is_primary_device_delivery_only?: boolean | undefined;
}

/** Lets Meta vary a marketing message: the features, and whether the template opts in. */
export interface DegreesOfFreedomSpec {
  creative_features_spec: Readonly<Record<string, { enroll_status: "OPT_IN" | "OPT_OUT" }>>;
}

/** The highest price of a marketing message. */
export interface OptimizationSpec {
  /** For 1000 deliveries, in the smallest unit of your currency. */
  bid_amount: number;
  bid_strategy: "LOWEST_COST_WITH_BID_CAP";
}

/** The settings of marketing and utility templates. */
export interface StandardSettings {
  /** Default `POSITIONAL`. */
  parameter_format?: TemplateParameterFormat | undefined;
  sub_category?: TemplateSubCategory | undefined;
  /** `ORDER_DETAILS` for an order-details template outside the usual category. */
  display_format?: Open<"ORDER_DETAILS"> | undefined;
  degrees_of_freedom_spec?: DegreesOfFreedomSpec | undefined;
  optimization_spec?: OptimizationSpec | undefined;
}

/** A new marketing or utility template. */
export interface StandardTemplateDefinition extends NewTemplate, StandardSettings {
  category: "MARKETING" | "UTILITY";
  components: readonly TemplateComponent[];
  /** Marketing templates: for campaigns or for single sends. */
  send_type?: Open<"campaign" | "direct"> | undefined;
  creative_sourcing_spec?: Readonly<Record<string, unknown>> | undefined;
}

/** A new authentication template: Meta writes its text. */
export interface AuthenticationTemplateDefinition extends NewTemplate {
  category: "AUTHENTICATION";
  components: readonly AuthenticationComponent[];
}

/** The values for a button of a library template. */
export interface LibraryButtonInput {
  type: Open<
    "QUICK_REPLY" | "URL" | "PHONE_NUMBER" | "OTP" | "MPM" | "CATALOG" | "FLOW" | "VOICE_CALL" | "APP"
  >;
  phone_number?: string | undefined;
  url?: { base_url: string; url_suffix_example?: string | undefined } | undefined;
  otp_type?: "COPY_CODE" | "ONE_TAP" | "ZERO_TAP" | undefined;
  supported_apps?: readonly OtpSupportedApp[] | undefined;
  zero_tap_terms_accepted?: boolean | undefined;
}

/** The optional parts of a library template's text. */
export interface LibraryBodyInputs {
  add_contact_number?: boolean | undefined;
  add_learn_more_link?: boolean | undefined;
  add_security_recommendation?: boolean | undefined;
  add_track_package_link?: boolean | undefined;
  /** 1 to 90. */
  code_expiration_minutes?: number | undefined;
}

/**
 * A new template from Meta's library, usually approved immediately.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-library
 */
export interface LibraryTemplateDefinition extends NewTemplate {
  category: TemplateCategory;
  library_template_name: string;
  /** Required if the library template has such buttons. */
  library_template_button_inputs?: readonly LibraryButtonInput[] | undefined;
  library_template_body_inputs?: LibraryBodyInputs | undefined;
}

/**
 * A new template, in Meta's own form.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/message-template-api
 */
export type TemplateDefinition =
  | StandardTemplateDefinition
  | AuthenticationTemplateDefinition
  | LibraryTemplateDefinition;

/** A new template, in Meta's own form or as `defineTemplate` returns it. */
export type AnyTemplateDefinition = TemplateDefinition | { readonly definition: TemplateDefinition };

/**
 * Changes to a template; everything else stays. The name and the language cannot change, nor can the category of an
 * approved template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export interface TemplateChanges extends StandardSettings {
  /** Replaces all components: include those that stay, with their samples. */
  components?: readonly TemplateComponent[] | readonly AuthenticationComponent[] | undefined;
  category?: TemplateCategory | undefined;
  /** The same limits as for a new template. */
  message_send_ttl_seconds?: number | undefined;
  cta_url_link_tracking_opted_out?: boolean | undefined;
  is_primary_device_delivery_only?: boolean | undefined;
}

/** Meta's answer to a new template. */
export interface CreatedTemplate {
  id: string;
  /** Usually `PENDING`: the review's result arrives as a `message_template_status_update` webhook. */
  status: TemplateStatus;
  /** Can differ from the requested one; this one applies. */
  category: Open<TemplateCategory>;
}

/** A time to live in seconds, within the limits of a category, or of any category. */
export const timeToLive = (category?: keyof typeof timeToLiveSeconds) => {
  const { min, max } = category === undefined ? { min: 30, max: thirtyDays } : timeToLiveSeconds[category];
  const canBeLongest = category !== "MARKETING";
  const error = `must be a whole number from ${min} to ${max} seconds${canBeLongest ? ", or -1 for 30 days" : ""}`;
  const fits = (value: number) =>
    (value === -1 && canBeLongest) || (Number.isInteger(value) && value >= min && value <= max);
  return z.number().check(z.refine(fits, { error }));
};

export const templateNameSchema = once(() =>
  text(512).check(
    z.regex(templateNamePattern, { error: "must contain only lowercase letters, digits and underscores" }),
  ),
);

export const languageSchema = once(
  () =>
    z.string().check(
      z.regex(languagePattern, {
        error: "must be a language code such as en_US",
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
      bid_amount: wholeNumber(1),
      bid_strategy: word("LOWEST_COST_WITH_BID_CAP"),
    }) satisfies z.ZodMiniType<OptimizationSpec>,
);

const standardSettings = once(() => ({
  parameter_format: z.optional(word("POSITIONAL", "NAMED")),
  sub_category: z.optional(openWord<TemplateSubCategory>()),
  display_format: z.optional(openWord<NonNullable<StandardSettings["display_format"]>>()),
  degrees_of_freedom_spec: z.optional(degreesOfFreedomSchema()),
  optimization_spec: z.optional(optimizationSchema()),
}));

const standardSchema = (time: z.ZodMiniType<number>) =>
  z.object({
    ...newTemplate(),
    ...standardSettings(),
    category: category() as unknown as z.ZodMiniType<"MARKETING" | "UTILITY">,
    components: z.array(templateComponentSchema()),
    message_send_ttl_seconds: z.optional(time),
    send_type: z.optional(openWord<NonNullable<StandardTemplateDefinition["send_type"]>>()),
    creative_sourcing_spec: z.optional(z.record(z.string(), z.unknown())),
  }) satisfies z.ZodMiniType<StandardTemplateDefinition>;

const marketingDefinitionSchema = once(() => standardSchema(timeToLive("MARKETING")));

const utilityDefinitionSchema = once(() => standardSchema(timeToLive("UTILITY")));

const authenticationDefinitionSchema = once(
  () =>
    z.object({
      ...newTemplate(),
      category: word("AUTHENTICATION"),
      components: z.array(authenticationComponentSchema()),
      message_send_ttl_seconds: z.optional(timeToLive("AUTHENTICATION")),
    }) satisfies z.ZodMiniType<AuthenticationTemplateDefinition>,
);

const libraryButtonInputSchema = once(
  () =>
    z.object({
      type: openWord<LibraryButtonInput["type"]>(),
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
      code_expiration_minutes: z.optional(wholeNumber(1, 90)),
    }) satisfies z.ZodMiniType<LibraryBodyInputs>,
);

const libraryDefinitionSchema = once(
  () =>
    z.object({
      ...newTemplate(),
      category: category(),
      library_template_name: nonEmptyText(),
      library_template_button_inputs: z.optional(z.array(libraryButtonInputSchema())),
      library_template_body_inputs: z.optional(libraryBodyInputsSchema()),
      message_send_ttl_seconds: z.optional(timeToLive()),
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
        message_send_ttl_seconds: z.optional(timeToLive()),
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
