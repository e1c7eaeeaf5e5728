// Writes src/core/phone-metadata.ts: what libphonenumber-js knows of every country, without what wacloud never asks
// for: the patterns that lay numbers out for people, and those that tell a mobile from a landline. Together they are
// most of the data, and reading the latter was most of the time that a number took.
import { writeFileSync } from "node:fs";
import metadata from "libphonenumber-js/min/metadata";

/** Where such patterns stand in a country's facts; the library's own reader takes 0 for "none". */
const unused = new Set([4, 11]);

type Countries = Readonly<Record<string, readonly unknown[]>>;
const lean = (countries: Countries) =>
  Object.fromEntries(
    Object.entries(countries).map(([code, facts]) => [
      code,
      facts.map((fact, index) => (unused.has(index) ? 0 : fact)),
    ]),
  );

const { countries, nonGeographic, ...rest } = metadata as { countries: Countries; nonGeographic: Countries };
const kept = { ...rest, countries: lean(countries), nonGeographic: lean(nonGeographic) };
const file = `// Written by \`npm run phone-metadata\`. Run it after every update of libphonenumber-js.
import type { MetadataJson } from "libphonenumber-js/core";
import { once } from "../types/once.ts";

/** What is known of every country's numbers. */
export const phoneMetadata = once(
  (): MetadataJson =>
    JSON.parse(
      String.raw\`${JSON.stringify(kept)}\`,
    ),
);
`;
writeFileSync(process.argv[2] ?? "src/core/phone-metadata.ts", file);
