// What the compilers say to those who fill a template wrongly: the oldest and the newest that are supported. Every
// mistake is named in words that its maker knows.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const preamble = `
import { defineTemplate, type WhatsAppClient } from "wacloud";
declare const messages: WhatsAppClient["messages"];
const to = "+14155552671";
const base = { name: "a", language: "en_US", category: "UTILITY" } as const;
const positional = defineTemplate({ ...base, body: { text: "Hi {{1}}, {{2}} and {{3}}.", example: ["a", "b", "c"] } });
const named = defineTemplate({ ...base, body: { text: "Hi {{first_name}}, order {{order}}.", example: { first_name: "a", order: "b" } } });
const plain = defineTemplate({ ...base, body: "Hi." });
const picture = defineTemplate({ ...base, header: { format: "IMAGE", example: "4::a" }, body: "Hi." });
const tracked = defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "QUICK_REPLY", text: "Stop" }, { type: "URL", text: "Track", url: "https://ex.test/{{1}}", example: "https://ex.test/7" }] });
const sale = { name: "a", language: "en", category: "MARKETING", body: "Hi." } as const;
const header = { format: "IMAGE", example: "4::a" } as const;
const buttons = [{ type: "QUICK_REPLY", text: "a" }] as const;
const cards = defineTemplate({ ...sale, cards: [{ header, body: { text: "Hi {{1}}.", example: ["a"] }, buttons: [{ type: "URL", text: "a", url: "https://ex.test/{{1}}", example: "https://ex.test/7" }] }, { header, body: "Hi.", buttons }] });
const code = defineTemplate({ name: "a", language: "en", category: "AUTHENTICATION", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] });
`;

/** A line of code, and what is said of it. */
const mistakes: [what: string, line: string, says: string[]][] = [
  [
    "two values instead of three",
    `messages.sendTemplate({ to, template: positional, parameters: ["Ana", 7] });`,
    [
      "is not assignable to type 'readonly [value1: TemplateValue, value2: TemplateValue, value3: TemplateValue]'",
      "Source has 2 element(s) but target requires 3.",
    ],
  ],
  [
    "four values instead of three",
    `messages.sendTemplate({ to, template: positional, parameters: ["Ana", 7, "c", "d"] });`,
    [
      "is not assignable to type 'readonly [value1: TemplateValue, value2: TemplateValue, value3: TemplateValue]'",
      "Source has 4 element(s) but target allows only 3.",
    ],
  ],
  [
    "no values at all",
    `messages.sendTemplate({ to, template: positional });`,
    [
      "Property 'parameters' is missing in type",
      "required in type '{ parameters: readonly [value1: TemplateValue, value2: TemplateValue, value3: TemplateValue];",
    ],
  ],
  [
    "a value that is missing by name",
    `messages.sendTemplate({ to, template: named, parameters: { first_name: "Ana" } });`,
    ["Property 'order' is missing in type '{ first_name: string; }' but required in type"],
  ],
  [
    "a value that is misnamed",
    `messages.sendTemplate({ to, template: named, parameters: { first_name: "Ana", oder: 7 } });`,
    ["'oder' does not exist in type", "Did you mean to write 'order'?"],
  ],
  [
    "a value too many",
    `messages.sendTemplate({ to, template: named, parameters: { first_name: "Ana", order: 7, city: "x" } });`,
    ["Object literal may only specify known properties, and 'city' does not exist in type"],
  ],
  [
    "values for a text without placeholders",
    `messages.sendTemplate({ to, template: plain, parameters: ["Ana"] });`,
    ["Object literal may only specify known properties, and 'parameters' does not exist in type"],
  ],
  [
    "no picture",
    `messages.sendTemplate({ to, template: picture });`,
    ["Property 'header' is missing in type", "but required in type '{ header: MediaSource;"],
  ],
  [
    "no end of a link",
    `messages.sendTemplate({ to, template: tracked, buttons: ["STOP"] });`,
    [
      "is not assignable to type 'readonly [payload: string | undefined, url_suffix: string | number]'",
      "Source has 1 element(s) but target requires 2.",
    ],
  ],
  [
    "no code",
    `messages.sendTemplate({ to, template: code });`,
    ["Property 'code' is missing in type", "but required in type '{ code: string; }'"],
  ],
  [
    "a sample is missing",
    `defineTemplate({ ...base, body: { text: "Hi {{1}} and {{2}}.", example: ["a"] } });`,
    [`"the placeholder {{2}} has no sample"`],
  ],
  [
    "a sample too many",
    `defineTemplate({ ...base, body: { text: "Hi {{1}}.", example: ["a", "b"] } });`,
    [`"the text has 1 placeholder(s), not more"`],
  ],
  [
    "a sample without a placeholder",
    `defineTemplate({ ...base, body: { text: "Hi.", example: ["a"] } });`,
    [`"the text has no placeholders"`],
  ],
  [
    "no samples",
    `defineTemplate({ ...base, body: { text: "Hi {{1}} and {{2}}." } });`,
    [
      "Property 'example' is missing in type",
      "but required in type '{ example: readonly [value1: string, value2: string]; }'",
    ],
  ],
  [
    "a text with a placeholder and no place for its sample",
    `defineTemplate({ ...base, body: "Hi {{1}}." });`,
    ["Type 'string' is not assignable to type '{ example: readonly [value1: string]; }'"],
  ],
  [
    "a sample that is misnamed",
    `defineTemplate({ ...base, body: { text: "Hi {{name}}.", example: { nam: "a" } } });`,
    [
      "Property 'name' is missing in type '{ nam: \"a\"; }' but required in type '{ readonly name: string; }'",
    ],
  ],
  [
    "a named sample too many",
    `defineTemplate({ ...base, body: { text: "Hi {{name}}.", example: { name: "a", city: "b" } } });`,
    [`"the text has no placeholder {{city}}"`],
  ],
  [
    "a key that the category does not have",
    `defineTemplate({ ...base, body: "Hi.", cards: [] });`,
    [`"UTILITY templates have no cards"`],
  ],
  [
    "a key that no category has",
    `defineTemplate({ ...base, body: "Hi.", buton: [] });`,
    [`"UTILITY templates have no buton"`],
  ],
  [
    "a mistyped key with a text",
    `defineTemplate({ ...base, body: "Hi.", foter: "Bye." });`,
    [`"UTILITY templates have no foter"`],
  ],
  [
    "a button that the category does not have",
    `defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "COPY_CODE", example: "A" }] });`,
    [`Type '"COPY_CODE"' is not assignable to type`, "QUICK_REPLY"],
  ],
  [
    "two buttons for a code",
    `defineTemplate({ name: "a", language: "en", category: "AUTHENTICATION", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }, { type: "OTP", otp_type: "COPY_CODE" }] });`,
    [`"AUTHENTICATION templates have exactly one button"`],
  ],
  [
    "a key that cards do not have",
    `defineTemplate({ ...sale, cards: [{ header, buttons, footer: "x" }, { header, buttons }] });`,
    [`"cards have no footer"`],
  ],
  [
    "a key that the header of a card does not have",
    `defineTemplate({ ...sale, cards: [{ header, buttons }, { header: { ...header, caption: "x" }, buttons }] });`,
    [`"headers of cards have no caption"`],
  ],
  [
    "a key that the body of a card does not have",
    `defineTemplate({ ...sale, cards: [{ header, body: { text: "Hi.", size: 7 }, buttons }, { header, body: "Hi.", buttons }] });`,
    [`"bodies of cards have no size"`],
  ],
  [
    "a key that the button of a card does not have",
    `defineTemplate({ ...sale, cards: [{ header, buttons: [{ type: "QUICK_REPLY", text: "a", payload: "x" }] }, { header, buttons }] });`,
    [`"QUICK_REPLY buttons have no payload"`],
  ],
  [
    "a link without its sample",
    `defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "URL", text: "x", url: "https://ex.test/{{1}}" }] });`,
    [
      "Property 'example' is missing in type",
      "but required in type '{ example: string | readonly [string]; }'",
    ],
  ],
];

/** What a compiler says, by line. */
function diagnostics(compiler: string): Map<number, string> {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-diagnostics-"));
  try {
    writeFileSync(join(folder, "mistakes.ts"), preamble + mistakes.map(([, line]) => line).join("\n"));
    const compilerOptions = {
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      noErrorTruncation: true,
      allowImportingTsExtensions: true,
      types: ["node"],
      typeRoots: [resolve("node_modules/@types")],
      paths: { wacloud: [resolve("src/index.ts")] },
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["mistakes.ts"] }));
    const { stdout } = spawnSync(
      process.execPath,
      [resolve(`node_modules/${compiler}/bin/tsc`), "-p", folder, "--pretty", "false"],
      { encoding: "utf8" },
    );
    const said = new Map<number, string>();
    let line = 0;
    for (const words of stdout.split("\n")) {
      const [, place, message] = /mistakes\.ts\((\d+),\d+\): error TS\d+: (.*)$/.exec(words) ?? [];
      if (place !== undefined) line = Number(place);
      else if (!words.startsWith(" ")) line = 0;
      if (line > 0) said.set(line, `${said.get(line) ?? ""}${message ?? words}\n`);
    }
    return said;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(["typescript-5.4", "typescript-7"])("%s says what is wrong:", (compiler) => {
  const said = diagnostics(compiler);
  const first = preamble.split("\n").length;

  test("nothing of what is right", () => {
    const [earliest = first] = [...said.keys()].sort((a, b) => a - b);
    expect(earliest).toBeGreaterThanOrEqual(first);
  });

  test.each(mistakes.map(([what, , says], index) => [what, says, index] as const))("%s", (_, says, index) => {
    const words = said.get(first + index) ?? "nothing was said";
    for (const part of says) expect(words).toContain(part);
  });
});
