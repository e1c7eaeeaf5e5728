import type { Json } from "../../../../utils/json.ts";
import { day, hour } from "../../clock.ts";
import { refuse } from "../../errors.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";

/** Whether an edit only changes the price, which has its own limits and needs no review. */
export const isPriceOnly = (body: Json): boolean => Object.keys(body).join() === "optimization_spec";

/** Checks whether this edit is allowed now. */
export function checkMayEdit(template: StoredTemplate, body: Json, now: number): void {
  const { status, category, source, edits, priceEdits } = template;
  if (source === "auto_generated")
    throw refuse(100, "A template of Direct Send cannot be edited.", { subcode: 2388318 });
  if (!["APPROVED", "REJECTED", "PAUSED"].includes(status)) {
    throw refuse(100, `A template with status ${status} cannot be edited.`, { subcode: 2388039 });
  }
  if (Object.keys(body).length === 0) throw refuse(100, "The edit changes nothing.");
  const within = (times: readonly number[], milliseconds: number) =>
    times.filter((at) => at > now - milliseconds).length;
  if (isPriceOnly(body)) {
    if (within(priceEdits, hour) < 100 && within(priceEdits, day) < 2400) return;
    throw refuse(100, "A price can be edited 100 times an hour and 2400 times a day.", { subcode: 2388039 });
  }
  if (status !== "APPROVED") return;
  if (body.category !== undefined && body.category !== category) {
    throw refuse(100, "The category of an approved template cannot be changed.", { subcode: 2388039 });
  }
  if (within(edits, day) >= 1 || within(edits, 30 * day) >= 10) {
    throw refuse(100, "An approved template can be edited once a day and 10 times in 30 days.", {
      subcode: 2388039,
    });
  }
}
