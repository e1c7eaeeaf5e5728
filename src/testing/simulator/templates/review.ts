import { toText } from "../../../utils/json.ts";
import { findComponent } from "./components.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** Why a template is rejected. */
export interface Rejection {
  /** Meta's reason: `INVALID_FORMAT`, `PROMOTIONAL`, … */
  reason: string;
  /** Only with `INVALID_FORMAT`. */
  rejection_info?: { reason: string; recommendation: string } | undefined;
}

/** A rejection with its details. */
export const toRejection = (reason: string, info?: Rejection["rejection_info"]): Rejection => ({
  reason,
  rejection_info: reason === "INVALID_FORMAT" ? (info ?? badFormat) : undefined,
});

const badFormat = {
  reason: "The template does not follow the format rules.",
  recommendation: "Compare its components with the documented ones.",
};

/** Reviews a template: finds problems that Meta does not refuse but later rejects. */
export function judge(template: StoredTemplate, others: readonly StoredTemplate[]): Rejection | undefined {
  if (/\}\}\s*\{\{/.test(toText(findComponent(template.components, "BODY")?.text) ?? "")) {
    return toRejection("INVALID_FORMAT", {
      reason: "The body has two parameters next to each other.",
      recommendation: "Put words between them.",
    });
  }
  const isCopy = others.some(
    (other) => other !== template && textsToCompare(other) === textsToCompare(template),
  );
  if (!isCopy || template.category === "AUTHENTICATION") return undefined;
  return toRejection("INVALID_FORMAT", {
    reason: "Another template of the account has the same body and footer.",
    recommendation: "Use that template, or change the text.",
  });
}

const textsToCompare = ({ language, components }: StoredTemplate): string =>
  JSON.stringify([language, ...["BODY", "FOOTER"].map((type) => findComponent(components, type)?.text)]);
