import type { Json } from "../../../../utils/json.ts";
import type { BusinessAccount } from "../../business-account.ts";
import { refuse } from "../../errors.ts";
import { type GraphCall, type Route, readList, readParameters } from "../../http/router.ts";
import type { State } from "../../state.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { reportOutcomes } from "./outcomes.ts";

const maxIds = 500;

/** Copies approved templates from another account of the business. */
function migrate(call: GraphCall): Json {
  const { state } = call;
  const destination = state.account(call.id);
  const parameters = readParameters(call);
  const source = findSource(state, parameters.source_waba_id, call.id);
  const outcomes = chooseTemplates(source, parameters).map(({ id, template }) => {
    const reason =
      template === undefined ? "The template does not exist." : reasonAgainst(state, destination, template);
    if (template !== undefined && reason === undefined) copy(destination, template);
    return { id, reason };
  });
  return reportOutcomes("migrated_templates", outcomes);
}

function findSource({ accounts }: State, id: unknown, destinationId: string): BusinessAccount {
  if (id === undefined) throw refuse(100, "The parameter source_waba_id is required.");
  const source = accounts.get(String(id));
  if (source === undefined || source.id === destinationId) {
    throw refuse(100, "Param source_waba_id must be another account of the same business.");
  }
  return source;
}

interface Choice {
  id: string;
  template: StoredTemplate | undefined;
}

/** The templates with the given ids, or a page of all templates, oldest first. */
function chooseTemplates(
  { templates }: BusinessAccount,
  { template_ids, page_number, count }: Json,
): Choice[] {
  const ids = readList(template_ids);
  if (ids.length > maxIds) throw refuse(100, `Param template_ids must have at most ${maxIds} ids.`);
  if (ids.length > 0) return [...new Set(ids)].map((id) => ({ id, template: templates.get(id) }));
  const size = readInteger("count", count ?? maxIds, 1, maxIds);
  const page = readInteger("page_number", page_number ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const all = templates.all().reverse();
  return all.slice(page * size, (page + 1) * size).map((template) => ({ id: template.id, template }));
}

function readInteger(name: string, value: unknown, from: number, to: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw refuse(100, `Param ${name} must be an integer between ${from} and ${to}.`);
}

function reasonAgainst(
  state: State,
  { templates }: BusinessAccount,
  template: StoredTemplate,
): string | undefined {
  const { status, quality, name, language } = template;
  if (status !== "APPROVED") return `The template has status ${status}.`;
  if (!["GREEN", "UNKNOWN"].includes(quality.score)) return `The template has quality ${quality.score}.`;
  if (templates.find(name, language) !== undefined) return "Content in this language already exists.";
  if (templates.isLocked(name)) return "The name of a deleted template is locked for 30 days.";
  return templates.all().length < state.templateLimit
    ? undefined
    : "The account has reached its template limit.";
}

function copy({ templates }: BusinessAccount, template: StoredTemplate): void {
  const { name, language, category, status, parameterFormat, components, optionalFields, bodyTypes } =
    template;
  templates.add({ name, language, category, status, parameterFormat, components, optionalFields, bodyTypes });
}

export const templateMigrationRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "migrate_message_templates", answer: migrate },
];
