import {
  type CountryCode,
  isSupportedCountry as isSupported,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberWithError,
} from "libphonenumber-js/core";
import { ConfigurationError, PhoneNumberError, type PhoneNumberReason } from "../errors.ts";
import { phoneMetadata } from "./phone-metadata.ts";

/** Whether a country is one that national numbers can be read for. */
export const isSupportedCountry = (country: string): country is CountryCode =>
  isSupported(country as CountryCode, phoneMetadata());

/** How a number is read. */
export interface PhoneNumberOptions {
  /** Two capital letters; numbers without a country code are read as numbers of this country. Default: they are refused. */
  defaultCountry?: string | undefined;
}

/** What each refusal says; the number itself is never shown. */
const explanations: Readonly<Record<PhoneNumberReason, string>> = {
  empty: "is empty",
  "not-a-number":
    "is no phone number: it may hold digits, spaces, dots, hyphens, parentheses and a leading plus",
  "missing-country-code":
    "has no country code: write it as +, country code, number (or set defaultCountry for national numbers; pass { wa_id } for a number from a webhook)",
  "invalid-country-code": "starts with a country code that does not exist",
  "too-short": "is too short for its country",
  "too-long": "is too long for its country",
  "invalid-length": "has a length that its country does not use",
  "has-extension": "has an extension, which WhatsApp cannot dial",
};

/**
 * A phone number in E.164 form: plus, country code, number, nothing else. Only the formatting is changed: no digit
 * is added or taken away.
 *
 * Whether a number exists is not checked, only whether it can be dialled: country code and length. WhatsApp
 * delivers to numbers that stricter checks refuse.
 *
 * @throws {@link PhoneNumberError} with a `reason`, and where it can be told the likely form in `suggestion`.
 *
 * @example
 * toE164("+1 (415) 555-2671"); // "+14155552671"
 * toE164("(415) 555-2671", { defaultCountry: "US" }); // "+14155552671"
 */
export function toE164(input: string, { defaultCountry }: PhoneNumberOptions = {}): string {
  if (defaultCountry !== undefined && !isSupportedCountry(defaultCountry)) {
    const message = "defaultCountry must be a country in two capital letters, such as US";
    throw new ConfigurationError(message, [{ path: "defaultCountry", message }]);
  }
  const text = typeof input === "string" ? input.trim() : "";
  if (text === "") throw refusal("empty");
  const number = parse(text, defaultCountry);
  if (number.ext !== undefined) throw refusal("has-extension");
  if (!number.isPossible() && !isOldMexican(number.number)) throw refusal("invalid-length");
  return number.number;
}

/** Until 2019 Mexican mobiles were dialled +52 1 …; WhatsApp still knows many of them so. */
const isOldMexican = (number: string): boolean => /^\+521\d{10}$/.test(number);

function parse(text: string, country: CountryCode | undefined): PhoneNumber {
  if (/\p{L}/u.test(text) && !/\d\s*(ext|x)\.?\s*\d/i.test(text)) throw refusal("not-a-number");
  try {
    const reading = { ...(country === undefined ? {} : { defaultCountry: country }), extract: false };
    return parsePhoneNumberWithError(text, reading, phoneMetadata());
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const reason = reasonOf(error.message, text);
    throw refusal(reason, reason === "missing-country-code" ? likely(text) : undefined);
  }
}

function reasonOf(message: string, text: string): PhoneNumberReason {
  if (message === "TOO_SHORT") return "too-short";
  if (message === "TOO_LONG") return "too-long";
  if (message === "INVALID_COUNTRY")
    return /^[+＋]/.test(text) ? "invalid-country-code" : "missing-country-code";
  return "not-a-number";
}

/** The digits read as an international number, when they make a plausible one. */
function likely(text: string): string | undefined {
  const digits = text.replace(/\D/g, "").replace(/^00/, "");
  try {
    const number = parsePhoneNumberWithError(`+${digits}`, phoneMetadata());
    return number.isValid() ? number.number : undefined;
  } catch {
    return undefined;
  }
}

function refusal(reason: PhoneNumberReason, suggestion?: string): PhoneNumberError {
  const hint = suggestion === undefined ? "" : "; error.suggestion holds the likely form";
  return new PhoneNumberError(`The phone number ${explanations[reason]}${hint}.`, {
    path: "to",
    reason,
    suggestion,
  });
}
