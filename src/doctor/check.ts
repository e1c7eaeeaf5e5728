import type { Json } from "../utils/json.ts";
import type { Examination } from "./examination.ts";
import { explainDetail } from "./explain.ts";
import { type FindingId, type Outcome, skipped } from "./finding.ts";

/** One thing to look at. */
export interface Check {
  id: FindingId;
  title: string;
  /** Checks before it in the table, without which it makes no sense. */
  needs: readonly FindingId[];
  /** Why it is skipped, whatever it needs; `undefined` if it is not. */
  skip?: (examination: Examination) => Outcome | undefined;
  run: (examination: Examination) => Outcome | Promise<Outcome>;
}

/** Looks at some fields of a node. */
type Judge = (node: Json, examination: Examination) => Outcome;

/** A check of fields of the number. Each reads its own: one that the token must not read spoils no other. */
export const checkNumber = (id: FindingId, title: string, fields: string, judge: Judge): Check => ({
  id,
  title,
  needs: ["number.access"],
  run: (examination) => judgeNode(examination, examination.settings.phoneNumberId, fields, judge),
});

/** The same of the account. */
export const checkAccount = (id: FindingId, title: string, fields: string, judge: Judge): Check => ({
  id,
  title,
  needs: ["account.access"],
  run: (examination) => judgeNode(examination, examination.settings.businessAccountId, fields, judge),
});

/** Reads fields of a node, and looks at them. */
export async function judgeNode(
  examination: Examination,
  id: string | undefined,
  fields: string,
  judge: Judge,
): Promise<Outcome> {
  if (id === undefined) return skipped("No id is set.");
  try {
    return judge(await examination.read(id, fields), examination);
  } catch (error) {
    return explainDetail(error);
  }
}
