import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberWithError,
} from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { PhoneNumberError, toE164 } from "wacloud";
import { fc } from "../support/properties.ts";

/** What becomes of a number: its digits, or the reason and the suggestion. */
function outcome(text: string, defaultCountry?: string) {
  try {
    return { number: toE164(text, { defaultCountry }) };
  } catch (error) {
    if (!(error instanceof PhoneNumberError)) throw error;
    return { reason: error.reason, suggestion: error.suggestion };
  }
}

describe("the digits of a number in international form are never changed", () => {
  test.each([
    ["+44 (0)20 7946 0018", "+442079460018"],
    ["+44 (0) 7911 123456", "+447911123456"],
    ["+54 11 15 1234 5678", "+5491112345678"],
    ["+55 0 11 98765 4321", "+5511987654321"],
    ["+7 8 912 345 67 89", "+79123456789"],
    ["+1 1 415 555 2671", "+14155552671"],
    ["+54 9 11 15 1234 5678", undefined],
  ])("%s is impossible, and refused with what was probably meant", (text, suggestion) => {
    expect(outcome(text)).toEqual({ reason: "invalid-length", suggestion });
    expect(outcome(text, "US")).toEqual({ reason: "invalid-length", suggestion });
  });

  test.each([
    ["+54 9 11 1234 5678", "+5491112345678"],
    ["+54 11 1234 5678", "+541112345678"],
    ["+52 1 55 1234 5678", "+5215512345678"],
    ["+39 06 1234567", "+39061234567"],
    ["+49 (0)30 123456", "+49030123456"], // not what libphonenumber reads, but possible
    ["+44 0120 462083", "+440120462083"],
    ["+54 0 11 1234 5678", "+5401112345678"],
    ["+55 11 8765 4321", "+551187654321"],
  ])("%s travels as %s", (text, expected) => {
    expect(outcome(text)).toEqual({ number: expected });
    expect(outcome(text, "AR")).toEqual({ number: expected });
  });
});

describe("formatting goes", () => {
  test.each([
    ["no-break and narrow spaces", "+1\u00a0415\u202f555\u20072671"],
    ["direction marks, as copied from contacts", "\u202a+1 (415) 555\u20112671\u202c"],
    ["isolates", "\u2066+14155552671\u2069"],
    ["zero-width characters", "\ufeff+1\u200b415\u200d555\u20602671\u00ad"],
    ["a combining grapheme joiner", "+1415555\u034f2671"],
    ["fullwidth", "＋１（４１５）５５５－２６７１"],
    ["dashes and dots of all kinds", "+1‒415–555—26.7·1".replace("·", "．")],
    ["brackets around the code", "(+1) [415] 555/2671"],
    ["line breaks", "\n+1 415\t555 2671\r\n"],
    ["Arabic digits", "+١٤١٥٥٥٥٢٦٧١"],
    ["Persian digits", "+۱۴۱۵۵۵۵۲۶۷۱"],
  ])("%s", (_, text) => {
    expect(outcome(text)).toEqual({ number: "+14155552671" });
    expect(outcome(text.replace(/[+＋]/, ""), "US")).toEqual({ number: "+14155552671" });
  });

  test.each([
    ["+1 415 555 267¹", "not-a-number"],
    ["+1 415 555 267①", "not-a-number"],
    ["+1 415 555 2671~12", "not-a-number"],
    ["+1 415 555 2671 / +1 415 555 2672", "not-a-number"],
    ["++14155552671", "not-a-number"],
    ["\u200e \u2066", "empty"],
    ["+1 415 555 2671 x12", "has-extension"],
    ["+1 415 555 2671;ext=12", "has-extension"],
    ["+1 415 555 2671,,12#", "has-extension"],
    ["\u200e1 415 555 2671", "missing-country-code"],
  ])("%j is refused: %s", (text, reason) => {
    expect(outcome(text)).toMatchObject({ reason });
  });
});

const countries = getCountries();
const callingCodes = countries.map((country) => getCountryCallingCode(country));
const isShared = (country: CountryCode) =>
  callingCodes.filter((code) => code === getCountryCallingCode(country)).length > 1;
const country = fc.oneof(
  fc.constantFrom(...countries),
  fc.constantFrom(...countries.filter(isShared)),
  fc.constantFrom<CountryCode>("AR", "BR", "DE", "GB", "IT", "MX", "US"),
);
const prefix = fc.constantFrom("", "0", "00", "1", "8", "9", "15", "011");
const digits = fc.stringMatching(/^\d{3,13}$/);

/** What the full library makes of a number. */
function readFully(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
  try {
    return parsePhoneNumberWithError(text, { ...(defaultCountry && { defaultCountry }), extract: false });
  } catch {
    return undefined;
  }
}

const isOldMexican = ({ number }: PhoneNumber) => /^\+521\d{10}$/.test(number);
const dial = (reading: PhoneNumber | undefined) =>
  reading?.isPossible() || (reading && isOldMexican(reading)) ? reading.number : undefined;

test("international numbers travel digit by digit, or are refused with the library's reading", () => {
  const met = { asRead: 0, asGiven: 0, suggested: 0 };
  const given = fc.tuple(country, prefix, digits).map(([own, ...rest]) => {
    return `+${getCountryCallingCode(own)}${rest.join("")}`;
  });
  const check = fc.property(given, (text) => {
    const { number, reason, suggestion } = { suggestion: undefined, reason: undefined, ...outcome(text) } as {
      number?: string;
      reason?: string;
      suggestion?: string;
    };
    const reading = readFully(text);
    if (number === undefined) {
      expect(reason).toBeDefined();
      expect(suggestion).toBe(reading?.number === text ? undefined : dial(reading));
    } else expect(number).toBe(text);
    if (reading?.number === text) expect(number).toBe(dial(reading));
    if (number !== undefined) met[reading?.number === text ? "asRead" : "asGiven"] += 1;
    else if (suggestion !== undefined) met.suggested += 1;
  });
  fc.assert(check, { numRuns: 5000 });
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(20);
});

test("national numbers are read as by the full library", () => {
  let readable = 0;
  const check = fc.property(country, prefix, digits, (defaultCountry, ...parts) => {
    const text = parts.join("");
    const expected = dial(readFully(text, defaultCountry));
    if (expected !== undefined) readable += 1;
    const { number } = { number: undefined, ...outcome(text, defaultCountry) };
    expect(number).toBe(expected);
  });
  fc.assert(check, { numRuns: 5000 });
  expect(readable).toBeGreaterThan(500);
});

test("formatting changes nothing, wherever it stands", () => {
  const mark = fc.constantFrom(
    " ",
    "-",
    ".",
    "(",
    ")",
    "\u200e",
    "\u202c",
    "\u2066",
    "\u00ad",
    "\u2011",
    "（",
    "\ufeff",
  );
  const marks = fc.array(fc.array(mark, { maxLength: 3 }), { minLength: 16, maxLength: 16 });
  const wide = (text: string) =>
    text.replace(/[+\d]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
  const check = fc.property(country, digits, marks, fc.boolean(), (own, rest, between, isWide) => {
    const text = `+${getCountryCallingCode(own)}${rest}`;
    const formatted = [...text]
      .map((character, index) => (between[index] ?? []).join("") + character)
      .join("");
    expect(outcome(isWide ? wide(formatted) : formatted)).toEqual(outcome(text));
  });
  fc.assert(check, { numRuns: 2000 });
});
