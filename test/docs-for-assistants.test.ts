import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packed } from "../bench/installing.ts";
import { entries } from "../scripts/entries.ts";

const llms = readFileSync("llms.txt", "utf8");
const skill = readFileSync("skills/wacloud/SKILL.md", "utf8");

test("llms.txt names every page of docs/, and every entry of the package", () => {
  const pages = globSync("*.md", { cwd: "docs" }).filter((page) => page !== "README.md");
  expect(pages.filter((page) => !llms.includes(`](docs/${page})`))).toEqual([]);
  const names = entries.map(({ name }) =>
    name.replace(/^wacloud\/(?=express|fastify|fetch|next|lambda|node)/, "/"),
  );
  expect(
    names.filter((name) => !llms.includes(`\`${name}\``) && !llms.includes(`\`wacloud${name}\``)),
  ).toEqual([]);
});

test("llms.txt has five snippets, and says what wacloud is before anything else", () => {
  expect(llms.match(/^```ts$/gm)).toHaveLength(5);
  expect(llms).toMatch(/^# wacloud\n\n> .+/);
});

test("the skill has a name and a description of at most 1024 characters, as its format wants", () => {
  const [, name, description = ""] = /^---\nname: (\S+)\ndescription: (.+)\n---\n/.exec(skill) ?? [];
  expect(name).toBe("wacloud");
  expect(description.length).toBeGreaterThan(50);
  expect(description.length).toBeLessThanOrEqual(1024);
});

test("both ship in the package, with the pages that they name", () => {
  const files = packed().files.map(({ path }) => path);
  expect(files).toEqual(expect.arrayContaining(["llms.txt", "skills/wacloud/SKILL.md", "docs/setup.md"]));
  const named = [...`${llms}${skill}`.matchAll(/\b(docs\/[\w-]+\.md)\b/g)].map(([, path = ""]) => path);
  expect(named.filter((path) => !files.includes(path))).toEqual([]);
});
