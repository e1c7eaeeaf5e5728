import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyList, nonEmptyText, rule, wholeNumber } from "../checks.ts";
import type { OtpButton } from "./buttons.ts";
import { otpSchema } from "./buttons.ts";
import { capitals } from "./capitals.ts";
import { choose, word } from "./checks.ts";
import type { AuthenticationBody, AuthenticationFooter } from "./components.ts";
import { authenticationComponentSchema } from "./components.ts";
import { languageSchema, templateNameSchema, timeToLive } from "./definition.ts";
import type { TemplateLanguage, TemplateStatus } from "./values.ts";

/** A one-time passcode button for several languages: Meta writes its labels in each of them. */
export type TranslatedOtpButton = Omit<OtpButton, "text" | "autofill_text"> & {
  text?: undefined;
  autofill_text?: undefined;
};

/** An authentication template in several languages. */
export interface TemplateUpsert {
  /** 1 to 512 characters: lowercase letters, digits and underscores. */
  name: string;
  /** Templates in these languages are updated if they exist, and created otherwise. */
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

/** The result of an upsert in one language. */
export interface UpsertedTemplate {
  id: string;
  status: TemplateStatus;
  language: TemplateLanguage;
}

/** Which texts of authentication templates to preview. */
export interface PreviewFilters {
  /** Default: all languages. */
  languages?: readonly TemplateLanguage[] | undefined;
  /** Includes the recommendation not to share the code. Default false. */
  add_security_recommendation?: boolean | undefined;
  /** Includes how long the code is valid: 1 to 90 minutes. Default: not included. */
  code_expiration_minutes?: number | undefined;
  /** The types of buttons. Default `OTP`, the only documented one. */
  button_types?: readonly string[] | undefined;
  /** The business name that the texts use. */
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

const translatedButtonSchema = () =>
  otpSchema().check(
    rule<{ text?: unknown; autofill_text?: unknown }>(
      ({ text, autofill_text }) => text === undefined && autofill_text === undefined,
      "must not have `text` or `autofill_text`: Meta writes the labels in each language",
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
      languages: nonEmptyList(languageSchema()),
      category: word("AUTHENTICATION"),
      components: z.array(upsertComponentSchema()),
      message_send_ttl_seconds: z.optional(timeToLive("AUTHENTICATION")),
    }) satisfies z.ZodMiniType<TemplateUpsert>,
);

export const previewFiltersSchema = once(
  () =>
    z.strictObject({
      languages: z.optional(nonEmptyList(languageSchema())),
      add_security_recommendation: z.optional(z.boolean()),
      code_expiration_minutes: z.optional(wholeNumber(1, 90)),
      button_types: z.optional(list(nonEmptyText(), 1, 10)),
      business_name: z.optional(nonEmptyText()),
    }) satisfies z.ZodMiniType<PreviewFilters>,
);
