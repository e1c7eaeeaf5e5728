// Type-checks a consumer of the built package: oldest supported and newest TypeScript, each way of resolving.
import { spawnSync } from "node:child_process";

const compilers = ["typescript-5.4", "typescript-7"];
const settings = [
  { module: "node16", moduleResolution: "node16" },
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
];
const shared = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--types", "node"];
const files = ["test/package/consumer/esm.mts", "test/package/consumer/cjs.cts"];

let failed = 0;
for (const compiler of compilers) {
  for (const { module, moduleResolution } of settings) {
    const chosen = ["--module", module, "--moduleResolution", moduleResolution];
    const checked = moduleResolution === "bundler" ? files.slice(0, 1) : files;
    const command = [`node_modules/${compiler}/bin/tsc`, ...shared, ...chosen, "--ignoreConfig", ...checked];
    const known =
      compiler === "typescript-5.4" ? command.filter((word) => word !== "--ignoreConfig") : command;
    const { status, stdout } = spawnSync(process.execPath, known, { encoding: "utf8" });
    console.log(`${compiler} ${moduleResolution}: ${status === 0 ? "ok" : "failed"}`);
    if (status !== 0) console.log(stdout);
    failed += status === 0 ? 0 : 1;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
