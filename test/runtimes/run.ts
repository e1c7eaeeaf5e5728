// Runs the suites on every runtime, against the packed package: `npm run test:runtimes [name …]`.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startElsewhere } from "./elsewhere.ts";
import { makeProject } from "./project.ts";
import { type Runtime, runtimes } from "./runtimes.ts";
import { type RuntimeResult, table } from "./table.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The runtimes are heavy: they are installed when they are needed, and again when their lock file has changed. */
function install(): void {
  const lock = readFileSync(here("./installed/package-lock.json"), "utf8");
  const stamp = here("./installed/node_modules/.installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing the runtimes …");
  execFileSync("npm", ["ci"], { cwd: here("./installed"), stdio: "inherit" });
  writeFileSync(stamp, lock);
}

async function tryOut(runtime: Runtime, project: string, elsewhere: string): Promise<RuntimeResult> {
  try {
    return { runtime: runtime.name, results: await runtime.run(project, elsewhere) };
  } catch (error) {
    return {
      runtime: runtime.name,
      results: [],
      broken: error instanceof Error ? error.message : `${error}`,
    };
  }
}

function tell({ runtime, results, broken }: RuntimeResult): void {
  if (broken !== undefined) console.log(`\n${runtime} is broken: ${broken}`);
  for (const { suite, failures } of results) {
    for (const { check, why } of failures) console.log(`\n${runtime}, ${suite}: ${check}\n${why}`);
  }
}

install();
const words = process.argv.slice(2);
const chosen = runtimes.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const project = makeProject();
const elsewhere = await startElsewhere();

const rows: RuntimeResult[] = [];
for (const runtime of chosen) {
  const row = await tryOut(runtime, project, elsewhere.url);
  tell(row);
  rows.push(row);
}
await elsewhere.close();
rmSync(project, { recursive: true, force: true });

const results = rows.flatMap((row) => row.results);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed =
  results.reduce((sum, { failures }) => sum + failures.length, 0) +
  rows.filter(({ broken }) => broken !== undefined).length;
console.log(`\n${table(rows)}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
