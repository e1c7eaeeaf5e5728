import type { Json } from "../../../../utils/json.ts";

/** What became of a template. */
interface Outcome {
  id: string;
  /** Why nothing was done with it. */
  reason: string | undefined;
}

/** The ids of the templates that something was done with, and why nothing was done with the others. */
export const reportOutcomes = (done: string, outcomes: readonly Outcome[]): Json => ({
  [done]: outcomes.filter(({ reason }) => reason === undefined).map(({ id }) => id),
  failed_templates: Object.fromEntries(
    outcomes.flatMap(({ id, reason }) => (reason === undefined ? [] : [[id, reason]])),
  ),
});
