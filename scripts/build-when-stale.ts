// Builds the package unless dist is newer than the sources, which leaves programs that run from dist undisturbed.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";

const changedAt = (file: string) => statSync(file).mtimeMs;
const sources = [...globSync("src/**/*.{ts,tsx,css}"), "tsup.config.ts", "package-lock.json"];

const isFresh =
  existsSync("dist/index.js") && changedAt("dist/index.js") > Math.max(...sources.map(changedAt));
if (!isFresh) execFileSync("npm", ["run", "--silent", "build:js", "--", "--silent"], { stdio: "inherit" });
