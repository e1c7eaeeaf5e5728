import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A path beside this file. */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(here("./installed/package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};

/** The program of a runtime's package, when it is there and of the version that was asked for. */
export function binary(name: string, path: string): string {
  const file = here(`./installed/node_modules/${path}`);
  const version = devDependencies[name]?.split("@").at(-1) ?? "";
  const wanted = name === "workerd" ? version.replace(/^1\.(\d{4})(\d\d)(\d\d)\..*/, "$1-$2-$3") : version;
  const found = execFileSync(file, ["--version"], { encoding: "utf8" });
  if (!found.includes(wanted)) throw new Error(`${name} should be ${wanted}, but is ${found.trim()}`);
  return file;
}
