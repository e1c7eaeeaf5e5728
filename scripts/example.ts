// Runs one example with the variables of .env: npm run example send-text +14155552671. Without a name, it lists all examples.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [name, ...words] = process.argv.slice(2);
const files = globSync(join(import.meta.dirname, "../examples/*.ts")).sort();
const toName = (file: string) => basename(file, ".ts");
const file = files.find((candidate) => toName(candidate) === name);

if (file === undefined) {
  if (name !== undefined) console.error(`There is no example "${name}".\n`);
  list();
  process.exitCode = name === undefined ? 0 : 1;
} else if (isCalled(file)) {
  console.error(`${name} is not started but called, by its platform: examples/README.md says how to try it.`);
  process.exitCode = 1;
} else {
  readVariables();
  process.argv = [process.execPath, file, ...words];
  await import(pathToFileURL(file).href);
}

function readVariables(): void {
  if (existsSync(".env")) process.loadEnvFile();
  if (process.env.WHATSAPP_ACCESS_TOKEN !== undefined) return;
  console.error(
    "There is no .env yet: copy .env.example, or run `npx wacloud simulator`, which prints one for your machine.",
  );
}

function list(): void {
  console.log("npm run example NAME, with the WHATSAPP_* variables in .env:\n");
  for (const candidate of files.filter((one) => !isCalled(one))) {
    const [, purpose] = /^\/\/ (.*?)[.:](?=\s)/.exec(readFileSync(candidate, "utf8")) ?? [];
    console.log(`  ${toName(candidate).padEnd(18)} ${purpose}`);
  }
}

/** Whether it is made to be imported by a platform, not to be run. */
function isCalled(candidate: string): boolean {
  return /^export /m.test(readFileSync(candidate, "utf8"));
}
