import type { Json } from "../../../../utils/json.ts";
import { minute } from "../../clock.ts";
import { type GraphCall, type Route, readIds, readParameters } from "../../http/router.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { reportOutcomes } from "./outcomes.ts";
import { findTemplate } from "./read.ts";

/** Ends a pause for pacing. A pause for quality ends automatically. */
async function unpause(call: GraphCall): Promise<Json> {
  const { state } = call;
  const template = findTemplate(call);
  const { pause } = template;
  if (pause === undefined) return { success: false, reason: "The template is not paused." };
  if (pause.until !== undefined) return { success: false, reason: "A pause for quality ends automatically." };
  if (state.now() < pause.at + 5 * minute) {
    return { success: false, reason: "A template can be unpaused 5 minutes after it was paused." };
  }
  await state.account(template.businessAccountId).lifecycle.unpause(template);
  return { success: true };
}

/** Acts on up to 100 templates; reports the others with the reason. */
function actOnEach(
  call: GraphCall,
  done: string,
  reasonAgainst: (template: StoredTemplate) => string | undefined,
  act: (template: StoredTemplate) => Promise<void>,
): Json {
  const { templates } = call.state.account(call.id);
  const outcomes = readIds("hsm_ids", readParameters(call).hsm_ids, 100).map((id) => {
    const template = templates.get(id);
    const reason = template === undefined ? "The template does not exist." : reasonAgainst(template);
    if (template !== undefined && reason === undefined) call.state.outbox.track(act(template));
    return { id, reason };
  });
  return reportOutcomes(done, outcomes);
}

function archive(call: GraphCall): Json {
  const { lifecycle } = call.state.account(call.id);
  const reasonAgainst = ({ status }: StoredTemplate) =>
    ["APPROVED", "REJECTED"].includes(status)
      ? undefined
      : `A template with status ${status} cannot be archived.`;
  return actOnEach(call, "archived_templates", reasonAgainst, (template) => lifecycle.archive(template));
}

function unarchive(call: GraphCall): Json {
  const { lifecycle } = call.state.account(call.id);
  const reasonAgainst = ({ status }: StoredTemplate) =>
    status === "ARCHIVED" ? undefined : "The template is not archived.";
  return actOnEach(call, "unarchived_templates", reasonAgainst, (template) => lifecycle.unarchive(template));
}

export const templateActionRoutes: readonly Route[] = [
  { method: "POST", node: "template", edge: "unpause", answer: unpause },
  { method: "POST", node: "business-account", edge: "message_templates/archive", answer: archive },
  { method: "POST", node: "business-account", edge: "message_templates/unarchive", answer: unarchive },
];
