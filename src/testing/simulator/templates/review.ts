import { textOf } from "../json.ts";
import { componentOf, type StoredTemplate } from "./parts.ts";

/** Why a template is rejected. */
export interface Rejection {
  /** Meta's word: `INVALID_FORMAT`, `PROMOTIONAL`, … */
  reason: string;
  /** Comes with `INVALID_FORMAT` only. */
  rejection_info?: { reason: string; recommendation: string } | undefined;
}

/** A rejection in full. */
export const rejectionFor = (reason: string, info?: Rejection["rejection_info"]): Rejection => ({
  reason,
  rejection_info: reason === "INVALID_FORMAT" ? (info ?? badFormat) : undefined,
});

const badFormat = {
  reason: "The template does not follow the format rules.",
  recommendation: "Compare its components with the documented ones.",
};

/** What the review holds against a template: what Meta takes at first and rejects later. */
export function verdictOn(
  template: StoredTemplate,
  others: readonly StoredTemplate[],
): Rejection | undefined {
  if (/\}\}\s*\{\{/.test(textOf(componentOf(template.components, "BODY")?.text) ?? "")) {
    return rejectionFor("INVALID_FORMAT", {
      reason: "The body has two parameters next to each other.",
      recommendation: "Put words between them.",
    });
  }
  const isCopy = others.some((other) => other !== template && wordsOf(other) === wordsOf(template));
  if (!isCopy || template.category === "AUTHENTICATION") return undefined;
  return rejectionFor("INVALID_FORMAT", {
    reason: "Another template of the account has the same body and footer.",
    recommendation: "Send that one, or say something else.",
  });
}

const wordsOf = ({ language, components }: StoredTemplate): string =>
  JSON.stringify([language, ...["BODY", "FOOTER"].map((type) => componentOf(components, type)?.text)]);
