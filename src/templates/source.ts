import type { Open } from "../types/common.ts";
import type {
  KnownButtonType,
  OtpButton,
  OtpSupportedApp,
  TemplateButton,
  UrlButton,
} from "../types/templates/buttons.ts";
import type { NewTemplate, StandardSettings } from "../types/templates/definition.ts";
import type { TemplateFile } from "../types/templates/file.ts";
import type { UnknownKind } from "../types/templates/values.ts";
import type { buttonKinds } from "./button-kinds.ts";

/** Samples of a text's placeholders: in order for `{{1}}`, by name for `{{first_name}}`. */
export type SourceExample = readonly string[] | Readonly<Record<string, string>>;

/** A line of text above the message. */
export interface SourceTextHeader {
  format: "TEXT";
  /** 1 to 60 characters, at most one placeholder, no markdown. */
  text: string;
  /** A sample of the placeholder; required if there is one. */
  example?: string | SourceExample | undefined;
}

/** A file above the message. */
export interface SourceMediaHeader {
  format: "IMAGE" | "VIDEO" | "DOCUMENT";
  /** A sample: `file("./sample.jpg")`, uploaded when the template is created, or the handle of an upload. */
  example: string | TemplateFile;
}

/** A looping video, an MP4 of up to 3.5 MB; only `marketingMessages` can send it. */
export interface SourceGifHeader {
  format: "GIF";
  /** A sample: `file("./sample.mp4")`, uploaded when the template is created, or the handle of an upload. */
  example: string | TemplateFile;
}

/** A map above the message; the place is passed when the template is sent. */
export interface SourceLocationHeader {
  format: "LOCATION";
}

/** A product above the message; it is passed when the template is sent. */
export interface SourceProductHeader {
  format: "PRODUCT";
}

/** A header that Meta has added since this version; sent as is. */
export interface SourceUnknownHeader {
  format: UnknownKind;
  [key: string]: unknown;
}

/** The part above the message. */
export type SourceHeader =
  | SourceTextHeader
  | SourceMediaHeader
  | SourceGifHeader
  | SourceLocationHeader
  | SourceProductHeader
  | SourceUnknownHeader;

/**
 * The message; a plain string if it has no placeholders.
 *
 * Placeholders are `{{1}}`, `{{2}}` … or `{{first_name}}`, in one style throughout the template; each needs a sample.
 * The text must not begin or end with one, or have two side by side, and needs at least as many other words as
 * placeholders.
 */
export type SourceBody =
  | string
  | {
      /** 1 to 1024 characters; 600 with a limited-time offer, 160 in a card or with a single product. */
      text: string;
      /** `["Ana", "777"]`, or `{ first_name: "Ana", order: "777" }`. */
      example?: SourceExample | undefined;
    };

/** Opens a web page. At most two per template. */
export interface SourceUrlButton extends Omit<UrlButton, "example"> {
  /** The whole URL with a sample value in it; required if `url` has a placeholder. */
  example?: string | readonly string[] | undefined;
}

/** A button of a marketing or utility template. */
export type SourceButton = Exclude<TemplateButton, UrlButton | OtpButton> | SourceUrlButton;

/** A button of a utility template. */
export type UtilitySourceButton = Exclude<SourceButton, { type: SellingButtonType }>;

/** The kinds of button that only marketing templates may have. */
type SellingButtonType = {
  [Type in KnownButtonType]: (typeof buttonKinds)[Type] extends { category: "MARKETING" } ? Type : never;
}[KnownButtonType];

/** A card of a carousel. All cards have the same parts. */
export interface SourceCard {
  /** An image or a video, sent with every message; or `{ format: "PRODUCT" }`. */
  header: (SourceMediaHeader & { format: "IMAGE" | "VIDEO" }) | SourceProductHeader;
  /** Up to 160 characters; on all cards or on none, and not on product cards. */
  body?: SourceBody | undefined;
  /** One or two. */
  buttons: readonly SourceButton[];
}

interface StandardSource extends NewTemplate, Pick<StandardSettings, "sub_category" | "display_format"> {
  body: SourceBody;
  /** 1 to 60 characters, no placeholders. */
  footer?: string | undefined;
  /** Asks the customer whether the business may call. Only allowed with texts. */
  call_permission_request?: true | undefined;
}

/**
 * A template for what a customer requested or needs to know: an order, an account, an appointment.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-categorization
 */
export interface UtilitySource extends StandardSource {
  category: "UTILITY";
  header?: Exclude<SourceHeader, SourceProductHeader | SourceGifHeader> | undefined;
  /** Up to 10; quick replies must be next to each other. */
  buttons?: readonly UtilitySourceButton[] | undefined;
}

/**
 * A template for everything else: offers, news, invitations.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/custom-marketing-templates
 */
export interface MarketingSource
  extends StandardSource,
    Pick<StandardSettings, "degrees_of_freedom_spec" | "optimization_spec"> {
  category: "MARKETING";
  header?: SourceHeader | undefined;
  /** Up to 10; quick replies must be next to each other. */
  buttons?: readonly SourceButton[] | undefined;
  /** Two to ten, swiped sideways below the message. */
  cards?: readonly SourceCard[] | undefined;
  /** An offer that ends: up to 16 characters, and a countdown with `has_expiration`. Not allowed with a footer. */
  limited_time_offer?: { text: string; has_expiration?: boolean | undefined } | undefined;
  /** For campaigns or for single sends. */
  send_type?: Open<"campaign" | "direct"> | undefined;
  creative_sourcing_spec?: Readonly<Record<string, unknown>> | undefined;
}

/** Copies the code. */
export interface SourceCopyCodeOtp {
  type: "OTP";
  otp_type: "COPY_CODE";
  /** The label, up to 25 characters. Default: Meta's, in the template's language. */
  text?: string | undefined;
}

/** Passes the code to an Android app on tap; if it cannot, the code is copied. */
export interface SourceOneTapOtp {
  type: "OTP";
  otp_type: "ONE_TAP";
  /** The label of the copy button, up to 25 characters. Default: Meta's, in the template's language. */
  text?: string | undefined;
  /** The label of the autofill button, up to 25 characters. Default: Meta's, in the template's language. */
  autofill_text?: string | undefined;
  /** 1 to 5 apps. */
  supported_apps: readonly OtpSupportedApp[];
}

/** Passes the code to an Android app automatically; if it cannot, on tap, or the code is copied. */
export interface SourceZeroTapOtp extends Omit<SourceOneTapOtp, "otp_type"> {
  otp_type: "ZERO_TAP";
  /** Accepts Meta's terms for zero-tap. */
  zero_tap_terms_accepted: true;
}

/**
 * A template for one-time codes. Meta writes its text; pass the code as `code`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/authentication-templates
 */
export interface AuthenticationSource extends NewTemplate {
  category: "AUTHENTICATION";
  /** `add_security_recommendation` adds a line that asks not to share the code. */
  body?: { add_security_recommendation?: boolean | undefined } | undefined;
  /** How long the code is valid, shown below it: 1 to 90 minutes. */
  footer?: { code_expiration_minutes: number } | undefined;
  /** Exactly one. (The type lets more pass, so that the compiler can say so in words.) */
  buttons: readonly [
    SourceCopyCodeOtp | SourceOneTapOtp | SourceZeroTapOtp,
    ...(SourceCopyCodeOtp | SourceOneTapOtp | SourceZeroTapOtp)[],
  ];
}

/** What {@link defineTemplate} accepts: Meta's words, without the nesting of Meta's components. */
export type TemplateSource = UtilitySource | MarketingSource | AuthenticationSource;
