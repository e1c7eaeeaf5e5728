import {
  type CountryCode,
  isSupportedCountry as isSupported,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberWithError,
} from "libphonenumber-js/core";
import { ConfigurationError, PhoneNumberError, type PhoneNumberReason } from "../errors.ts";
import { phoneMetadata } from "./phone-metadata.ts";

/** Whether national numbers of a country can be read. */
export const isSupportedCountry = (country: string): country is CountryCode =>
  isSupported(country as CountryCode, phoneMetadata());

/** How to read a number. */
export interface PhoneNumberOptions {
  /** The country, as two capital letters, of numbers without a country code. Default: such numbers are rejected. */
  defaultCountry?: string | undefined;
}

/** The message for each reason; the number itself is never shown. */
const explanations: Readonly<Record<PhoneNumberReason, string>> = {
  empty: "is empty",
  "not-a-number":
    "is not a phone number: only digits, spaces, dots, hyphens, parentheses and a leading plus are allowed",
  "missing-country-code":
    "has no country code: start it with + and the country code, set `defaultCountry` for national numbers, or pass `{ wa_id }` for a number from a webhook",
  "invalid-country-code": "starts with a country code that does not exist",
  "too-short": "is too short for its country",
  "too-long": "is too long for its country",
  "invalid-length": "has a length that its country does not use",
  "has-extension": "has an extension, which WhatsApp cannot dial",
};

/**
 * Converts a phone number to E.164: a plus, the country code and the number, nothing else. National numbers get the
 * code of `defaultCountry` and lose their trunk prefix; no other digit is added or removed.
 *
 * Checks that the number can be dialed (country code and length), not that it exists: WhatsApp delivers to numbers
 * that stricter checks reject.
 *
 * @throws {@link PhoneNumberError} with a `reason`, and in `suggestion` the number you probably meant, if there is one.
 *
 * @example
 * toE164("+1 (415) 555-2671"); // "+14155552671"
 * toE164("(415) 555-2671", { defaultCountry: "US" }); // "+14155552671"
 */
export function toE164(input: string, { defaultCountry }: PhoneNumberOptions = {}): string {
  if (defaultCountry !== undefined && !isSupportedCountry(defaultCountry)) {
    const message = "must be a country code in two capital letters, such as US";
    throw new ConfigurationError(`Invalid option: \`defaultCountry\` ${message}.`, [
      { path: "defaultCountry", message },
    ]);
  }
  const text = typeof input === "string" ? input.trim() : "";
  if (text === "") throw refusal("empty");
  const number = parse(text, defaultCountry);
  if (number.ext !== undefined) throw refusal("has-extension");
  if (!number.isPossible() && !isOldMexican(number.number)) throw refusal("invalid-length");
  return number.number;
}

/** Until 2019, Mexican mobiles were dialed +52 1 …; WhatsApp still knows many of them by that number. */
const isOldMexican = (number: string): boolean => /^\+521\d{10}$/.test(number);

function parse(text: string, country: CountryCode | undefined): PhoneNumber {
  if (/\p{L}/u.test(text) && !/\d\s*(ext|x)\.?\s*\d/i.test(text)) throw refusal("not-a-number");
  try {
    const reading = { ...(country === undefined ? {} : { defaultCountry: country }), extract: false };
    return parsePhoneNumberWithError(text, reading, phoneMetadata());
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const reason = toReason(error.message, text);
    throw refusal(reason, reason === "missing-country-code" ? likely(text) : undefined);
  }
}

function toReason(message: string, text: string): PhoneNumberReason {
  if (message === "TOO_SHORT") return "too-short";
  if (message === "TOO_LONG") return "too-long";
  if (message === "INVALID_COUNTRY")
    return /^[+＋]/.test(text) ? "invalid-country-code" : "missing-country-code";
  return "not-a-number";
}

/** The digits as an international number, if that number is valid. */
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
  const hint = suggestion === undefined ? "" : "; `error.suggestion` holds the number you probably meant";
  return new PhoneNumberError(`The phone number ${explanations[reason]}${hint}.`, {
    path: "to",
    reason,
    suggestion,
  });
}
