import widthOf from "fast-string-width";
import { expect, test } from "vitest";
import { renderMarkup } from "../../src/cli/markup.ts";
import { drawTemplate } from "../../src/cli/templates/draw.ts";
import { addMark, isUntouched } from "../../src/cli/templates/generated-file.ts";
import { chooseIdentifiers, printModule } from "../../src/cli/templates/module-text.ts";
import type { TemplateSource } from "../../src/templates/source.ts";
import { fc } from "../support/properties.ts";

const plain = (_: unknown, text: string) => text;
const tagged = (format: unknown, text: string) => `<${format}>${text}</${format}>`;

const words = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."ab .,*_~`>-\n{}1漢🚚é"),
    fc.constantFrom("👨‍👩‍👧", "{{1}}", "مرحبا", "नमस्ते"),
  ),
  minLength: 1,
  maxLength: 120,
});

test("every line of a drawing is as wide as its frame, for any template", () => {
  fc.assert(
    fc.property(words, words, words, fc.integer({ min: 16, max: 90 }), (header, body, button, width) => {
      const lines = drawTemplate(
        {
          category: "MARKETING",
          components: [
            { type: "HEADER", format: "TEXT", text: header.replaceAll("\n", " ") },
            { type: "BODY", text: body, example: { body_text: [[header]] } },
            { type: "FOOTER", text: header.replaceAll("\n", " ") },
            {
              type: "BUTTONS",
              buttons: [{ type: "QUICK_REPLY", text: button.replaceAll("\n", " ").slice(0, 8) }],
            },
          ],
        },
        { style: plain, width },
      ).split("\n");
      expect(new Set(lines.map((line) => widthOf(line))).size).toBe(1);
      expect(widthOf(lines[0] ?? "")).toBeLessThanOrEqual(width);
    }),
  );
});

test.each([
  [
    "*bold* and _italic_ and ~struck~",
    "<bold>bold</bold> and <italic>italic</italic> and <strikethrough>struck</strikethrough>",
  ],
  ["*_both_*", "<bold><italic>both</italic></bold>"],
  ["2 * 3 * 4, snake_case_name, a~b~c", "2 * 3 * 4, snake_case_name, a~b~c"],
  ["`a *b* c` and ```d _e_```", "<cyan>a *b* c</cyan> and <cyan>d _e_</cyan>"],
  ["* one\n- two", "• one\n• two"],
  ["> quoted", "<dim>│ quoted</dim>"],
  ["*not\nbold*", "*not\nbold*"],
])("WhatsApp's formatting %j is told from plain characters", (text, expected) => {
  expect(renderMarkup(text, tagged)).toBe(expected);
});

test("a printed module evaluates to the original values", () => {
  const source = fc.record({ language: fc.string(), values: fc.jsonValue({ stringUnit: "binary" }) });
  fc.assert(
    fc.property(source, (value) => {
      const sources = [value as unknown as TemplateSource];
      const text = printModule({ identifier: "one", sources, isTypeScript: false });
      const code = text.replace(/^import .*\n/, "").replace("export const one =", "return");
      const read = new Function("defineTemplate", code)((given: unknown) => given);
      expect(JSON.stringify(Object.entries(read))).toBe(JSON.stringify([[value.language, value]]));
    }),
  );
});

test("every name becomes a distinct, valid identifier", () => {
  const name = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."ab1_"), minLength: 1, maxLength: 6 }),
    fc.constantFrom("new", "new_", "new_template", "file", "1", "_1"),
  );
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), (names) => {
      const identifiers = [...chooseIdentifiers(names).values()];
      expect(new Set(identifiers).size).toBe(names.length);
      for (const one of identifiers)
        expect(() => new Function(`"use strict"; const ${one} = 1;`)).not.toThrow();
    }),
  );
});

test("a changed character in a file counts as an edit", () => {
  const text = `export const a = { body: "Hi, Ana; it's (late)." };\n`;
  expect(isUntouched(addMark(text))).toBe(true);
  for (const changed of [
    "Hi Ana; it's (late).",
    "Hi, Ana  ; it's (late).",
    "Hi, Ana; its (late).",
    "Hi, Ana; it's late.",
  ]) {
    expect(isUntouched(addMark(text).replace("Hi, Ana; it's (late).", changed))).toBe(false);
  }
});
