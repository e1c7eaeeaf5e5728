import {
  type CountryCode,
  isSupportedCountry as isSupported,
  Metadata,
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
 * Converts a phone number to E.164: a plus, the country code and the number, nothing else. The digits of a number with
 * a plus are never changed: only spaces, dots, hyphens, slashes, brackets and invisible characters are removed. Numbers
 * without one get the code of `defaultCountry`, and are dialed as in that country.
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
  const text = typeof input === "string" ? withoutFormatting(input) : "";
  if (text === "") throw refusal("empty");
  if (!/^\+?\d+$/.test(text)) throw refusal(hasExtension(text) ? "has-extension" : "not-a-number");
  if (text.startsWith("+")) return asGiven(text);
  if (defaultCountry === undefined) throw refusal("missing-country-code", likely(text));
  return asNational(text, defaultCountry);
}

/** What may stand between digits: white space, invisible characters, dots, dashes, slashes, brackets. */
const formatting = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}\p{Pd}\u2212ー.．/／()（）[\]［］]/gu;

/** Fullwidth, Arabic and Persian digits. */
const otherDigits = /[０-９٠-٩۰-۹]/g;

const withoutFormatting = (input: string): string =>
  input.replace(formatting, "").replace("＋", "+").replace(otherDigits, toAscii);

/** The last four bits of each of these characters are the digit. */
const toAscii = (digit: string): string => String(digit.charCodeAt(0) & 15);

/** A number and `ext. 12`, `x12`, `#12`, `;ext=12` or `,,12`. */
const hasExtension = (text: string): boolean =>
  /^\+?\d+[;,]*(?:[;,]|e?xt(?:ension|n)?|x|#)[:=]?\d+#?$/i.test(text);

/**
 * A number in international form: its digits are never changed. The library leaves out what it takes for a trunk
 * prefix; where the number as given is impossible, that reading is the suggestion.
 */
function asGiven(text: string): string {
  if (isCommon(text)) return text; // nearly all: reading them would give the same
  const reading = read(text);
  const { countryCallingCode } = reading;
  const national = text.length - 1 - countryCallingCode.length;
  const isPossible =
    reading.number === text ? reading.isPossible() : listLengths(countryCallingCode).includes(national);
  if (isPossible || isOldMexican(text)) return text;
  throw refusal("invalid-length", reading.isPossible() ? reading.number : undefined);
}

/** The lengths of national numbers in a country, or in the main country of a calling code. */
function listLengths(plan: string): readonly number[] {
  const metadata = new Metadata(phoneMetadata());
  metadata.selectNumberingPlan(plan as CountryCode); // calling codes are accepted, too
  return metadata.numberingPlan?.possibleLengths() ?? [];
}

/** The lengths that every country with a calling code has, by that code. */
const commonLengths = new Map<string, readonly number[]>();

/** Whether every country with its calling code has numbers of this length. */
function isCommon(text: string): boolean {
  const countries: Record<string, CountryCode[] | undefined> = phoneMetadata().country_calling_codes;
  const code =
    [2, 3, 4].map((end) => text.slice(1, end)).find((start) => countries[start] !== undefined) ?? "";
  const known = commonLengths.get(code) ?? listCommon((countries[code] ?? []).map(listLengths));
  commonLengths.set(code, known);
  return known.includes(text.length - 1 - code.length);
}

const listCommon = ([first = [], ...others]: readonly (readonly number[])[]): readonly number[] =>
  first.filter((length) => others.every((lengths) => lengths.includes(length)));

/** Until 2019, Mexican mobiles were dialed +52 1 …; WhatsApp still knows many of them by that number. */
const isOldMexican = (number: string): boolean => /^\+521\d{10}$/.test(number);

function asNational(text: string, defaultCountry: CountryCode): string {
  const reading = read(text, defaultCountry);
  if (reading.isPossible() || isOldMexican(reading.number)) return reading.number;
  throw refusal("invalid-length");
}

function read(text: string, defaultCountry?: CountryCode): PhoneNumber {
  try {
    const reading = { extract: false, ...(defaultCountry && { defaultCountry }) };
    return parsePhoneNumberWithError(text, reading, phoneMetadata());
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw refusal(reasons[error.message] ?? "not-a-number");
  }
}

/** Why the library cannot read a number. */
const reasons: Readonly<Record<string, PhoneNumberReason>> = {
  TOO_SHORT: "too-short",
  TOO_LONG: "too-long",
  INVALID_COUNTRY: "invalid-country-code",
};

/** The digits as an international number, if that number is valid. */
function likely(text: string): string | undefined {
  try {
    const number = parsePhoneNumberWithError(`+${text.replace(/^00/, "")}`, phoneMetadata());
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
