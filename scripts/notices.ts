// Writes THIRD_PARTY_NOTICES: the license of every package whose code is in dist, according to the build's metafiles.
import { globSync, readFileSync, writeFileSync } from "node:fs";

interface Metafile {
  inputs: Record<string, unknown>;
}

const inputs = globSync("dist/metafile-*.json").flatMap((file) =>
  Object.keys((JSON.parse(readFileSync(file, "utf8")) as Metafile).inputs),
);
const packages = new Set(
  inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
if (packages.size === 0) throw new Error("No bundled package found: run tsup with --metafile first.");

const notices = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const [file] = globSync(`node_modules/${name}/{license,LICENSE,licence,LICENCE}*`);
  if (file === undefined) throw new Error(`${name} has no license file.`);
  return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(80)}\n\n`;
writeFileSync(
  "THIRD_PARTY_NOTICES",
  `wacloud contains code of these packages.\n${rule}${notices.join(rule)}`,
);
