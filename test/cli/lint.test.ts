import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "../support/command.ts";

const lint = ["templates", "lint"];

/** A project that has installed wacloud and holds these files. */
async function project(files: Record<string, string>, options: { installed?: boolean } = {}) {
  const cli = await commandLine({}, options);
  for (const [name, text] of Object.entries(files)) {
    const path = join(cli.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { ...cli, lint: (...words: string[]) => cli.wacloud([...lint, ...words]) };
}

const defining = (source: string) =>
  `import { defineTemplate, file } from "wacloud";\nexport const template = defineTemplate(${source});\n`;
const good = defining('{ name: "good", language: "en_US", category: "UTILITY", body: "All is well." }');
const bad = defining(`{
  name: "Bad",
  language: "en_US",
  category: "UTILITY",
  body: "{{1}} comes first",
  buttons: [{ type: "URL", text: "Go", url: "https://example.com/{{1}}" }],
} as never`);

test("valid modules pass, in TypeScript and JavaScript, without contacting the account", async () => {
  const { lint, simulator } = await project({
    "templates/good.ts": good,
    "templates/better.mjs": good.replace('"good"', '"better"'),
  });
  expect(await lint()).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: "2 templates in 2 files: 0 errors, 0 warnings\n",
  });
  expect(simulator.requests).toEqual([]);
});

test("every broken rule is reported with its file and path", async () => {
  const { lint } = await project({ "templates/good.ts": good, "templates/deep/bad.ts": bad });
  const { exitCode, stdout, stderr } = await lint();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^templates\/deep\/bad\.ts\n {2}error {4}name must /);
  for (const path of ["name", "body", "body.example", "buttons.0.example"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}error {4}${path.replaceAll(".", "\\.")} \\w`, "m"));
  }
  expect(stdout).not.toContain("good.ts");
  expect(stderr).toMatch(/1 template in 2 files: 4 errors, 0 warnings/);
});

test("--json prints the same as data, and nothing else", async () => {
  const { lint } = await project({ "templates/bad.ts": bad });
  const { exitCode, stdout, stderr } = await lint("--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  const found = JSON.parse(stdout);
  expect(found).toHaveLength(4);
  expect(found[0]).toEqual({
    severity: "error",
    file: "templates/bad.ts",
    name: expect.any(String),
    language: expect.any(String),
    line: expect.any(Number),
    path: "name",
    message: expect.stringContaining("lowercase"),
  });
});

test("templates may be exported in arrays and objects; a duplicate is an error", async () => {
  const { lint } = await project({
    "all.ts": `import { defineTemplate } from "wacloud";
      const make = (language: string, body: string) => defineTemplate({ name: "hi", language, category: "UTILITY", body });
      export const hi = { en: make("en", "Hi there."), more: [make("de", "Hallo."), make("fr", "Salut.")] };
      export default make("de", "Guten Tag.");`,
  });
  const { exitCode, stdout, stderr } = await lint("all.ts");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("  error    de name is already defined in this language, in all.ts\n");
  expect(stderr).toContain("4 templates in 1 file: 1 error, 0 warnings");
});

test("a translation with different placeholders and a missing sample are warnings", async () => {
  const { lint } = await project({
    "templates/hi.ts": `import { defineTemplate, file } from "wacloud";
      export const hi = {
        en: defineTemplate({ name: "hi", language: "en", category: "UTILITY", body: { text: "Hi {{1}}, welcome.", example: ["Ana"] } }),
        de: defineTemplate({ name: "hi", language: "de", category: "UTILITY", header: { format: "IMAGE", example: file("none.png") }, body: "Hallo." }),
      };`,
  });
  const { exitCode, stdout } = await lint();
  expect(exitCode).toBe(0);
  expect(stdout).toContain("warning  de body has different placeholders from en: none instead of {{1}}");
  expect(stdout).toContain("warning  de header.example does not exist: none.png.");
});

test.each([
  ["no folder", {}, [], /No such file or folder: templates\. .*wacloud templates pull/],
  ["nothing defined", { "templates/a.ts": "export const a = 1;" }, [], /No templates defined in templates/],
  ["a syntax error", { "a.ts": "export const = 1;" }, ["a.ts"], /^Error: a\.ts cannot be loaded: /],
  [
    "an error of its own",
    { "a.js": "throw new Error('no database');" },
    ["a.js"],
    /a\.js cannot be loaded: no database/,
  ],
  ["an enum", { "a.ts": "export enum A { B }" }, ["a.ts"], /only strips types/],
  [
    "an import without its ending",
    { "a.ts": 'import "./b";', "b.ts": "" },
    ["a.ts"],
    /Import it with its own extension, \.ts/,
  ],
])("%s is misuse, and the remedy is named", async (_, files, words, message) => {
  const { lint } = await project(files as Record<string, string>);
  const { exitCode, stdout, stderr } = await lint(...words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("suggests remedies if Node.js does not support TypeScript", async () => {
  const { wacloud } = await project({ "templates/good.ts": good, "js/good.js": good });
  const old = { NODE_OPTIONS: "--no-experimental-strip-types" };
  expect(await wacloud(lint, old)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/cannot run TypeScript.*22\.18.*pull --js/),
  });
  expect((await wacloud([...lint, "js"], old)).exitCode).toBe(0);
});

test("a project without wacloud is asked to install it", async () => {
  const { lint } = await project({ "templates/good.ts": good }, { installed: false });
  expect(await lint()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("npm install wacloud") });
});

test("the output of modules does not mix with the data", async () => {
  const noisy = `${bad}console.log("loaded"); setTimeout(() => console.log("later"), 1);\n`;
  const { lint } = await project({
    "templates/bad.ts": noisy.replace("export const", 'console.log("first");\nexport const'),
  });
  const { stdout, stderr } = await lint("--json");
  expect(JSON.parse(stdout)).toHaveLength(4);
  expect(stderr).toMatch(/^first\n/);
});
