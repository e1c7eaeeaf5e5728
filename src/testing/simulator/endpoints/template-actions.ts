import type { Json } from "../json.ts";
import type { GraphCall, Route } from "../router.ts";
import { templateOf } from "./template-reading.ts";

const minute = 60 * 1000;

/** Ends a pause for pacing. One for quality ends by itself. */
async function unpause(call: GraphCall): Promise<Json> {
  const { state } = call;
  const template = templateOf(call);
  const { pause } = template;
  if (pause === undefined) return { success: false, reason: "The template is not paused." };
  if (pause.until !== undefined) return { success: false, reason: "A pause for quality ends by itself." };
  if (state.now() < pause.at + 5 * minute) {
    return { success: false, reason: "A template can be unpaused 5 minutes after it was paused." };
  }
  await state.account(template.businessAccountId).lifecycle.unpause(template);
  return { success: true };
}

export const templateActionRoutes: readonly Route[] = [
  { method: "POST", node: "template", edge: "unpause", answer: unpause },
];
