import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { entries } from "../../scripts/entries.ts";
import { loaded } from "./loaded.ts";

const require = createRequire(import.meta.url);
/** A built entry; its path is no literal, because the checks run before there is a build. */
const built = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  exports: Record<string, unknown>;
};
const adapters = entries.filter(({ source }) => source.startsWith("src/adapters/"));
const light = entries.filter(({ source }) => /^src\/(adapters|webhooks)\//.test(source));
const heavy = /node_modules\/(ky|p-retry|libphonenumber-js|hono)\//;

describe("every entry has its files in both formats, and package.json refers to them", () => {
  test.each(entries)("$name", ({ name, output }) => {
    const subpath = name.replace("wacloud", ".");
    const target = {
      import: { types: `./dist/${output}.d.ts`, default: `./dist/${output}.js` },
      require: { types: `./dist/${output}.d.cts`, default: `./dist/${output}.cjs` },
    };
    expect({ [subpath]: exports[subpath] }).toEqual({ [subpath]: target });
    const files = Object.values(target).flatMap((format) => Object.values(format));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe("webhooks and adapters stay light, even after the first call", () => {
  test.each(light)("$name", ({ output }) => {
    const inputs = loadedInBothFormats(output);
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((input) => heavy.test(input))).toEqual([]);
    expect(inputs.filter((input) => input.endsWith("types/error-codes.ts"))).toEqual([]);
  });
});

function loadedInBothFormats(output: string): string[] {
  return [...loaded(`dist/${output}.js`, "esm", true), ...loaded(`dist/${output}.cjs`, "cjs", true)];
}

test("the command line's dependencies are in no other entry", () => {
  const itsOwn = /node_modules\/(commander|@clack|fast-string-|fast-wrap-ansi|sisteransi|yocto)|src\/cli\//;
  const foreign = entries.flatMap(({ output }) => loadedInBothFormats(output));
  expect(foreign.filter((input) => itsOwn.test(input))).toEqual([]);
  expect(loaded("dist/cli.js", "esm", true).filter((input) => itsOwn.test(input)).length).toBeGreaterThan(5);
});

test("the types mention no class that cannot be imported", () => {
  const namesIn = (file: string, pattern: RegExp) =>
    [...readFileSync(file, "utf8").matchAll(pattern)].map(([, names = ""]) => names);
  const declared = globSync("dist/**/*.d.{ts,cts}").flatMap((file) =>
    namesIn(file, /^declare (?:abstract )?class (\w+)/gm),
  );
  const exported = entries.flatMap(({ output }) =>
    namesIn(`dist/${output}.d.ts`, /^export \{([^}]*)\}/gm).flatMap((names) => names.match(/\w+/g) ?? []),
  );
  expect(declared).toContain("WhatsAppClient");
  expect(declared.filter((name) => !exported.includes(name))).toEqual([]);
});

test("the package has no dependencies", () => {
  const foreign = globSync("dist/**/*.{js,cjs}").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /(?:^(?:import|export)(?:[^;"]*\bfrom)?\s*|\b(?:import|require)\()"([^"./][^"\n]*)"/gm,
      ),
    ]
      .map(([, name]) => name)
      .filter((name) => !name?.startsWith("node:")),
  );
  expect(foreign).toEqual([]);
});

test("includes the license of every bundled package, including the command line's", () => {
  const notices = readFileSync("THIRD_PARTY_NOTICES", "utf8");
  const inputs = globSync("dist/metafile-*.json").flatMap((file) =>
    Object.values(JSON.parse(readFileSync(file, "utf8")).outputs as Record<string, { inputs: object }>),
  );
  const paths = inputs.flatMap((output) => Object.keys(output.inputs)).join("\n");
  const names = new Set([...paths.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(([, name]) => name));
  expect([...names]).toEqual(expect.arrayContaining(["ky", "@noble/hashes", "commander", "sisteransi"]));
  for (const name of names) {
    const license = notices
      .split(/^-{80}$/m)
      .find((one) => one.startsWith(`\n${name} `) || one.startsWith(`\n\n${name} `));
    expect(license, name).toMatch(/copyright/i);
  }
});

test("every entry is listed: no wildcard exposes the package's internals", () => {
  expect(JSON.stringify(exports)).not.toContain("*");
  for (const inside of ["wacloud/dist/index.js", "wacloud/src/index.ts", "wacloud/core/retry"]) {
    expect(() => require.resolve(inside)).toThrow(/not defined by "exports"/);
  }
});

describe("docstrings survive into the types, in both formats", () => {
  /** The text right before a name is declared, in whichever file. */
  const documented = (files: string, declaration: RegExp): string | undefined =>
    globSync(files)
      .map((file) => readFileSync(file, "utf8"))
      .flatMap((text) => [...text.matchAll(declaration)].map(({ index }) => text.slice(0, index).trimEnd()))
      .map((before) => (before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : ""))
      .find((comment) => comment !== "");

  test.each([
    ["a class", /declare class WhatsAppClient\b/g, /@example/],
    ["a method", /^ {4}sendText\(/gm, /@throws|text/i],
    ["a function", /declare function createWebhookHandler\b/g, /@throws/],
    ["an adapter", /declare function expressWebhook\b/g, /@example/],
    ["an option", /^ {4}timeoutMs\?:/gm, /milliseconds/],
    ["an interface", /interface WebhookOptions\b/g, /webhook/],
    ["an error", /declare class AmbiguousSendError\b/g, /may or may not have/],
    ["a field of an error", /^ {4}readonly hint:/gm, /./],
    ["the simulator", /declare const createSimulator\b/g, /@example/],
  ])("%s", (_, declaration, words) => {
    for (const files of ["dist/**/*.d.ts", "dist/**/*.d.cts"]) {
      expect(documented(files, declaration)).toMatch(words);
    }
  });
});

test("types mention none of the bundled libraries", () => {
  const foreign = globSync("dist/**/*.d.{ts,cts}").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?:from|import\() ?["']([^."'][^"']*)["']/g)].map(
      ([, name]) => ({ file, name }),
    ),
  );
  expect(foreign).toEqual([]);
});

/** Errors thrown by each entry, which are to be instances of the main entry's classes. */
async function collectErrors(
  load: (entry: string) => Promise<Record<string, (...given: unknown[]) => unknown>>,
) {
  const caught = async (act: () => unknown) => {
    try {
      await act();
    } catch (error) {
      return error;
    }
    throw new Error("Nothing was thrown.");
  };
  const errors = new Map<string, unknown>();
  for (const { output } of adapters) {
    const adapt = (await load(output))[`${output}Webhook`];
    errors.set(output, await caught(() => adapt?.({}, {})));
  }
  const { createWebhookHandler } = await load("webhooks");
  errors.set("webhooks", await caught(() => createWebhookHandler?.({})));
  const simulator = (await load("testing")).createSimulator?.() as Simulator;
  errors.set("testing", await caught(() => simulator.user("nobody")));
  return { errors, simulator };
}

describe("an error is an instance of its class whichever entry it comes from", () => {
  test.each([
    ["ESM", (entry: string) => built(`${entry}.js`)],
    ["CommonJS", async (entry: string) => require(`../../dist/${entry}.cjs`)],
  ])("%s", async (_, load) => {
    const { ApiError, ConfigurationError, WebhookPayloadError, WhatsAppClient } = await load("index");
    const { errors, simulator } = await collectErrors(load);
    expect(errors.size).toBe(light.length + 1);
    for (const [entry, error] of errors) expect(error, entry).toBeInstanceOf(ConfigurationError);
    expect((await load("webhooks")).WebhookPayloadError).toBe(WebhookPayloadError);
    simulator.fail({ code: 131047 });
    const { messages } = new WhatsAppClient(simulator.clientOptions);
    const refused = messages.sendText({ to: "+14155552671", body: "Hello" });
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await simulator.close();
  });

  test("instanceof and isWhatsAppError hold across formats", async () => {
    const esm = await built("index.js");
    const cjs = require("../../dist/index.cjs");
    const error = new cjs.QueueFullError("full");
    expect(cjs.QueueFullError).not.toBe(esm.QueueFullError);
    expect(error).toBeInstanceOf(esm.QueueFullError);
    expect(error).toBeInstanceOf(esm.WhatsAppError);
    expect(error).not.toBeInstanceOf(esm.ApiError);
    expect(esm.isWhatsAppError(error)).toBe(true);
    expect(esm.isWhatsAppError(new Error("other"))).toBe(false);
  });
});
