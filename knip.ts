import type { KnipConfig } from "knip";
import { entries } from "./scripts/entries.ts";

export default {
  entry: [
    ...entries.map(({ source }) => source),
    "examples/**/*.ts",
    "scripts/*.ts",
    "src/page/main.tsx",
    "src/mcp/library.ts",
    "test/resources/{operations,surface-names}/*.ts",
    "bench/{run,cloud-api,webhook-server}.ts",
    "test/package/consumer/*",
    "test/runtimes/{programs,consumers}/*.ts",
    "test/examples/lambda-runtime.ts",
  ],
  project: ["src/**/*.{ts,tsx}", "test/**/*.ts", "examples/**/*.ts", "scripts/**/*.ts", "bench/**/*.ts"],
  ignore: ["examples/next/**"],
  ignoreDependencies: ["typescript-5.4"],
  ignoreBinaries: ["script", "unshare", "ip", "php"],
} satisfies KnipConfig;
