// Runs one example: npm run example send-text +14155552671. Without the name of one it lists them.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [name, ...words] = process.argv.slice(2);
const files = globSync("examples/*.ts").sort();
const file = files.find((candidate) => basename(candidate, ".ts") === name);

if (file === undefined) {
  if (name !== undefined) console.error(`There is no example "${name}".\n`);
  list();
  process.exitCode = name === undefined ? 0 : 1;
} else if (exportsHandler(file)) {
  console.error(`${file} is not started but called, by its platform: examples/README.md says how to try it.`);
  process.exitCode = 1;
} else {
  if (!existsSync(".env") && process.env.WHATSAPP_ACCESS_TOKEN === undefined && name !== "simulator") {
    console.error(
      "There is no .env: copy .env.example, or run `npm run example simulator` for one to try things with.",
    );
  }
  process.argv = [process.execPath, resolve(file), ...words];
  await import(pathToFileURL(file).href);
}

function list(): void {
  console.log("npm run example NAME, with the WHATSAPP_* variables in .env:\n");
  for (const candidate of files.filter((one) => !exportsHandler(one))) {
    const [, purpose = ""] = /^\/\/ (.*?[.:](?=\s|$))/.exec(readFileSync(candidate, "utf8")) ?? [];
    console.log(`  ${basename(candidate, ".ts").padEnd(18)} ${purpose}`);
  }
}

/** Whether it is made to be imported by a platform, not to be run. */
function exportsHandler(candidate: string): boolean {
  return /^export /m.test(readFileSync(candidate, "utf8"));
}
