import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const shared = { testTimeout: 20_000, hookTimeout: 60_000 };
/** Needs a Next app that is built: only `npm run examples` runs it. */
const next = ["test/examples/next.test.ts"];

export default defineConfig({
  resolve: {
    // Tests import what users import; the entries resolve to the sources. test/package checks the built files.
    alias: [
      { find: /^wacloud$/, replacement: source("index.ts") },
      { find: /^wacloud\/(webhooks|testing)$/, replacement: source("$1/index.ts") },
      { find: /^wacloud\/(express|fastify|fetch|node|next|lambda)$/, replacement: source("adapters/$1.ts") },
    ],
  },
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "tests",
          include: ["test/**/*.test.ts"],
          exclude: [...next, "**/node_modules/**"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { ...shared, name: "next", include: next, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
