import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountryCode, parsePhoneNumberWithError } from "libphonenumber-js/min";
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
    return number.isPossible() ? number.number : undefined;
  });

const outcome = (read: () => string | undefined): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

describe("countries that share a calling code keep the lengths of their own numbers", () => {
  test.each<[string, CountryCode | undefined, string | undefined]>([
    // Great Britain's short numbers, read from islands whose own numbers have ten digits
    ["800000000", "JE", "+44800000000"],
    ["8001111", "IM", "+448001111"],
    ["136472336", "IM", "+44136472336"],
    ["0138470963", "JE", "+44138470963"],
    ["0120462083", "GG", "+44120462083"],
    // Canada's seven digits, which no other country with +1 has
    ["3109177", "AG", "+13109177"],
    ["13106761", "BS", "+13106761"],
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
    expect(outcome(() => toE164(text, { defaultCountry }))).toBe(expected);
  });
});
