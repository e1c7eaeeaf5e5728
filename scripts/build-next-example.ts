// Installs and builds examples/next with the package in dist. Does nothing if neither has changed since the last build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";

const app = "examples/next";
const stamp = `${app}/.next/built-from`;

const sources = globSync(["dist/**", `${app}/**`, "package.json"], {
  exclude: (name) => /(^|\/)(node_modules|\.next|next-env\.d\.ts)$/.test(name),
});
const digest = createHash("sha256");
for (const file of sources.sort()) digest.update(file).update(readContent(file));
const current = digest.digest("hex");

if (process.env.CI || readContent(stamp) !== current) {
  npm("ci", "--prefer-offline"); // also copies the package, as it would come from the registry
  npm("run", "build");
  writeFileSync(stamp, current);
}

/** Empty for a folder, and for a file that is not there. */
function readContent(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function npm(...words: string[]): void {
  execFileSync("npm", words, {
    cwd: app,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
}
