import { existsSync } from "node:fs";
import manifest from "../package.json" with { type: "json" };

/** A subpath that users import. The only list of them is `exports` in package.json. */
export interface Entry {
  /** As users write it: `wacloud/express`. */
  name: string;
  /** The name of its files in dist. */
  output: string;
  /** The file that it is built from, relative to the root of the project. */
  source: string;
}

/** The entries of the package. An entry is a room's table of contents or an adapter; no other file can be one. */
export const entries: readonly Entry[] = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== "./package.json")
  .map((subpath) => {
    const name = subpath.replace(".", manifest.name);
    const output = subpath === "." ? "index" : subpath.replace("./", "");
    return { name, output, source: findSource(output) };
  });

function findSource(output: string): string {
  const candidates = [`src/${output}/index.ts`, `src/adapters/${output}.ts`];
  const source = output === "index" ? "src/index.ts" : candidates.find((file) => existsSync(file));
  if (source === undefined)
    throw new Error(`package.json exports "./${output}", but neither ${candidates.join(" nor ")} exists.`);
  return source;
}
