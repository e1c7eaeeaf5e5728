import type { Json } from "../../../../utils/json.ts";
import { paginate } from "../../http/paging.ts";
import { type GraphCall, type Route, readParameters } from "../../http/router.ts";
import { type LibraryTemplate, library } from "../../templates/library.ts";
import { isAmong } from "./read.ts";

const filters = ["topic", "usecase", "language", "category"] as const;

function browse(call: GraphCall): Json {
  const parameters = readParameters(call);
  const found = library.filter((template) => isWanted(template, parameters));
  return paginate(
    call,
    found.map((template) => ({ ...template })),
    parameters,
  );
}

function isWanted(template: LibraryTemplate, parameters: Json): boolean {
  const { search, industry } = parameters;
  const words = `${template.name} ${template.header ?? ""} ${template.body}`.toLowerCase();
  return (
    (search === undefined || words.includes(String(search).toLowerCase())) &&
    filters.every((key) => isAmong(template[key] ?? "", parameters[key])) &&
    isAmong(template.industry, industry)
  );
}

export const templateLibraryRoutes: readonly Route[] = [
  { method: "GET", node: "template-library", edge: "", answer: browse },
];
