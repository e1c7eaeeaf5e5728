import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { binary } from "./binary.ts";
import { jestResults } from "./jest-results.ts";
import { marker } from "./programs/report.ts";
import { bundleProgram, bundleWorker } from "./project.ts";
import { runSuite, type SuiteResult } from "./suites/run.ts";
import { workersSuite } from "./suites/workers.ts";
import { meet } from "./suites/world.ts";
import { checkRuntimeTypes } from "./types.ts";
import { serveWorker, type WorkerSettings } from "./workerd.ts";

/** A runtime, and how the suites are run on it. */
export interface Runtime {
  name: string;
  run(project: string, elsewhere: string): Promise<SuiteResult[]>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Words {
  name: string;
  package: string;
  binary: string;
  program: string;
  format: "esm" | "cjs";
  words?: string[];
}

/** A runtime that runs a program from the command line. */
const commandLine = ({ words = [], ...settings }: Words): Runtime => ({
  name: settings.name,
  run: async (project, elsewhere) => {
    const file = binary(settings.package, settings.binary);
    const run = async (name: string, timeout: number, format = settings.format) => {
      const program = await bundleProgram(project, name, format);
      const options = { cwd: project, timeout, maxBuffer: 64 * 1024 * 1024 };
      const { stdout, stderr } = await promisify(execFile)(file, [...words, program, elsewhere], options);
      const results = stdout.split("\n").find((line) => line.startsWith(marker));
      if (results === undefined) throw new Error(`It ended without results.\n${stdout}\n${stderr}`);
      return JSON.parse(results.slice(marker.length)) as SuiteResult[];
    };
    const own = await run(settings.program, 240_000);
    // The frameworks are CommonJS; on Node.js one format is enough for them.
    const hasFrameworks = settings.program !== "node" || settings.format === "cjs";
    const frameworks = hasFrameworks ? await run("frameworks", 240_000, "cjs") : [];
    return [...own, ...frameworks, ...(await run("ends", 30_000))];
  },
});

const node = (major: number, format: "esm" | "cjs"): Runtime =>
  commandLine({
    name: `Node.js ${major}, ${format === "esm" ? "ESM" : "CommonJS"}`,
    package: `node-${major}`,
    binary: `node-${major}/bin/node`,
    program: "node",
    format,
  });

const workers = (name: string, settings: WorkerSettings): Runtime => ({
  name,
  run: async (project, elsewhere) => {
    const file = binary("workerd", ".bin/workerd");
    const { url, stop, complaints } = await serveWorker(
      file,
      await bundleWorker(project, elsewhere),
      settings,
    );
    try {
      const answer = await fetch(`${url}/run`);
      if (!answer.ok) throw new Error(`The worker failed: ${await answer.text()}\n${complaints()}`);
      const results = (await answer.json()) as SuiteResult[];
      const worker = { ...(await meet(elsewhere)), url };
      return [...results, await runSuite("many requests", workersSuite, worker)];
    } finally {
      stop();
    }
  },
});

/** Jest as it comes: CommonJS, nothing transformed. */
const jest = (major: 29 | 30): Runtime => ({
  name: `Jest ${major}, CommonJS`,
  run: async (project, elsewhere) => {
    const file = await bundleProgram(project, "jest", "cjs");
    const words = ["--transform={}", `--testMatch=${file}`, "--forceExit", "--testTimeout=30000"];
    const output = join(project, `jest-${major}.json`);
    const command = [
      here(`./installed/node_modules/jest-${major}/bin/jest.js`),
      ...words,
      "--json",
      `--outputFile=${output}`,
    ];
    const options = { cwd: project, timeout: 240_000, env: { ...process.env, ELSEWHERE: elsewhere } };
    const ended = await promisify(execFile)(binary("node-22", "node-22/bin/node"), command, options).catch(
      (error: unknown) => error, // some checks failed, or all of it did
    );
    if (!existsSync(output)) throw ended;
    return jestResults(JSON.parse(readFileSync(output, "utf8")));
  },
});

const deno = ["run", "--quiet", "--allow-all", "--no-prompt", "--node-modules-dir=manual"];
const today = "2026-10-23";

export const runtimes: readonly Runtime[] = [
  ...[20, 22, 24, 26].flatMap((major) => [node(major, "esm"), node(major, "cjs")]),
  commandLine({ name: "Bun", package: "bun", binary: ".bin/bun", program: "bun", format: "esm" }),
  commandLine({
    name: "Deno",
    package: "deno",
    binary: ".bin/deno",
    program: "deno",
    format: "esm",
    words: deno,
  }),
  jest(29),
  jest(30),
  { name: "types of Workers, Bun, Deno", run: checkRuntimeTypes },
  workers("Workers", { compatibilityDate: today, flags: [] }),
  workers("Workers without Node.js parts", { compatibilityDate: today, flags: ["no_nodejs_compat"] }),
  // From this date on, promises may be awaited by another request than the one that made them.
  workers("Workers as of October 2024", { compatibilityDate: "2024-10-14", flags: [] }),
];
