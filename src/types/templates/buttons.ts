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
  /** Up to 2000 characters; one placeholder `{{1}}` may stand at its very end. */
  url: string;
  /** The whole address with a sample value in it; needed where `url` has a placeholder. */
  example?: readonly string[] | undefined;
  /** Opens an Android app instead; Marketing Messages API only. */
  app_deep_link?:
    | {
        meta_app_id: string;
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

/** An Android app that may receive a one-time code. */
export interface OtpSupportedApp {
  /** At least two segments, up to 224 characters: `com.example.app`. */
  package_name: string;
  /** The app's signing key hash: 11 characters. */
  signature_hash: string;
}

/**
 * Hands over a one-time code; authentication templates only. Meta gives it back as a `URL` button.
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
  /** That you accept Meta's terms for zero-tap; needed there. */
  zero_tap_terms_accepted?: boolean | undefined;
}

/** Opens a Flow, named in exactly one of three ways. */
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
  /** Up to 25 characters; one page of Meta's says 20. */
  text: string;
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
  /** `Share Contact Info`, or nothing. */
  text?: string | undefined;
}

/** A button that Meta has added since this version; sent unchecked. */
export interface UnknownButton {
  type: UnknownKind;
  [key: string]: unknown;
}

/**
 * A button of a template, as it is created.
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
