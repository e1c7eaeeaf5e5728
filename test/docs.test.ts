import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { pages } from "../scripts/pages.ts";
import { markdownPage } from "./support/markdown.ts";

const everyPage = pages().map(markdownPage);

test("docs/error-codes.md and docs/setup.md say what the table of codes says (npm run docs:errors writes them)", () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-docs-"));
  execFileSync(process.execPath, ["scripts/error-docs.ts", folder]);
  for (const page of ["error-codes.md", "setup.md"]) {
    expect(readFileSync(`docs/${page}`, "utf8")).toBe(readFileSync(join(folder, page), "utf8"));
  }
  rmSync(folder, { recursive: true });
});

test("the README stays under 250 lines", () => {
  expect(readFileSync("README.md", "utf8").split("\n").length).toBeLessThan(250);
});

test("the README names every entry of the package", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const readme = readFileSync("README.md", "utf8");
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
  const names = entries.map((entry) => `| \`${entry.replace(/^\./, "wacloud")}\` |`);
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});

test.each(everyPage)("the links of $path lead somewhere", ({ path, links, anchors }) => {
  const broken = links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(link));
  expect(broken).toEqual([]);

  function leadsSomewhere(link: string): boolean {
    const [file = "", anchor] = link.split("#");
    if (file === "") return anchors.has(anchor ?? "");
    const target = join(dirname(path), file);
    if (!existsSync(target)) return false;
    return anchor === undefined || markdownPage(target).anchors.has(anchor);
  }
});

test.each([
  ["docs/README.md", ""],
  ["README.md", "docs/"],
  ["llms.txt", "docs/"],
])("every page of docs/ is in %s", (index, folder) => {
  const text = readFileSync(index, "utf8");
  const pages = globSync("*.md", { cwd: "docs" }).filter((page) => page !== "README.md");
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((page) => !text.includes(`](${folder}${page})`))).toEqual([]);
});

test("the setup guide explains every variable of .env.example", () => {
  const variables = readFileSync(".env.example", "utf8").match(/\bWHATSAPP_[A-Z_]+(?==)/g) ?? [];
  const guide = readFileSync("docs/setup.md", "utf8");
  expect(variables.length).toBeGreaterThan(5);
  expect(variables.filter((variable) => !guide.includes(`| \`${variable}\` |`))).toEqual([]);
});

test("every command of a page exists: npm scripts, and the files that they and node are given", () => {
  const { scripts: own } = JSON.parse(readFileSync("package.json", "utf8"));
  const scripts = { ...own, dev: "in every project that `wacloud init` writes" };
  const missing = everyPage.flatMap(({ path, text }) => {
    const runs = [...text.matchAll(/npm run (?:-\S+ )*([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
    const examples = [...text.matchAll(/npm run example ([a-z][\w/-]*)/g)].map(
      ([, name]) => `examples/${name}`,
    );
    const files = [...text.matchAll(/\b(?:examples|scripts|test)\/[\w./-]+\.ts\b/g)].map(([file]) => file);
    return [
      ...runs.filter((name) => !Object.hasOwn(scripts, name)).map((name) => `npm run ${name}`),
      ...examples.filter((name) => !existsSync(`${name}.ts`) && !existsSync(name)),
      ...files.filter((file) => !existsSync(file)),
    ].map((what) => `${path}: ${what}`);
  });
  expect(missing).toEqual([]);
});
