import * as z from "zod/mini";
import { looseObject, optional } from "zod/mini";
import { type Json, toObject } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { createTraceId } from "../ids.ts";
import { checkProduct, checkUserId, toDialedDigits } from "../rules/messages/envelope.ts";
import { checkSchema, rule, someText, text } from "../rules/schema.ts";
import { findOwner, freeThread, passThread, type ThreadPlace } from "../threads.ts";

const control = once(() =>
  looseObject({
    action: z.enum(["pass", "release", "take"]),
    to: optional(someText()),
    recipient: optional(someText()),
    metadata: optional(text(2000, 0)),
    control_pass: optional(looseObject({ target_role: someText() })),
  }).check(
    rule((body) => (body.to === undefined) !== (body.recipient === undefined), "or recipient is required", {
      path: ["to"],
    }),
    rule((body) => body.action === "pass" || body.control_pass === undefined, "is for pass only", {
      path: ["control_pass"],
    }),
  ),
);

function change(call: GraphCall): Json {
  const body = readParameters(call);
  checkProduct(body);
  checkSchema(control(), body, { codes: "graph" });
  actions[body.action as keyof typeof actions](call, findPlace(call, body), body);
  return { messaging_product: "whatsapp", request_id: createTraceId() };
}

function findPlace({ state, id }: GraphCall, { to, recipient }: Json): ThreadPlace {
  const number = state.number(id);
  if (recipient !== undefined) checkUserId(String(recipient));
  const address =
    recipient === undefined ? toDialedDigits(String(to), number.displayPhoneNumber) : String(recipient);
  return { number, customer: state.customers.get(address) };
}

const notOwner = () => refuse(131070, "Another responder owns the thread of this customer.");

const actions = {
  pass: ({ state }: GraphCall, place: ThreadPlace, { control_pass }: Json) => {
    if (findOwner(state, place) !== undefined) throw notOwner();
    const byDefault = state.settings.isEscalationPartner ? "customer_service" : "escalation";
    passThread(state, place, String(toObject(control_pass).target_role ?? byDefault));
  },
  release: ({ state }: GraphCall, place: ThreadPlace) => {
    if (findOwner(state, place) !== undefined) throw notOwner();
    freeThread(state, place);
  },
  take: ({ state }: GraphCall, place: ThreadPlace) => {
    if (!state.settings.isEscalationPartner)
      throw refuse(2494191, "Only the escalation partner can take a thread.");
    freeThread(state, place);
  },
};

export const threadRoutes: readonly Route[] = [
  {
    method: "POST",
    node: "phone-number",
    edge: "thread_control",
    permission: "messaging",
    answer: change,
  },
];
