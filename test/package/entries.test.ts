import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const require = createRequire(import.meta.url);
/** A built entry; its path is no literal, because the checks run before there is a build. */
const built = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  exports: Record<string, string | Record<"import" | "require", { types: string; default: string }>>;
};
const entries = Object.entries(exports).flatMap(([name, target]) =>
  typeof target === "string" ? [] : [{ name, target }],
);
const light = ["./webhooks", "./express", "./fastify", "./fetch", "./node", "./next", "./lambda"];
const heavy = /node_modules\/(ky|p-retry|bottleneck|libphonenumber-js|hono)\//;

interface Metafile {
  outputs: Record<string, { inputs: Record<string, unknown>; imports: { path: string; kind: string }[] }>;
}

/** Every source that loading a built file brings along: at once, or also on a first call. */
function loaded(file: string, format: "esm" | "cjs", lazily: boolean): string[] {
  const { outputs } = JSON.parse(readFileSync(`dist/metafile-${format}.json`, "utf8")) as Metafile;
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of output.imports) {
      if (lazily || kind !== "dynamic-import") visit(next);
    }
  };
  visit(file.replace(/^\.\//, ""));
  return [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

describe("every entry has its files, in both formats", () => {
  test.each(entries)("$name", ({ target }) => {
    for (const { types, default: file } of [target.import, target.require]) {
      expect(existsSync(types)).toBe(true);
      expect(existsSync(file)).toBe(true);
    }
  });
});

describe("webhooks and adapters stay light, first call included", () => {
  test.each(entries.filter(({ name }) => light.includes(name)))("$name", ({ target }) => {
    const inputs = [
      ...loaded(target.import.default, "esm", true),
      ...loaded(target.require.default, "cjs", true),
    ];
    expect(inputs.length).toBeGreaterThan(5);
    expect(inputs.filter((input) => heavy.test(input))).toEqual([]);
    expect(inputs.filter((input) => input.endsWith("types/error-codes.ts"))).toEqual([]);
  });
});

test("what the command line stands on stays out of every entry", () => {
  const itsOwn = /node_modules\/(commander|@clack|fast-string-|fast-wrap-ansi|sisteransi)|src\/cli\//;
  const foreign = entries.flatMap(({ target }) => [
    ...loaded(target.import.default, "esm", true),
    ...loaded(target.require.default, "cjs", true),
  ]);
  expect(foreign.filter((input) => itsOwn.test(input))).toEqual([]);
  expect(loaded("dist/cli.js", "esm", true).filter((input) => itsOwn.test(input)).length).toBeGreaterThan(5);
});

test("ky loads on the first call, not on import", () => {
  const atImport = loaded("dist/index.js", "esm", false);
  expect(atImport.filter((input) => input.includes("node_modules/ky/"))).toEqual([]);
  expect(loaded("dist/index.js", "esm", true).some((input) => input.includes("node_modules/ky/"))).toBe(true);
});

test("the package needs no other package", () => {
  const foreign = globSync("dist/**/*.{js,cjs}").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /(?:^(?:import|export)[^;"]*|\b(?:import|require)\()"([^"./][^"\n]*)"/gm,
      ),
    ]
      .map(([, name]) => name)
      .filter((name) => !name?.startsWith("node:")),
  );
  expect(foreign).toEqual([]);
});

test("the licence of every bundled package travels along", () => {
  const notices = readFileSync("THIRD_PARTY_NOTICES", "utf8");
  for (const name of [
    "ky",
    "p-retry",
    "bottleneck",
    "zod",
    "libphonenumber-js",
    "@noble/hashes",
    "commander",
    "@clack/prompts",
    "sisteransi",
  ]) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+`, "m"));
  }
});

test("types mention none of the bundled libraries", () => {
  const foreign = globSync("dist/**/*.d.{ts,cts}").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?:from|import\() ?["']([^."'][^"']*)["']/g)].map(
      ([, name]) => ({ file, name }),
    ),
  );
  expect(foreign).toEqual([]);
});

describe("an error is an instance of its class whichever entry it comes from", () => {
  test("ESM", async () => {
    const main = await built("index.js");
    const webhooks = await built("webhooks.js");
    expect(main.WebhookPayloadError).toBe(webhooks.WebhookPayloadError);
  });

  test("CommonJS", () => {
    const main = require("../../dist/index.cjs");
    const webhooks = require("../../dist/webhooks.cjs");
    expect(main.WebhookPayloadError).toBe(webhooks.WebhookPayloadError);
  });

  test("isWhatsAppError holds across formats, where instanceof cannot", async () => {
    const esm = await built("index.js");
    const cjs = require("../../dist/index.cjs");
    const error = new cjs.QueueFullError("full");
    expect(error instanceof esm.WhatsAppError).toBe(false);
    expect(esm.isWhatsAppError(error)).toBe(true);
    expect(esm.isWhatsAppError(new Error("other"))).toBe(false);
  });
});

describe("bundles stay small, minified and gzipped", () => {
  test.each([
    ["send a text", 'export { WhatsAppClient } from "./dist/index.js"', 90],
    ["receive webhooks", 'export { createWebhookHandler } from "./dist/webhooks.js"', 20],
  ])("%s", async (_, contents, kilobytes) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: process.cwd() },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      write: false,
      logLevel: "error",
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).length;
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes / 1024).toBeLessThanOrEqual(kilobytes);
  });
});
