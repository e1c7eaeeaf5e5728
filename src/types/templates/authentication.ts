import type { OtpButton } from "./buttons.ts";
import type { AuthenticationBody, AuthenticationFooter } from "./components.ts";
import type { TemplateLanguage, TemplateStatus } from "./values.ts";

/** The one-time-code button in many languages at once: Meta writes its labels in each of them. */
export type TranslatedOtpButton = Omit<OtpButton, "text" | "autofill_text"> & {
  text?: undefined;
  autofill_text?: undefined;
};

/** An authentication template in many languages. */
export interface TemplateUpsert {
  /** 1 to 512 characters: lower-case letters, digits, underscores. */
  name: string;
  /** Those that exist are updated, the others created. */
  languages: readonly TemplateLanguage[];
  category: "AUTHENTICATION";
  components: readonly (
    | AuthenticationBody
    | AuthenticationFooter
    | { type: "BUTTONS"; buttons: readonly TranslatedOtpButton[] }
  )[];
  /** In seconds: 30 to 900, or -1 for 30 days. Default 600. */
  message_send_ttl_seconds?: number | undefined;
}

/** One language of an upsert. */
export interface UpsertedTemplate {
  id: string;
  status: TemplateStatus;
  language: TemplateLanguage;
}

/** Which texts of authentication templates to show. */
export interface PreviewFilters {
  /** Default: every language there is. */
  languages?: readonly TemplateLanguage[] | undefined;
  /** With the line that asks not to share the code. Default false. */
  add_security_recommendation?: boolean | undefined;
  /** With the line that says how long the code is good: 1 to 90. Default: without. */
  code_expiration_minutes?: number | undefined;
  /** Which button. Default `OTP`, the only one Meta documents. */
  button_types?: readonly string[] | undefined;
  /** The name of the business as the texts say it. */
  business_name?: string | undefined;
}

/** The texts that Meta writes into an authentication template, in one language. */
export interface TemplatePreview {
  language: TemplateLanguage;
  body?: string | undefined;
  footer?: string | undefined;
  buttons?: { text?: string | undefined; autofill_text?: string | undefined }[] | undefined;
  [key: string]: unknown;
}
