import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests import what users import; the entries resolve to the sources. test/package checks the built files.
    alias: [
      { find: /^wacloud$/, replacement: source("index.ts") },
      { find: /^wacloud\/(webhooks|testing)$/, replacement: source("$1/index.ts") },
      { find: /^wacloud\/(express|fastify|fetch|node)$/, replacement: source("adapters/$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
