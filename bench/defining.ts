import { flowPrograms } from "./flow-types.ts";
import { type Comparison, compared, type Table } from "./table.ts";
import { templatePrograms } from "./template-types.ts";
import { measureTypes, type Programs } from "./type-costs.ts";

const compilers = ["typescript", "typescript-7"];

/** What the types of definitions cost the compiler, against the same objects without types. */
export function defining(): Table {
  return compared("tsc over definitions, against the same plain objects", [
    ...compare("200 templates", templatePrograms),
    ...compare("100 Flows of three screens", flowPrograms),
  ]);
}

const compare = (what: string, { plain, defined }: Programs<"plain" | "defined">): Comparison[] =>
  measureTypes({ plain, defined }, compilers, 5).map(({ compiler, ...times }) => ({
    what: `${what}, ${compiler}`,
    wacloud: times.defined,
    floor: times.plain,
    unit: "ms",
  }));
