import type { ValidationIssue } from "../errors.ts";
import { capitals } from "../types/templates/capitals.ts";
import type {
  AnyTemplateDefinition,
  TemplateChanges,
  TemplateDefinition,
} from "../types/templates/definition.ts";
import { thirtyDays } from "../types/templates/limits.ts";
import type {
  BlockCode,
  BlockedTemplate,
  FoundTemplate,
  TemplateDifference,
  TemplatePlan,
} from "../types/templates/sync.ts";
import type { Template } from "../types/templates/template.ts";
import type { Json } from "../utils/json.ts";
import { findDifferences, isSetting } from "./compare.ts";
import { toDefinition } from "./defined.ts";
import { plainLanguage } from "./language.ts";

/** Which of the account's templates without a definition are deleted. */
export type DeleteChoice = boolean | ((template: Template) => boolean);

/** Plans what to do to make the account match the definitions. Does nothing itself. */
export function planTemplates(
  definitions: readonly AnyTemplateDefinition[],
  account: readonly Template[],
  deletes: DeleteChoice = false,
): TemplatePlan {
  const wanted = new Map(
    definitions.map(toDefinition).map((definition) => [toTemplateKey(definition), definition]),
  );
  const found = new Map(account.map((template) => [toTemplateKey(template), template]));
  const plan: TemplatePlan = { create: [], edit: [], unchanged: [], blocked: [], delete: [] };
  for (const [key, definition] of wanted) planOne(definition, found.get(key), plan);
  for (const [key, template] of found) {
    if (!wanted.has(key) && shouldDelete(template, deletes)) planDeletion(template, plan);
  }
  return plan;
}

/** Names are exact; languages have two spellings. */
export const toTemplateKey = ({ name, language }: { name: string; language: string }): string =>
  `${name} ${plainLanguage(language)}`;

/** Finds definitions whose name and language another definition already has. */
export function duplicateIssues(definitions: readonly TemplateDefinition[]): ValidationIssue[] {
  const keys = definitions.map(toTemplateKey);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [{ path: `${index}.name`, message: "is already defined in this language" }],
  );
}

function planOne(definition: TemplateDefinition, template: Template | undefined, plan: TemplatePlan): void {
  const { name, language, category } = definition;
  if (template === undefined) {
    plan.create.push({ name, language, category });
    return;
  }
  const changes = findDifferences(definition, template);
  const block = findBlock(template, changes);
  if (block !== undefined) plan.blocked.push(block);
  else if (changes.length === 0) plan.unchanged.push(toFound(template));
  else plan.edit.push({ ...toFound(template), changes });
}

/** Templates of Direct Send stay; those being deleted go anyway. */
function shouldDelete(template: Template, deletes: DeleteChoice): boolean {
  const isGone = ["DELETED", "PENDING_DELETION"].includes(template.status.toUpperCase());
  if (isGone || isOfDirectSend(template)) return false;
  return typeof deletes === "function" ? deletes(template) : deletes;
}

function planDeletion(template: Template, plan: TemplatePlan): void {
  const isDisabled = template.status.toUpperCase() === "DISABLED";
  if (!isDisabled) plan.delete.push(toFound(template));
  else plan.blocked.push(blocked(template, "delete", "disabled", "A disabled template cannot be deleted."));
}

const toFound = ({
  id,
  name,
  language,
  status,
  category,
  rejected_reason: reason,
}: Template): FoundTemplate => ({
  id,
  name,
  language,
  status,
  category,
  ...(isRejected({ status }) && typeof reason === "string" && reason !== "NONE"
    ? { rejected_reason: reason }
    : {}),
});

/** Whether Meta rejected it: until it is edited, it cannot be sent. */
export const isRejected = ({ status }: { status?: string | undefined }): boolean =>
  capitals(status) === "REJECTED";

/** Templates that Direct Send created cannot be edited. */
export const isOfDirectSend = ({ source }: Template): boolean => capitals(source) === "AUTO_GENERATED";

/** Statuses in which a template cannot match its definition, whether or not it differs. */
const permanentBlocks: Readonly<Record<string, readonly [BlockCode, string]>> = {
  PENDING_DELETION: [
    "being-deleted",
    "It is being deleted: choose another name, or wait until the name is free.",
  ],
  DELETED: ["being-deleted", "It was deleted: choose another name, or wait 30 days until the name is free."],
  DISABLED: ["disabled", "Meta disabled it for good: define it under another name."],
  ARCHIVED: ["archived", "It is in the archive: bring it back with templates.unarchive first."],
};

/** Statuses in which a template cannot be edited. */
const temporaryBlocks: Readonly<Record<string, readonly [BlockCode, string]>> = {
  PENDING: ["in-review", "It is in review: it can be edited once Meta has approved or rejected it."],
  IN_APPEAL: ["in-review", "Its rejection is being appealed: it can be edited once that is decided."],
  LIMIT_EXCEEDED: [
    "status",
    "Its status is LIMIT_EXCEEDED: only approved, rejected and paused templates can be edited.",
  ],
};

function findBlock(template: Template, changes: readonly TemplateDifference[]): BlockedTemplate | undefined {
  const status = template.status.toUpperCase();
  const known =
    changes.length === 0 ? permanentBlocks[status] : (permanentBlocks[status] ?? temporaryBlocks[status]);
  if (known !== undefined) return blocked(template, "edit", ...known, changes);
  if (changes.length === 0) return undefined;
  if (isOfDirectSend(template)) {
    return blocked(
      template,
      "edit",
      "direct-send",
      "Templates made by Direct Send cannot be edited.",
      changes,
    );
  }
  const moved = changes.find(({ path }) => path === "category");
  if (status !== "APPROVED" || moved === undefined) return undefined;
  const reason = `It is approved as ${template.category}, and the category of an approved template cannot change: define it as ${template.category}, or under another name.`;
  return blocked(template, "edit", "category-fixed", reason, changes);
}

function blocked(
  { id, name, language, status }: Template,
  action: BlockedTemplate["action"],
  code: BlockCode,
  reason: string,
  changes?: readonly TemplateDifference[],
): BlockedTemplate {
  return { id, name, language, status, action, code, reason, ...(changes?.length ? { changes } : {}) };
}

/**
 * The changes that make a template match its definition: only what differs, because Meta reviews everything that is
 * sent, and edits of the price alone have limits of their own. Meta replaces components as a whole.
 */
export function toChanges(
  definition: TemplateDefinition,
  differences: readonly TemplateDifference[],
): TemplateChanges {
  const given: Readonly<Json> = { ...definition };
  const settings = differences.filter(({ path }) => isSetting(path));
  const named = settings.map(({ path, to }) => {
    const key = path.split(".")[0] ?? path;
    return [key, given[key] ?? toDefault(key, to, definition)];
  });
  const hasNewParts = settings.length < differences.length;
  return {
    ...Object.fromEntries(named),
    ...(hasNewParts ? pick(given, ["components", "parameter_format"]) : {}),
  } as TemplateChanges;
}

/** A setting that the definition leaves out returns to Meta's default, as Meta writes it. */
const toDefault = (key: string, value: unknown, { category }: TemplateDefinition): unknown =>
  key === "message_send_ttl_seconds" && value === thirtyDays && category !== "MARKETING" ? -1 : value;

const pick = (given: Readonly<Json>, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
