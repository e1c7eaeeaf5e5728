import { describe, expect, test } from "vitest";
import { bundleSize, programs } from "../../bench/bundles.ts";
import { packed } from "../../bench/installing.ts";
import { entries } from "../../scripts/entries.ts";
import { loaded } from "./loaded.ts";

/** What an entry loads: libraries by their name, our own sources by their room. */
interface Weight {
  atImport: string[];
  /** What the first calls may load beside. */
  later: string[];
}

/** Webhooks and adapters: no library of the client's, no zod; SHA-256 only for runtimes without one. */
const receiving: Weight = {
  atImport: [
    "src/adapters",
    "src/errors.ts",
    "src/flows",
    "src/store",
    "src/types",
    "src/utils",
    "src/webhooks",
  ],
  later: ["@noble/hashes"],
};

/** The tools for assistants: they get a client, so what it is made of is loaded anyway. */
const assisting = (room: string): string[] =>
  [
    "@noble/hashes",
    "libphonenumber-js",
    "src/assistant",
    "src/core",
    "src/errors.ts",
    "src/store",
    "src/templates",
    "src/types",
    "src/utils",
    "src/webhooks",
    "zod",
    room,
  ].sort();

/** A new name in here makes somebody's start slower: put it in only when that is worth it. */
const weights: Record<string, Weight> = {
  wacloud: {
    atImport: [
      "is-network-error",
      "libphonenumber-js",
      "p-retry",
      "src/client-options.ts",
      "src/client-resources.ts",
      "src/client.ts",
      "src/core",
      "src/errors.ts",
      "src/index.ts",
      "src/logger.ts",
      "src/resources",
      "src/store",
      "src/templates",
      "src/types",
      "src/utils",
      "zod",
    ],
    later: ["@noble/hashes", "ky", "src/client-resource-classes.ts", "src/doctor"],
  },
  "wacloud/webhooks": {
    atImport: [
      "@noble/hashes",
      ...receiving.atImport
        .filter((name) => name !== "src/flows")
        .map((name) => (name === "src/adapters" ? "src/logger.ts" : name))
        .sort(),
    ],
    later: [],
  },
  "wacloud/flows": {
    atImport: ["src/errors.ts", "src/flows", "src/utils", "src/webhooks"],
    later: [],
  },
  "wacloud/mcp": {
    atImport: assisting("src/mcp"),
    later: ["@modelcontextprotocol/core", "@modelcontextprotocol/server", "src/resources"],
  },
  "wacloud/ai": {
    atImport: assisting("src/ai"),
    later: ["src/resources"],
  },
  "wacloud/testing": {
    atImport: ["src/core", "src/errors.ts", "src/testing", "src/types", "src/utils", "src/webhooks", "zod"],
    later: ["src/page"],
  },
};

function measureWeight(file: string, format: "esm" | "cjs"): Weight {
  const atImport = names(loaded(file, format, false));
  const later = names(loaded(file, format, true)).filter((name) => !atImport.includes(name));
  return { atImport, later };
}

const names = (inputs: readonly string[]): string[] =>
  [...new Set(inputs.map((input) => library(input) ?? input.split("/").slice(0, 2).join("/")))].sort();

const library = (input: string): string | undefined =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

describe("each entry loads only the code that it needs, and the rest on demand", () => {
  test.each(entries)("$name", ({ name, output, source }) => {
    const expected = source.startsWith("src/adapters/") ? receiving : weights[name];
    expect(measureWeight(`dist/${output}.js`, "esm")).toEqual(expected);
    expect(measureWeight(`dist/${output}.cjs`, "cjs")).toEqual(expected);
  });
});

/** Little above what was reached; `npm run bench -- --only=bundles` says what there is now. Kilobytes. */
const limits: Record<keyof typeof programs, { whole: number; loaded: number }> = {
  "send a text": { whole: 134, loaded: 64.74 },
  "receive webhooks": { whole: 20, loaded: 15 },
};

describe("bundles stay small, minified and gzipped", () => {
  test.each(Object.entries(programs))("%s", async (name, program) => {
    const { whole, loaded: split } = await bundleSize(program);
    const limit = limits[name as keyof typeof programs];
    expect(split).toBeGreaterThan(10);
    expect(whole).toBeLessThanOrEqual(limit.whole);
    expect(split).toBeLessThanOrEqual(limit.loaded);
  });
});

test("the package stays small", () => {
  const { unpackedSize, size } = packed();
  expect(size / 2 ** 20).toBeGreaterThan(0.3);
  // 0.2 of it are the pages that llms.txt names; 0.64 the library of the Model Context Protocol, minified, once per
  // module format; only a server that serves an assistant loads it. 5.64 in all.
  expect(unpackedSize / 2 ** 20).toBeLessThanOrEqual(5.8);
});
