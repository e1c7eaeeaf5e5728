import { expect, test } from "vitest";
import { parseExactJson } from "../../src/utils/exact-json.ts";
import { fc } from "../support/properties.ts";

/** What a number's text becomes: itself, or where a double cannot hold the integer, its digits. */
const expected = (integer: bigint): number | string =>
  Number.isSafeInteger(Number(integer)) ? Number(integer) : String(integer);

test.each([
  ["9007199254740991", 9_007_199_254_740_991],
  ["9007199254740992", "9007199254740992"],
  ["-9007199254740991", -9_007_199_254_740_991],
  ["-9007199254740992", "-9007199254740992"],
  ["12345678901234567890", "12345678901234567890"],
  ["1600000000000001", 1_600_000_000_000_001],
])("%s beside other values is read exactly", (integer, value) => {
  expect(parseExactJson(`{"id":${integer},"n":1}`)).toEqual({ id: value, n: 1 });
  expect(parseExactJson(`[ ${integer} , [${integer},\n${integer}]]`)).toEqual([value, [value, value]]);
});

test.each(["12345678901234567890.5", "12345678901234567890e2", "1.5e-1234567890123456789", "1E+22"])(
  "%s is a float and stays one",
  (float) => {
    expect(parseExactJson(`[${float}]`)).toEqual([Number(float)]);
  },
);

test("digits inside strings are text, whatever precedes them", () => {
  const strings = [
    "12345678901234567890",
    "a: 12345678901234567890",
    '",12345678901234567890',
    "[-12345678901234567890",
  ];
  const value = { strings, "k: 12345678901234567890": "\\", id: 1 };
  expect(parseExactJson(JSON.stringify(value))).toEqual(value);
  const withLongId = JSON.stringify(value).replace('"id":1', '"id":12345678901234567890');
  expect(parseExactJson(withLongId)).toEqual({ ...value, id: "12345678901234567890" });
});

const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
    fc.string({ unit: fc.constantFrom('"', "\\", ":", " ", "[", "-", "1234567890123456789", "é", "\n") }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("node"), { maxLength: 4 }),
    // No escapes in keys: the JSON.parse of Node.js 24 reads the second of {"":0,"\\":0} and {"":0,"\"":0} like the first.
    fc.dictionary(fc.string({ unit: fc.constantFrom(":", "[", "a", "12345678901234567890") }), tie("node"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).node;

function write(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value !== "object" || value === null) return asFloat(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${write(member)}`)
    .join(",")}}`;
}

/** JSON prints large doubles like integers; these are to be floats. */
const asFloat = (value: unknown): string =>
  typeof value === "number" && Number.isInteger(value) ? value.toExponential() : JSON.stringify(value);

function read(value: unknown): unknown {
  if (typeof value === "bigint") return expected(value);
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, read(member)]));
}

test("whatever surrounds them, integers arrive exactly, and everything else is unchanged", () => {
  fc.assert(
    fc.property(tree, (value) => {
      const parsed = parseExactJson(write([value]));
      expect(JSON.stringify(parsed)).toBe(JSON.stringify([read(value)]));
    }),
    { numRuns: 500 },
  );
});

const size = 3_000_000;

test.each([
  ["many long numbers", `[${"12345678901234567890,".repeat(size / 21)}1]`],
  ["an unterminated string of quotes", `[12345678901234567890,"${'\\"'.repeat(size / 2)}`],
  ["an unterminated string of backslashes", `[12345678901234567890,"${"\\".repeat(size)}`],
  ["quotes after backslashes", `[12345678901234567890,"${"\\\\".repeat(size / 2)}","a"]`],
  ["numbers inside strings", `[12345678901234567890,"${", 12345678901234567890".repeat(size / 22)}"]`],
  ["one long run of digits", `[${"1".repeat(size)}x]`],
  ["one long run of digits that becomes a float", `[${"1".repeat(size)}.5]`],
  ["spaces", `[12345678901234567890,${" ".repeat(size)}1]`],
])("3 MB of %s take no longer than their length allows", (_, text) => {
  // Quadratic work on 3 MB takes minutes, which is over the test's time limit.
  try {
    parseExactJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
  }
});
