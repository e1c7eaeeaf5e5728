import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkProduct } from "../rules/messages/envelope.ts";

/** A user's own id; those of portfolios have `ENT.` in between. */
const ownId = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;

/** Forgets which number belongs to an id. Says whether it was known. */
function remove(call: GraphCall): Json {
  const { state, id } = call;
  const number = state.number(id);
  const parameters = readParameters(call);
  checkProduct(parameters);
  const { bsuid } = parameters;
  if (!ownId.test(String(bsuid))) throw refuse(100, "Param bsuid must be a business-scoped user id.");
  const { forgotten = [] } = number;
  const isKnown = state.customers.byUserId.has(String(bsuid)) && !forgotten.includes(String(bsuid));
  if (isKnown) number.forgotten = [...forgotten, String(bsuid)];
  return { messaging_product: "whatsapp", success: true, deleted: isKnown };
}

export const contactBookRoutes: readonly Route[] = [
  { method: "DELETE", node: "phone-number", edge: "contact_book", answer: remove },
];
