import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { binary } from "./binary.ts";
import { runSuite, type SuiteResult } from "./suites/run.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const strict = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022"];

function run(program: string, words: readonly string[], cwd: string): void {
  try {
    execFileSync(program, words, { cwd, encoding: "utf8" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`);
  }
}

/** The consumer of a runtime, checked with nothing but the language and the runtime's own types. */
function checkTypes(project: string, consumer: string, types: string): void {
  const compiler = here("../../node_modules/typescript-7/bin/tsc");
  const chosen = ["--module", "nodenext", "--lib", "es2022", "--types", types, consumer];
  run(process.execPath, [compiler, ...strict, ...chosen], project);
}

/** Whether the package's types fit those of the runtimes. */
export async function checkRuntimeTypes(project: string): Promise<SuiteResult[]> {
  for (const name of ["@cloudflare", "@types", "bun-types"]) {
    const link = join(project, "node_modules", name);
    if (!existsSync(link)) symlinkSync(here(`./installed/node_modules/${name}`), link);
  }
  for (const name of ["worker", "bun", "deno"]) {
    copyFileSync(here(`./consumers/${name}.ts`), join(project, `${name}.ts`));
  }
  const deno = ["check", "--quiet", "--node-modules-dir=manual", "deno.ts"];
  const checks = {
    "the types of Workers": async () => checkTypes(project, "worker.ts", "@cloudflare/workers-types"),
    "the types of Bun": async () => checkTypes(project, "bun.ts", "bun"),
    "the types of Deno": async () => run(binary("deno", ".bin/deno"), deno, project),
  };
  return [await runSuite("types", checks, undefined)];
}
