// Carries package.json's version into the lock file and src/core/version.ts, and names the Graph API version of the
// release in its changelog; runs after `changeset version`.
import { readFileSync, writeFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

let graphApiVersion = "";
rewrite("src/core/version.ts", (text) => {
  graphApiVersion = /graphApiVersion = "([^"]+)"/.exec(text)?.[1] ?? "";
  return text.replace(/\bversion = "[^"]*"/, `version = "${version}"`);
});
if (graphApiVersion === "") throw new Error("src/core/version.ts no longer holds graphApiVersion.");

const [heading, sentence] = [`\n## ${version}\n`, `\nGraph API ${graphApiVersion}.\n`];
rewrite("CHANGELOG.md", (text) =>
  text.includes(heading + sentence) ? text : text.replace(heading, heading + sentence),
);

rewrite("package-lock.json", (text) => {
  const lock = JSON.parse(text);
  lock.version = lock.packages[""].version = version;
  return `${JSON.stringify(lock, undefined, 2)}\n`;
});
