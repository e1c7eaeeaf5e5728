import { ApiError, isWhatsAppError } from "../../errors.ts";
import { isRejected } from "../../templates/plan.ts";
import type {
  BlockedTemplate,
  FoundTemplate,
  SyncOutcome,
  TemplateDifference,
  TemplateKey,
  TemplatePlan,
} from "../../types/templates/sync.ts";
import type { Style } from "../terminal.ts";
import { pluralize, stripControls } from "../words.ts";

/** A plan limited to what the user asked for: without --delete, undefined templates are only counted. */
export interface ShownPlan extends TemplatePlan {
  /** Templates in the account that no module defines and that stay. */
  undefined: TemplateKey[];
  /** Those that no module can define: `pull` leaves them out, and --delete does not delete them. */
  left: TemplateKey[];
}

/** @param choice.deletes whether to delete templates that no module defines. */
export function selectPlan(
  plan: TemplatePlan,
  { deletes, left }: { deletes: boolean; left: TemplateKey[] },
): ShownPlan {
  if (deletes) return { ...plan, undefined: [], left };
  const stays = (blocked: BlockedTemplate) => blocked.action === "delete";
  return {
    ...plan,
    delete: [],
    blocked: plan.blocked.filter((blocked) => !stays(blocked)),
    undefined: [...plan.delete, ...plan.blocked.filter(stays)].map(({ name, language }) => ({
      name,
      language,
    })),
    left,
  };
}

/** The number of steps in a plan. */
export const countSteps = (plan: TemplatePlan): number =>
  plan.create.length + plan.edit.length + plan.delete.length;

/** What Meta disabled or archived stays as it is, and does not differ as long as the modules say the same. */
const isAtRest = ({ code, changes = [] }: BlockedTemplate): boolean =>
  (code === "disabled" || code === "archived") && changes.length === 0;

/** The templates that differ and cannot be changed now. */
export const listObstacles = ({ blocked }: TemplatePlan): BlockedTemplate[] =>
  blocked.filter((item) => !isAtRest(item));

/** Templates that are as their modules say, and were rejected so. */
const listRejected = ({ unchanged }: TemplatePlan): FoundTemplate[] => unchanged.filter(isRejected);

/** Whether the account differs from the modules, or Meta rejected what they say. */
export const isDifferent = (plan: TemplatePlan): boolean =>
  countSteps(plan) + listObstacles(plan).length + listRejected(plan).length > 0;

/** Why Meta rejected a template, after its status. */
const formatRejection = ({ status, rejected_reason: reason }: FoundTemplate): string =>
  stripControls(reason === undefined ? status : `${status} (${reason})`);

/** Aligns with the template's name in the line above. */
const indent = " ".repeat(13);

type Format = Parameters<Style>[0];

/** A plan as text: each step, what it changes, and what Meta blocks. */
export function formatPlan(plan: ShownPlan, style: Style): string {
  const line = (format: Format, mark: string, { name, language }: TemplateKey, more = "") =>
    `${style(format, mark)}  ${style("bold", name)} ${language}${more === "" ? "" : `  ${style("dim", more)}`}`;
  const lines = [
    ...plan.create.map((item) => line("green", "+ create ", item, item.category)),
    ...plan.edit.flatMap((item) => [
      line("yellow", "~ edit   ", item, formatRejection(item)),
      ...item.changes.flatMap((change) => formatChange(change, style)),
    ]),
    ...plan.delete.map((item) => line("red", "- delete ", item, item.status)),
    ...listRejected(plan).flatMap((item) => [
      line("red", "! rejected", item, stripControls(item.rejected_reason ?? "")),
      `${indent}Meta rejected it as your module says it. Change the module, then push it.`,
    ]),
    ...plan.blocked.flatMap((item) => [
      line(isAtRest(item) ? "dim" : "red", "! blocked", item, `cannot ${item.action}`),
      `${indent}${stripControls(item.reason)}`,
      ...(item.changes ?? []).flatMap((change) => formatChange(change, style)),
    ]),
  ];
  const accepted = plan.unchanged.length - listRejected(plan).length;
  const rest = [
    accepted > 0 ? `${accepted} unchanged` : "",
    plan.undefined.length > 0
      ? `${pluralize(plan.undefined.length, "template")} in the account but not in your modules (--delete removes them)`
      : "",
    plan.left.length > 0
      ? `${pluralize(plan.left.length, "template")} in the account that no module can define, kept: ${plan.left.map(({ name, language }) => `${name} ${language}`).join(", ")}`
      : "",
  ].filter((part) => part !== "");
  return [...lines, ...(rest.length > 0 ? [style("dim", `= ${rest.join("; ")}`)] : [])].join("\n");
}

function formatChange({ path, from, to }: TemplateDifference, style: Style): string[] {
  const lines = [`${indent}${path}`];
  if (from !== undefined) lines.push(style("red", `${indent}- ${formatValue(from)}`));
  if (to !== undefined) lines.push(style("green", `${indent}+ ${formatValue(to)}`));
  return lines;
}

const formatValue = (value: unknown): string =>
  stripControls(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("\n", "⏎");

type Outcome = TemplateKey & SyncOutcome;

/** The outcome of each step, one per line. */
export function formatOutcome(plan: TemplatePlan, style: Style): string {
  const line = (done: string, item: Outcome & { status?: string | undefined }) => {
    const what = `${style("bold", item.name)} ${item.language}`;
    if (item.applied)
      return `${style("green", `✓ ${done}`)}  ${what}${item.status ? `  ${style("dim", item.status)}` : ""}`;
    return `${style("red", "✗ failed ")}  ${what}\n${indent}${describeError(item.error)}`;
  };
  return [
    ...plan.edit.map((item) => line("edited ", { ...item, status: undefined })),
    ...plan.create.map((item) => line("created", item)),
    ...plan.delete.map((item) => line("deleted", { ...item, status: undefined })),
    ...plan.blocked.map(
      (item) =>
        `${style("red", "! blocked")}  ${style("bold", item.name)} ${item.language}\n${indent}${stripControls(item.reason)}`,
    ),
  ].join("\n");
}

function describeError(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const hints = isWhatsAppError(error) && error instanceof ApiError ? [error.hint] : [];
  return [message, ...hints].map(stripControls).join(`\n${indent}`);
}

/** The number of steps that failed. */
export const countFailures = (plan: TemplatePlan): number =>
  [...plan.create, ...plan.edit, ...plan.delete].filter(({ applied }) => applied !== true).length;

/** A plan as JSON data, with the details of its errors. */
export const toPlanData = (plan: TemplatePlan): unknown =>
  JSON.parse(JSON.stringify(plan, (key, value) => (key === "error" ? toErrorData(value) : value)));

function toErrorData(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, code, subcode, category, details, hint } = error as ApiError;
  return { name, message, code, subcode, category, details, hint };
}
