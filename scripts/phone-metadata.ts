// Writes src/core/phone-metadata.ts: the metadata of libphonenumber-js for every country, without the parts that wacloud never reads.
// That is most of the data: the rules for laying numbers out for people, and nearly all patterns that tell a mobile
// from a landline. The library uses these patterns to tell countries with the same calling code apart. wacloud only
// checks lengths, so it keeps them where they decide which lengths are possible.
import { writeFileSync } from "node:fs";
import metadata from "libphonenumber-js/min/metadata";

type Facts = readonly unknown[];
type Countries = Readonly<Record<string, Facts>>;

/** Positions in a country's facts. The library takes 0 for "none". */
const position = { callingCode: 0, lengths: 3, types: 11 };
/** Positions that only formatting reads. */
const layout = new Set([4, 6, 9, 12, 13]);

const { countries, nonGeographic, ...rest } = metadata as { countries: Countries; nonGeographic: Countries };

const lengths = (facts: Facts) => facts[position.lengths] as number[];

/** Whether a number of every country with this calling code may have this many digits. */
const isShared = (callingCode: unknown, length: number): boolean =>
  Object.values(countries)
    .filter((facts) => facts[position.callingCode] === callingCode)
    .every((facts) => lengths(facts).includes(length));

/** Whether one of the country's types covers a length that is impossible in another country of its calling code. */
function needsTypes(facts: Facts): boolean {
  const types = (facts[position.types] || []) as (0 | [pattern: string, lengths?: number[]])[];
  return types
    .flatMap((type) => (type === 0 ? [] : (type[1] ?? lengths(facts))))
    .some((length) => !isShared(facts[position.callingCode], length));
}

const isUnused = (facts: Facts, index: number): boolean =>
  layout.has(index) || (index === position.types && !needsTypes(facts));

const lean = (all: Countries) =>
  Object.fromEntries(
    Object.entries(all).map(([code, facts]) => [
      code,
      facts.map((fact, index) => (isUnused(facts, index) ? 0 : fact)),
    ]),
  );

const kept = { ...rest, countries: lean(countries), nonGeographic: lean(nonGeographic) };
const file = `// Written by \`npm run phone-metadata\`. Run it after every update of libphonenumber-js.
import type { MetadataJson } from "libphonenumber-js/core";
import { once } from "../utils/once.ts";

/** The numbering rules of every country. */
export const phoneMetadata = once(
  (): MetadataJson =>
    JSON.parse(
      String.raw\`${JSON.stringify(kept)}\`,
    ),
);
`;
writeFileSync(process.argv[2] ?? "src/core/phone-metadata.ts", file);
