import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { codeBlocks } from "../../scripts/pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const npm = (cwd: string, ...words: string[]) => execFileSync("npm", words, { cwd, encoding: "utf8" });

/** A project of a user: nothing in it but the packed package. Returns its folder. */
export function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-runtimes-"));
  const [packed] = JSON.parse(npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "project", private: true }));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename));
  return folder;
}

/** A program and its suites as one file, beside the package that they use. */
export async function bundleProgram(folder: string, program: string, format: "esm" | "cjs"): Promise<string> {
  const outfile = join(folder, `${program}.${format === "esm" ? "mjs" : "cjs"}`);
  if (existsSync(outfile)) return outfile;
  const external = ["wacloud", "wacloud/*", "node:*", "cloudflare:*"];
  const entryPoints = [fileURLToPath(new URL(`./programs/${program}.ts`, import.meta.url))];
  await build({ ...common, platform: "node", entryPoints, external, format, outfile });
  return outfile;
}

/** A worker as its tools make it: the program and the package in one file. */
export async function bundleWorker(folder: string, elsewhere: string): Promise<string> {
  const program = await bundleProgram(folder, "worker", "esm");
  const outfile = join(folder, "module.js");
  if (existsSync(outfile)) return outfile;
  const conditions = ["workerd", "worker", "browser"];
  const define = { ELSEWHERE: JSON.stringify(elsewhere) };
  const external = ["node:*", "cloudflare:*"];
  await build({ ...common, entryPoints: [program], external, conditions, define, format: "esm", outfile });
  return outfile;
}

/** Gives programs the code that a page prints. */
const fromPages: Plugin = {
  name: "from-pages",
  setup({ onLoad, onResolve }) {
    const isPrinted = (code: string) => code.includes("export function durableStore(");
    onResolve({ filter: /\/durable-store\.js$/ }, ({ path }) => ({ path, namespace: "page" }));
    onLoad({ filter: /$/, namespace: "page" }, () => {
      const block = codeBlocks(join(root, "docs/stores.md")).find(({ code }) => isPrinted(code));
      return { contents: block?.code ?? "", loader: "ts" };
    });
  },
};

const common: BuildOptions = {
  bundle: true,
  plugins: [fromPages],
  platform: "neutral",
  target: "es2022",
  mainFields: ["module", "main"],
  logLevel: "warning",
};
