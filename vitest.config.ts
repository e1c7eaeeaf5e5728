import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { entries } from "./scripts/entries.ts";
import { pageForVite } from "./scripts/page-plugin.ts";

/** A test that hangs is ended; how long one may take on a busy machine is not judged. */
const shared = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000 } } };
/** Need a built Next app, and the registry: only `npm run examples` runs them. */
const next = ["test/examples/next.test.ts", "test/examples/scaffolds.test.ts"];
/** Hundreds of seeds: only `npm run test:long` runs them. */
const long = ["test/long/**/*.test.ts"];

export default defineConfig({
  plugins: [pageForVite()],
  resolve: {
    // Tests import what users import; the entries resolve to the sources. test/package checks the built files.
    alias: entries.map(({ name, source }) => ({
      find: new RegExp(`^${name}$`),
      replacement: resolve(source),
    })),
  },
  test: {
    // By default, one core is left to others: on a machine with two, half of it would idle.
    maxWorkers: "100%",
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "tests",
          include: ["test/**/*.test.ts"],
          exclude: [...next, ...long, "**/node_modules/**"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { ...shared, name: "next", include: next, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { ...shared, name: "long", include: long, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
