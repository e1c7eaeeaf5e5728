import * as z from "zod/mini";
import { boolean, literal, looseObject, optional, record, strictObject, string, unknown } from "zod/mini";
import { templateNamePattern } from "../../../../types/patterns.ts";
import { timeToLiveSeconds } from "../../../../types/templates/limits.ts";
import type { Json } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { checkSchema, integer, rule, someText } from "../schema.ts";

export const languages = once(
  () =>
    new Set(
      "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE en en_GB en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi fr fr_BE fr_CA fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb ps_AF fa pl pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_HN es_MX es_PA es_PE es_ES es_UY sw sv ta te th tr uk ur uz vi zu".split(
        " ",
      ),
    ),
);

export const language = once(() =>
  string().check(rule((code: string) => languages().has(code), "must be a supported language")),
);

const category = () => z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]);

export const templateName = once(() =>
  string().check(
    rule((name: string) => templateNamePattern.test(name), "can only contain a-z, 0-9 and _"),
    rule((name: string) => name.length <= 512, "must be at most 512 characters long", { kind: "length" }),
  ),
);

const required = once(() =>
  looseObject({
    name: templateName(),
    language: language(),
    category: category(),
  }),
);

const flag = () => optional(boolean());

const settings = once(() =>
  looseObject({
    category: optional(category()),
    parameter_format: optional(z.enum(["POSITIONAL", "NAMED"])),
    sub_category: optional(
      z.enum([
        "ORDER_DETAILS",
        "ORDER_STATUS",
        "RICH_ORDER_STATUS",
        "BOOKING_STATUS",
        "CALL_PERMISSIONS_REQUEST",
        "FLIGHT_DELAY_AND_GATE_CHANGE_ALERT",
        "FRAUD_ALERT",
      ]),
    ),
    display_format: optional(literal("ORDER_DETAILS")),
    allow_category_change: flag(),
    cta_url_link_tracking_opted_out: flag(),
    is_primary_device_delivery_only: flag(),
    send_type: optional(z.enum(["CAMPAIGN", "DIRECT"])),
    degrees_of_freedom_spec: optional(
      strictObject({
        creative_features_spec: record(
          string(),
          looseObject({ enroll_status: z.enum(["OPT_IN", "OPT_OUT"]) }),
        ),
      }),
    ),
    creative_sourcing_spec: optional(record(string(), unknown())),
    optimization_spec: optional(
      strictObject({
        bid_amount: integer(1, Number.MAX_SAFE_INTEGER),
        bid_strategy: literal("LOWEST_COST_WITH_BID_CAP"),
      }),
    ),
    product_set_id: optional(someText()),
  }),
);

/** Fields that an edit can change. */
const editable = [
  "components",
  "category",
  "parameter_format",
  "message_send_ttl_seconds",
  "cta_url_link_tracking_opted_out",
  "sub_category",
  "display_format",
  "is_primary_device_delivery_only",
  "allow_category_change",
  "optimization_spec",
  "degrees_of_freedom_spec",
];

const creatable = [
  ...editable,
  "name",
  "language",
  "send_type",
  "creative_sourcing_spec",
  "product_set_id",
  "library_template_name",
  "library_template_button_inputs",
  "library_template_body_inputs",
];

/** Checks the fields of a create call besides the components. Types and category are already in capitals. */
export function checkNewFields(body: Json): void {
  checkSchema(required(), body, { codes: "templates" });
  checkKeys(body, creatable);
  checkSettings(body, String(body.category));
}

/** Checks the fields of an edit besides the components. */
export function checkEditedFields(body: Json, categoryAfter: string): void {
  checkKeys(body, editable);
  checkSettings(body, categoryAfter);
}

function checkKeys(body: Json, allowed: readonly string[]): void {
  const unexpected = Object.keys(body).find((key) => !allowed.includes(key));
  if (unexpected !== undefined) throw refuse(100, `Unexpected key "${unexpected}" on param "body".`);
}

const utilityOnly = new Set(["ORDER_STATUS", "RICH_ORDER_STATUS"]);
const marketingOnly = [
  "send_type",
  "degrees_of_freedom_spec",
  "creative_sourcing_spec",
  "optimization_spec",
] as const;

function checkSettings(body: Json, categoryAfter: string): void {
  checkSchema(settings(), body, { codes: "templates" });
  checkTimeToLive(body.message_send_ttl_seconds, categoryAfter);
  if (utilityOnly.has(String(body.sub_category)) && categoryAfter !== "UTILITY") {
    throw refuse(100, "Param sub_category is not allowed in this category.");
  }
  if (body.display_format !== undefined && categoryAfter === "AUTHENTICATION") {
    throw refuse(100, "Param display_format is not allowed in this category.");
  }
  const unexpected = marketingOnly.find((key) => key in body && categoryAfter !== "MARKETING");
  if (unexpected !== undefined)
    throw refuse(100, `Param ${unexpected} is only allowed in templates of category MARKETING.`);
}

export const readFormat = (body: Json): StoredTemplate["parameterFormat"] =>
  body.parameter_format === "NAMED" ? "NAMED" : "POSITIONAL";

/** Checks `message_send_ttl_seconds`; -1 means 30 days. */
export function checkTimeToLive(seconds: unknown, category: string): void {
  if (seconds === undefined || !Object.hasOwn(timeToLiveSeconds, category)) return;
  const { min, max } = timeToLiveSeconds[category as keyof typeof timeToLiveSeconds];
  const isInRange = Number.isInteger(seconds) && Number(seconds) >= min && Number(seconds) <= max;
  if (isInRange || (category !== "MARKETING" && seconds === -1)) return;
  throw refuse(100, `Param message_send_ttl_seconds must be between ${min} and ${max} for ${category}.`);
}
