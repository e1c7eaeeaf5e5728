import { expect, test } from "vitest";
import { canonicalJson } from "../../src/utils/canonical-json.ts";
import { fc } from "../support/properties.ts";

test("the canonical form sorts keys at every depth and keeps the order of lists", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }, "x"], a: { z: true, y: 1.5 } })).toBe(
    '{"a":{"y":1.5,"z":true},"b":[{"c":null,"d":1},"x"]}',
  );
  expect(canonicalJson([[], {}, ""])).toBe('[[],{},""]');
});

test("an integer beyond 2^53 counts the same as number and as text", () => {
  expect(canonicalJson([2 ** 60, 12n])).toBe(canonicalJson([String(2 ** 60), "12"]));
  expect(canonicalJson([12])).not.toBe(canonicalJson(["12"]));
});

test("the canonical form reads back as the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!/\d{16}|e\+/.test(JSON.stringify(value)));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
