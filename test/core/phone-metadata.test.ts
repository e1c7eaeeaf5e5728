import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { getCountries, parsePhoneNumberWithError } from "libphonenumber-js/min";
import { expect, test } from "vitest";
import { toE164 } from "wacloud";

test("the stored metadata are those of the installed library (npm run phone-metadata writes them)", () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-metadata-"));
  const file = join(folder, "phone-metadata.ts");
  execFileSync(process.execPath, ["scripts/phone-metadata.ts", file]);
  expect(readFileSync("src/core/phone-metadata.ts", "utf8")).toBe(readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
});

const number = fc.stringMatching(/^\+?\d{2,14}$/);
const country = fc.constantFrom(...getCountries());
const numbers = fc.record({
  text: number,
  defaultCountry: fc.option(country, { nil: undefined }),
});

const outcome = (read: () => string | undefined): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

test("numbers are read as with all the metadata of the library", () => {
  let readable = 0;
  const check = fc.property(numbers, ({ text, defaultCountry }) => {
    const expected = outcome(() => {
      const number = parsePhoneNumberWithError(text, {
        ...(defaultCountry && { defaultCountry }),
        extract: false,
      });
      const isOldMexican = /^\+521\d{10}$/.test(number.number);
      return number.isPossible() || isOldMexican ? number.number : undefined;
    });
    if (expected !== undefined) readable += 1;
    expect(outcome(() => toE164(text, { defaultCountry }))).toBe(expected);
  });
  fc.assert(check, { numRuns: 3000 });
  expect(readable).toBeGreaterThan(300);
});
