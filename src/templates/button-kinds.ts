import type { ButtonSubType } from "../types/messages/template.ts";
import type { ButtonOf, KnownButtonType } from "../types/templates/buttons.ts";

/** When a field counts in a comparison of a definition with the account's template. */
export type Counts = "always" | "if-defined" | "if-both";

/** What a button takes when its template is sent. */
export interface ButtonValue {
  /** How Meta calls the kind in messages. */
  readonly subType: ButtonSubType;
  /** The value in words. */
  readonly form: string;
  readonly isRequired: boolean;
  /** The key of Meta's `action` that holds the value; without it, the value is the action itself. */
  readonly action?: string;
}

/** What the rest of the code knows about a kind of button. */
export interface ButtonKind<Type extends KnownButtonType = KnownButtonType> {
  /** How many buttons of the kind a template may have. Default 1. */
  readonly max?: number;
  /** The only category that may have it. */
  readonly category?: "MARKETING" | "AUTHENTICATION";
  /** The cards that may have it. */
  readonly cards?: readonly ("media" | "product")[];
  /** Whether it can be used with a limited-time offer. */
  readonly isForOffers?: true;
  /** WhatsApp's label, where no other can be chosen. */
  readonly label?: string;
  /** Its fields besides `type`, and when they count in a comparison. */
  readonly fields: Readonly<Record<Exclude<keyof ButtonOf<Type>, "type">, Counts | "never">>;
  /** Missing where it takes none. */
  readonly value?: ButtonValue;
}

/** All kinds that this version knows, one row each. Kinds that Meta has added since pass every rule. */
export const buttonKinds = {
  QUICK_REPLY: {
    max: 10,
    cards: ["media"],
    fields: { text: "always" },
    value: { subType: "quick_reply", form: "a payload", isRequired: false },
  },
  URL: {
    max: 2,
    cards: ["media", "product"],
    isForOffers: true,
    fields: { text: "always", url: "always", example: "never", app_deep_link: "if-defined" },
    /** Only where the address ends in a placeholder. */
    value: { subType: "url", form: "the end of its address", isRequired: true },
  },
  PHONE_NUMBER: { cards: ["media"], fields: { text: "always", phone_number: "always" } },
  COPY_CODE: {
    category: "MARKETING",
    isForOffers: true,
    fields: { example: "never" },
    value: { subType: "copy_code", form: "the code", isRequired: true },
  },
  OTP: {
    category: "AUTHENTICATION",
    fields: {
      otp_type: "if-both",
      text: "if-both",
      autofill_text: "never",
      supported_apps: "if-both",
      zero_tap_terms_accepted: "never",
    },
    value: { subType: "url", form: "the one-time code", isRequired: true },
  },
  FLOW: {
    fields: {
      text: "always",
      flow_id: "if-both",
      flow_name: "never",
      flow_json: "never",
      flow_action: "always",
      navigate_screen: "if-defined",
      icon: "if-defined",
    },
    value: { subType: "flow", form: "{ flow_token, flow_action_data }", isRequired: false },
  },
  CATALOG: {
    category: "MARKETING",
    label: "View catalog",
    fields: { text: "never" },
    value: { subType: "catalog", form: "{ thumbnail_product_retailer_id }", isRequired: false },
  },
  MPM: {
    category: "MARKETING",
    label: "View items",
    fields: { text: "never" },
    value: { subType: "mpm", form: "{ thumbnail_product_retailer_id, sections }", isRequired: true },
  },
  SPM: { category: "MARKETING", cards: ["product"], label: "View", fields: { text: "never" } },
  VOICE_CALL: {
    fields: { text: "always", ttl_minutes: "if-both" },
    value: { subType: "voice_call", form: "{ ttl_minutes, payload }", isRequired: false },
  },
  ORDER_DETAILS: {
    cards: ["media"],
    fields: { text: "always" },
    value: { subType: "order_details", form: "the order", isRequired: true, action: "order_details" },
  },
  PAYMENT_REQUEST: {
    max: 3,
    isForOffers: true,
    fields: { text: "always", payment_setting: "if-both" },
    value: {
      subType: "payment_request",
      form: "{ payment_setting }",
      isRequired: false,
      action: "payment_request",
    },
  },
  REQUEST_CONTACT_INFO: { label: "Share Contact Info", fields: { text: "never" } },
} as const satisfies { readonly [Type in KnownButtonType]: ButtonKind<Type> };

/** The row of a button's type; `undefined` for a kind that Meta has added since this version. */
export const findButtonKind = (type: string): ButtonKind | undefined =>
  Object.hasOwn(buttonKinds, type) ? buttonKinds[type as KnownButtonType] : undefined;
