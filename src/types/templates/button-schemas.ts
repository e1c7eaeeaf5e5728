import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { httpUrl, list, rule, text } from "../checks.ts";
import type {
  CatalogButton,
  CopyCodeButton,
  FlowButton,
  MultiProductButton,
  OrderDetailsButton,
  OtpButton,
  OtpSupportedApp,
  PaymentRequestButton,
  PhoneNumberButton,
  QuickReplyButton,
  RequestContactInfoButton,
  SingleProductButton,
  TemplateButton,
  UrlButton,
  VoiceCallButton,
} from "./buttons.ts";
import { byKind, filled, word } from "./pieces.ts";

const label = () => text(25);

const quickReplySchema = once(
  () => z.object({ type: word("QUICK_REPLY"), text: label() }) satisfies z.ZodMiniType<QuickReplyButton>,
);

const urlSchema = once(
  () =>
    z.object({
      type: word("URL"),
      text: label(),
      url: httpUrl(2000),
      example: z.optional(list(text(2000), 1, 1)),
      app_deep_link: z.optional(
        z.object({
          meta_app_id: filled(),
          android_deep_link: filled(),
          android_fallback_playstore_url: z.optional(httpUrl(2000)),
        }),
      ),
    }) satisfies z.ZodMiniType<UrlButton>,
);

const phoneNumberSchema = once(
  () =>
    z.object({
      type: word("PHONE_NUMBER"),
      text: label(),
      phone_number: text(20).check(
        z.regex(/^\+?[\dA-Za-z ()-]*\d[\dA-Za-z ()-]*$/, { error: "must be a phone number" }),
      ),
    }) satisfies z.ZodMiniType<PhoneNumberButton>,
);

const copyCodeSchema = once(
  () => z.object({ type: word("COPY_CODE"), example: text(20) }) satisfies z.ZodMiniType<CopyCodeButton>,
);

export const supportedAppSchema = once(
  () =>
    z.object({
      package_name: text(224).check(
        z.regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/, {
          error: "must be an Android package name such as com.example.app",
        }),
      ),
      signature_hash: z
        .string()
        .check(
          z.regex(/^[A-Za-z0-9+/=]{11}$/, { error: "must be 11 characters of A-Z, a-z, 0-9, +, / and =" }),
        ),
    }) satisfies z.ZodMiniType<OtpSupportedApp>,
);

export const otpSchema = once(
  () =>
    z.object({
      type: word("OTP"),
      otp_type: word("COPY_CODE", "ONE_TAP", "ZERO_TAP"),
      text: z.optional(label()),
      autofill_text: z.optional(label()),
      supported_apps: z.optional(list(supportedAppSchema(), 1, 5)),
      zero_tap_terms_accepted: z.optional(z.boolean()),
    }) satisfies z.ZodMiniType<OtpButton>,
);

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const flowSchema = once(
  () =>
    z
      .object({
        type: word("FLOW"),
        text: label(),
        flow_id: z.optional(filled()),
        flow_name: z.optional(filled()),
        flow_json: z.optional(filled().check(rule(isObjectText, "must be the JSON text of a Flow"))),
        flow_action: z.optional(z.enum(["navigate", "data_exchange"])),
        navigate_screen: z.optional(filled()),
        icon: z.optional(word("DOCUMENT", "PROMOTION", "REVIEW")),
      })
      .check(
        rule(
          ({ flow_id, flow_name, flow_json }) =>
            [flow_id, flow_name, flow_json].filter((name) => name !== undefined).length === 1,
          "must name its Flow in one way: flow_id, flow_name or flow_json",
        ),
      ) satisfies z.ZodMiniType<FlowButton>,
);

const catalogSchema = once(
  () => z.object({ type: word("CATALOG"), text: label() }) satisfies z.ZodMiniType<CatalogButton>,
);

const multiProductSchema = once(
  () => z.object({ type: word("MPM"), text: label() }) satisfies z.ZodMiniType<MultiProductButton>,
);

const singleProductSchema = once(
  () => z.object({ type: word("SPM"), text: label() }) satisfies z.ZodMiniType<SingleProductButton>,
);

const voiceCallSchema = once(
  () => z.object({ type: word("VOICE_CALL"), text: label() }) satisfies z.ZodMiniType<VoiceCallButton>,
);

const orderDetailsSchema = once(
  () => z.object({ type: word("ORDER_DETAILS"), text: label() }) satisfies z.ZodMiniType<OrderDetailsButton>,
);

const paymentRequestSchema = once(
  () =>
    z.object({
      type: word("PAYMENT_REQUEST"),
      text: label(),
      payment_setting: z.looseObject({ type: z.string() }),
    }) satisfies z.ZodMiniType<PaymentRequestButton>,
);

const requestContactInfoSchema = once(
  () =>
    z.object({
      type: word("REQUEST_CONTACT_INFO"),
      text: z.optional(label()),
    }) satisfies z.ZodMiniType<RequestContactInfoButton>,
);

const nameless = once(() => z.object({ type: z.string() }));

/** Any button; one of a kind that is not listed here passes. */
export const templateButtonSchema = once(() =>
  byKind<TemplateButton>(
    "type",
    {
      QUICK_REPLY: quickReplySchema(),
      URL: urlSchema(),
      PHONE_NUMBER: phoneNumberSchema(),
      COPY_CODE: copyCodeSchema(),
      OTP: otpSchema(),
      FLOW: flowSchema(),
      CATALOG: catalogSchema(),
      MPM: multiProductSchema(),
      SPM: singleProductSchema(),
      VOICE_CALL: voiceCallSchema(),
      ORDER_DETAILS: orderDetailsSchema(),
      PAYMENT_REQUEST: paymentRequestSchema(),
      REQUEST_CONTACT_INFO: requestContactInfoSchema(),
    },
    nameless(),
  ),
);
