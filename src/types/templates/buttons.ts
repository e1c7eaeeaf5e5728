import * as z from "zod/mini";
import { isObject, parseJson } from "../../utils/json.ts";
import { once } from "../../utils/once.ts";
import { httpUrl, list, nonEmptyText, rule, text } from "../checks.ts";
import { packageNamePattern, signatureHashPattern } from "../patterns.ts";
import { byKind, word } from "./checks.ts";
import type { UnknownKind } from "./values.ts";

/** Sends its own text back as a message. */
export interface QuickReplyButton {
  type: "QUICK_REPLY";
  /** 1 to 25 characters. */
  text: string;
}

/** Opens a web page. At most two per template. */
export interface UrlButton {
  type: "URL";
  /** 1 to 25 characters. */
  text: string;
  /** Up to 2000 characters; it can end in one placeholder, `{{1}}`. */
  url: string;
  /** The whole URL with a sample value in it; required if `url` has a placeholder. */
  example?: readonly string[] | undefined;
  /** Opens an Android app instead; Marketing Messages API only. */
  app_deep_link?:
    | {
        meta_app_id: string | number;
        android_deep_link: string;
        android_fallback_playstore_url?: string | undefined;
      }
    | undefined;
}

/** Calls a phone number. */
export interface PhoneNumberButton {
  type: "PHONE_NUMBER";
  /** 1 to 25 characters. */
  text: string;
  /** Up to 20 characters. */
  phone_number: string;
}

/** Copies a coupon code. WhatsApp writes the label. */
export interface CopyCodeButton {
  type: "COPY_CODE";
  /** A sample code, up to 20 characters. */
  example: string;
}

/** An Android app that can receive a one-time code. */
export interface OtpSupportedApp {
  /** At least two segments, up to 224 characters: `com.example.app`. */
  package_name: string;
  /** The app's signing key hash: 11 characters. */
  signature_hash: string;
}

/**
 * Delivers a one-time code; authentication templates only. Meta returns it as a `URL` button.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/authentication-templates
 */
export interface OtpButton {
  type: "OTP";
  otp_type: "COPY_CODE" | "ONE_TAP" | "ZERO_TAP";
  /** Label of the copy button, up to 25 characters. Default: Meta's, in the template's language. */
  text?: string | undefined;
  /** Label of the autofill button, up to 25 characters; one-tap and zero-tap. */
  autofill_text?: string | undefined;
  /** 1 to 5 apps; one-tap and zero-tap. */
  supported_apps?: readonly OtpSupportedApp[] | undefined;
  /** Accepts Meta's terms for zero-tap; required for it. */
  zero_tap_terms_accepted?: boolean | undefined;
}

/** Opens a Flow, identified in exactly one of three ways. */
export interface FlowButton {
  type: "FLOW";
  /** 1 to 25 characters. */
  text: string;
  flow_id?: string | undefined;
  flow_name?: string | undefined;
  /** Flow JSON as text: creates the Flow along with the template. */
  flow_json?: string | undefined;
  /** Default `navigate`. */
  flow_action?: "navigate" | "data_exchange" | undefined;
  /** With `navigate`. Default: the Flow's first screen. */
  navigate_screen?: string | undefined;
  icon?: "DOCUMENT" | "PROMOTION" | "REVIEW" | undefined;
}

/** Opens the business's catalog. The label is fixed: `View catalog`. */
export interface CatalogButton {
  type: "CATALOG";
  text: string;
}

/** Opens a list of products. The label is fixed: `View items`. */
export interface MultiProductButton {
  type: "MPM";
  text: string;
}

/** Opens one product. The label is fixed: `View`. */
export interface SingleProductButton {
  type: "SPM";
  text: string;
}

/** Calls the business on WhatsApp. */
export interface VoiceCallButton {
  type: "VOICE_CALL";
  /** Up to 25 characters; one of Meta's pages says 20. */
  text: string;
  /** How long the button works, in minutes: 1440 to 43200. A message can say otherwise. */
  ttl_minutes?: number | undefined;
}

/** Opens the order to be paid. */
export interface OrderDetailsButton {
  type: "ORDER_DETAILS";
  /** `Review and Pay`, `Buy now` (India), `Copy Pix code` (Brazil), … */
  text: string;
}

/**
 * Asks for a payment; Brazil, at most three per template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/payment-request-cta
 */
export interface PaymentRequestButton {
  type: "PAYMENT_REQUEST";
  /** `Copy Pix code`, `Copy Boleto code`, `Open payment link` or `Review payment`. */
  text: string;
  /** The way of payment with a sample, in Meta's form: `{ type: "payment_link", payment_link: { uri } }`. */
  payment_setting: { type: string; [key: string]: unknown };
}

/** Asks for the customer's phone number. */
export interface RequestContactInfoButton {
  type: "REQUEST_CONTACT_INFO";
  /** `Share Contact Info`, if given. */
  text?: string | undefined;
}

/** A button that Meta has added since this version; sent unchecked. */
export interface UnknownButton {
  type: UnknownKind;
  [key: string]: unknown;
}

/**
 * A button of a new template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export type TemplateButton =
  | QuickReplyButton
  | UrlButton
  | PhoneNumberButton
  | CopyCodeButton
  | OtpButton
  | FlowButton
  | CatalogButton
  | MultiProductButton
  | SingleProductButton
  | VoiceCallButton
  | OrderDetailsButton
  | PaymentRequestButton
  | RequestContactInfoButton
  | UnknownButton;

/** A kind of button that this version knows. Tables that lack one do not compile. */
export type KnownButtonType = Exclude<TemplateButton, UnknownButton>["type"];

/** The button of a given type, in a new template. */
export type ButtonOf<Type extends KnownButtonType> = Extract<
  Exclude<TemplateButton, UnknownButton>,
  { type: Type }
>;

const label = () => text(25);

const quickReplySchema = once(
  () => z.object({ type: word("QUICK_REPLY"), text: label() }) satisfies z.ZodMiniType<QuickReplyButton>,
);

const appId = () =>
  z.custom<string | number>((id) => /^\d{1,40}$/.test(String(id)) && !Array.isArray(id), {
    error: ({ input }) =>
      input === undefined
        ? "is missing: pass the id of a Meta app"
        : "must be the id of a Meta app: digits only",
  });

const urlSchema = once(
  () =>
    z.object({
      type: word("URL"),
      text: label(),
      url: httpUrl(2000),
      example: z.optional(list(text(2000), 1, 1)),
      app_deep_link: z.optional(
        z.object({
          meta_app_id: appId(),
          android_deep_link: nonEmptyText(),
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
        z.regex(packageNamePattern, {
          error: "must be an Android package name such as com.example.app",
        }),
      ),
      signature_hash: z
        .string()
        .check(
          z.regex(signatureHashPattern, { error: "must be 11 characters of A-Z, a-z, 0-9, +, / and =" }),
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

const isObjectText = (text: string): boolean => isObject(parseJson(text));

const flowSchema = once(
  () =>
    z
      .object({
        type: word("FLOW"),
        text: label(),
        flow_id: z.optional(nonEmptyText()),
        flow_name: z.optional(nonEmptyText()),
        flow_json: z.optional(nonEmptyText().check(rule(isObjectText, "must be the JSON text of a Flow"))),
        flow_action: z.optional(z.enum(["navigate", "data_exchange"])),
        navigate_screen: z.optional(nonEmptyText()),
        icon: z.optional(word("DOCUMENT", "PROMOTION", "REVIEW")),
      })
      .check(
        rule(
          ({ flow_id, flow_name, flow_json }) =>
            [flow_id, flow_name, flow_json].filter((name) => name !== undefined).length === 1,
          "must name its Flow exactly once: by flow_id, flow_name or flow_json",
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
  () =>
    z.object({
      type: word("VOICE_CALL"),
      text: label(),
      ttl_minutes: z.optional(
        z
          .int({ error: "must be whole minutes" })
          .check(
            z.minimum(1440, { error: "must be at least 1440" }),
            z.maximum(43_200, { error: "must be at most 43200" }),
          ),
      ),
    }) satisfies z.ZodMiniType<VoiceCallButton>,
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

/** Any button; unknown kinds pass. */
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
    } satisfies { [Type in KnownButtonType]: z.ZodMiniType<ButtonOf<Type>> },
    nameless(),
  ),
);
