import { type Json, withoutUndefined } from "../../../utils/json.ts";
import { day, toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { createTraceId } from "../ids.ts";
import { toNumberFacts } from "../records.ts";
import { checkProduct } from "../rules/messages/envelope.ts";
import type { State } from "../state.ts";

/** What the WhatsApp Business app shares, each once, and the webhook that brings it. Chats in it are not simulated. */
const shared: Readonly<Record<string, (state: State) => Json>> = {
  smb_app_state_sync: (state) => ({ state_sync: listContacts(state) }),
  history: () => ({ history: [{ metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [] }] }),
};

const listContacts = (state: State): Json[] =>
  state.customers.all().map((customer) => ({
    type: "contact",
    contact: withoutUndefined({
      full_name: customer.name,
      phone_number: customer.visibleWaId,
      user_id: customer.user_id,
    }),
    action: "add",
    metadata: { timestamp: String(toSeconds(state.now())) },
  }));

function sync(call: GraphCall): Json {
  const { state, id } = call;
  const { appData, ...number } = state.number(id);
  const parameters = readParameters(call);
  checkProduct(parameters);
  const type = String(parameters.sync_type);
  const share = Object.hasOwn(shared, type) ? shared[type] : undefined;
  if (share === undefined)
    throw refuse(100, `Param sync_type must be one of {${Object.keys(shared).join(", ")}}.`);
  if (appData === undefined) throw refuse(100, "The number is not used in the WhatsApp Business app.");
  if (state.now() >= appData.since + day)
    throw refuse(2593108, "It can only be synchronized within 24 hours after onboarding.");
  if (appData.synced.includes(type)) throw refuse(2593107, "It has been synchronized before.");
  appData.synced.push(type);
  const value = { messaging_product: "whatsapp", metadata: toNumberFacts(number), ...share(state) };
  state.outbox.postLater({ field: type, value }, number.businessAccountId);
  return { messaging_product: "whatsapp", request_id: createTraceId() };
}

export const appDataRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "smb_app_data", answer: sync },
];
