// Writes src/core/phone-metadata.ts: what libphonenumber-js knows of every country, without the patterns that only
// lay numbers out for people, which wacloud never does. They are half of the data.
import { writeFileSync } from "node:fs";
import metadata from "libphonenumber-js/min/metadata";

/** Where a country's patterns for layout stand; the library's own reader takes 0 for "none". */
const layout = 4;

type Countries = Readonly<Record<string, readonly unknown[]>>;
const withoutLayout = (countries: Countries) =>
  Object.fromEntries(
    Object.entries(countries).map(([code, facts]) => [
      code,
      facts.map((fact, index) => (index === layout ? 0 : fact)),
    ]),
  );

const { countries, nonGeographic, ...rest } = metadata as { countries: Countries; nonGeographic: Countries };
const kept = { ...rest, countries: withoutLayout(countries), nonGeographic: withoutLayout(nonGeographic) };
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
