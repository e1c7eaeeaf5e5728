// Measures what wacloud costs. All ratios and raw figures come from a single run.
// Run: npm run bench [-- --write] [-- --only=sending]; `--write` also puts the tables into bench/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { adapters } from "./adapters.ts";
import { bundles } from "./bundles.ts";
import { defining } from "./defining.ts";
import { installing } from "./installing.ts";
import { receiving } from "./receiving.ts";
import { remembering } from "./remembering.ts";
import { pace, sending } from "./sending.ts";
import { simulating } from "./simulating.ts";
import { coldStart, importing } from "./starting.ts";
import { markdown, print, type Table } from "./table.ts";
import { manyTenants } from "./tenants.ts";
import { typechecking } from "./typechecking.ts";

const measures: Record<string, () => Table | Promise<Table>> = {
  sending,
  pace,
  receiving,
  remembering,
  manyTenants,
  adapters,
  simulating,
  importing,
  coldStart,
  bundles,
  installing,
  typechecking,
  defining,
};

const { values } = parseArgs({ options: { write: { type: "boolean" }, only: { type: "string" } } });
const chosen = Object.entries(measures).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) throw new Error(`--only takes ${Object.keys(measures).join(", ")}`);

const about = `${machine()}; ${libraries()}.`;
console.log(about);
const tables: Table[] = [];
for (const [, measure] of chosen) {
  const table = await measure();
  print(table);
  tables.push(table);
}
if (values.write && values.only === undefined) write(tables);

function machine(): string {
  return `Node.js ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} processors`;
}

function libraries(): string {
  const names = ["ky", "p-retry", "zod", "libphonenumber-js", "fastify", "express", "esbuild", "typescript"];
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  return names.map((name) => `${name} ${devDependencies[name]}`).join(", ");
}

/** Keeps the text above the marker and replaces the figures below it. */
function write(measured: readonly Table[]): void {
  const file = "bench/README.md";
  const marker = "<!-- npm run bench -- --write -->";
  const [words] = readFileSync(file, "utf8").split(marker);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(
    file,
    `${words}${marker}\n\nMeasured on ${day}: ${about}\n\n${measured.map(markdown).join("\n")}`,
  );
}
