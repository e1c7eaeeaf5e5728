import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberWithError,
} from "libphonenumber-js/min";
import { describe, expect, test } from "vitest";
import { toE164 } from "wacloud";

test("the stored metadata are those of the installed library (npm run phone-metadata writes them)", () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-metadata-"));
  const file = join(folder, "phone-metadata.ts");
  execFileSync(process.execPath, ["scripts/phone-metadata.ts", file]);
  expect(readFileSync("src/core/phone-metadata.ts", "utf8")).toBe(readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
});

/** What the full metadata of the library make of a number; `undefined` when it cannot be dialled. */
const readFully = (text: string, defaultCountry: CountryCode | undefined): string | undefined =>
  outcome(() => {
    const number = parsePhoneNumberWithError(text, {
      ...(defaultCountry && { defaultCountry }),
      extract: false,
    });
    const isOldMexican = /^\+521\d{10}$/.test(number.number);
    return number.isPossible() || isOldMexican ? number.number : undefined;
  });

const outcome = (read: () => string | undefined): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const read = (text: string, defaultCountry: CountryCode | undefined) =>
  outcome(() => toE164(text, { defaultCountry }));

describe("countries that share a calling code keep the lengths of their own numbers", () => {
  test.each<[string, CountryCode | undefined, string | undefined]>([
    // Great Britain's short numbers, read from islands whose own numbers have ten digits
    ["800000000", "JE", "+44800000000"],
    ["8001111", "IM", "+448001111"],
    ["136472336", "IM", "+44136472336"],
    ["0138470963", "JE", "+44138470963"],
    ["+440120462083", undefined, "+44120462083"],
    ["0120462083", "GG", "+44120462083"],
    // Canada's seven digits, which no other country with +1 has
    ["3109177", "AG", "+13109177"],
    ["13106761", "BS", "+13106761"],
    ["+113105086", undefined, "+13105086"],
    ["+13104466", undefined, "+13104466"],
    ["3104466", "CA", "+13104466"],
    ["5550123", "CA", "+15550123"],
    ["5550123", "US", undefined],
    // Australia's five digits, read from its islands
    ["16320", "CC", "+6116320"],
    ["016327", "CX", "+6116327"],
    ["26320", "CC", undefined],
  ])("%s in %s is %s", (text, defaultCountry, expected) => {
    expect(readFully(text, defaultCountry)).toBe(expected);
    expect(read(text, defaultCountry)).toBe(expected);
  });
});

const countries = getCountries();
const callingCodes = countries.map((country) => getCountryCallingCode(country));
const isShared = (code: string) => callingCodes.indexOf(code) !== callingCodes.lastIndexOf(code);
const sharing = countries.filter((country) => isShared(getCountryCallingCode(country)));

const numbers = fc.record({
  text: fc.stringMatching(/^\+?\d{2,14}$/),
  defaultCountry: fc.option(fc.oneof(fc.constantFrom(...countries), fc.constantFrom(...sharing)), {
    nil: undefined,
  }),
});

test("numbers are read as with all the metadata of the library", () => {
  let readable = 0;
  const check = fc.property(numbers, ({ text, defaultCountry }) => {
    const expected = readFully(text, defaultCountry);
    if (expected !== undefined) readable += 1;
    expect(read(text, defaultCountry)).toBe(expected);
  });
  fc.assert(check, { numRuns: 3000 });
  expect(readable).toBeGreaterThan(300);
});
