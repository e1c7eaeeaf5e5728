import type * as z from "zod/mini";
import { literal, looseObject, optional, string } from "zod/mini";
import { type Json, toObject, toText } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import {
  addCall,
  connectCall,
  endCall,
  findPermission,
  isCallable,
  isOn,
  listCalls,
  nameBoth,
  postCallStatus,
} from "../calls.ts";
import { day, toSeconds } from "../clock.ts";
import type { Customer } from "../customers.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { callingCode } from "../phone-numbers.ts";
import type { PhoneCall, PhoneNumber } from "../records.ts";
import { checkProduct, checkUserId, toDialedDigits } from "../rules/messages/envelope.ts";
import { checkSchema, rule, someText, text } from "../rules/schema.ts";

/** From numbers of these countries, businesses cannot call. Meta's test numbers (+1 555) can. */
const withoutCalling = new Set(["US", "CA", "EG", "VN", "NG"]);
const maxConcurrent = 1000;
const maxConnected = 100;

const recording = () =>
  optional(
    looseObject({
      status: string().check(rule((value: string) => /^(enabled|disabled)$/i.test(value), "is not a status")),
      purpose: optional(text(250)),
      announcement_language: optional(someText()),
    }).check(
      rule((value) => !isOn(value.status) || value.purpose !== undefined, "is required when it is enabled", {
        path: ["purpose"],
        kind: "missing",
      }),
      rule(
        (value) => !isOn(value.status) || value.announcement_language !== undefined,
        "is required when it is enabled",
        { path: ["announcement_language"], kind: "missing" },
      ),
    ),
  );

const session = (type: "offer" | "answer") => looseObject({ sdp_type: literal(type), sdp: someText() });

const extras = () => ({
  biz_opaque_callback_data: optional(text(512, 0)),
  recording: recording(),
  transcription: recording(),
});

/** What each action needs besides its name. */
const schemas = {
  connect: once(() =>
    looseObject({ session: session("offer"), messaging_account_id: optional(someText()), ...extras() }),
  ),
  pre_accept: once(() => looseObject({ call_id: someText(), session: session("answer") })),
  accept: once(() => looseObject({ call_id: someText(), session: session("answer"), ...extras() })),
  reject: once(() => looseObject({ call_id: someText() })),
  terminate: once(() => looseObject({ call_id: someText() })),
} satisfies Record<string, () => z.ZodMiniType>;

type Action = keyof typeof schemas;

const isAction = (action: unknown): action is Action => Object.hasOwn(schemas, String(action));

async function act(call: GraphCall): Promise<Json> {
  const body = readParameters(call);
  const { action } = body;
  checkProduct(body);
  if (!isAction(action))
    throw refuse(100, `Param action must be one of {${Object.keys(schemas).join(", ")}}.`);
  checkSchema(schemas[action](), body, { codes: "graph" });
  const number = findCalling(call);
  const answer = action === "connect" ? place(call, number, body) : await change(call, action, body);
  return { messaging_product: "whatsapp", ...answer };
}

function findCalling({ state, id }: GraphCall): PhoneNumber {
  const number = state.number(id);
  if (!number.isRegistered) throw refuse(133010, "The phone number is not registered.");
  if (!isCallable(number)) throw refuse(138000, "Calling is off in the settings of the number.");
  if (isOn(toObject(toObject(number.settings?.calling).sip).status))
    throw refuse(131055, "A number that uses SIP cannot be called with Graph.");
  return number;
}

function place(call: GraphCall, number: PhoneNumber, body: Json): Json {
  const { state } = call;
  const customer = findCallee(call, number, body);
  checkCountry(number);
  if (!customer.reachable) throw refuse(138001, "The customer cannot be called.");
  if (findPermission(state, number.id, customer.user_id) === undefined)
    throw refuse(138006, "The customer has not permitted calls. Ask with a call permission request.");
  checkUsage(call, customer);
  const placed = addCall(state, {
    direction: "BUSINESS_INITIATED",
    phoneNumberId: number.id,
    userId: customer.user_id,
    offer: String(toObject(body.session).sdp),
    tag: toText(body.biz_opaque_callback_data),
  });
  const rings = customer.missed === undefined && !customer.isBlocking;
  if (rings) state.outbox.track(postCallStatus(state, placed, "RINGING"));
  return { calls: [{ id: placed.id }] };
}

function findCallee({ state }: GraphCall, number: PhoneNumber, { to, recipient }: Json): Customer {
  if (to === undefined && recipient === undefined) throw refuse(100, "The parameter to is required.");
  if (to === undefined) checkUserId(String(recipient));
  const address =
    to === undefined ? String(recipient) : toDialedDigits(String(to), number.displayPhoneNumber);
  if (address === number.displayPhoneNumber) throw refuse(131021, "A number cannot call itself.");
  return state.customers.get(address);
}

function checkCountry({ displayPhoneNumber }: PhoneNumber): void {
  const isTest = displayPhoneNumber.startsWith("1555");
  if (!isTest && withoutCalling.has(callingCode(displayPhoneNumber).country))
    throw refuse(138013, "Businesses cannot call from numbers of this country.");
}

function checkUsage({ state, id }: GraphCall, { user_id }: Customer): void {
  const ongoing = [...state.calls.values()].filter(
    (one) => one.phoneNumberId === id && one.state !== "ended",
  );
  if (ongoing.some(({ userId }) => userId === user_id))
    throw refuse(138003, "There is a call between the number and the customer.");
  if (ongoing.length >= maxConcurrent)
    throw refuse(138002, `A number has at most ${maxConcurrent} calls at a time.`);
  if (findConnected({ state, id }, user_id).length >= maxConnected)
    throw refuse(138012, `A customer answers at most ${maxConnected} calls in 24 hours.`);
}

/** When the customer answered a call of the number within the last 24 hours, earliest first. */
function findConnected({ state, id }: Pick<GraphCall, "state" | "id">, userId: string): number[] {
  return listCalls(state, id, userId)
    .filter(({ direction }) => direction === "BUSINESS_INITIATED")
    .map(({ answeredAt = Number.NEGATIVE_INFINITY }) => answeredAt)
    .filter((at) => at > state.now() - day);
}

async function change(call: GraphCall, action: Action, body: Json): Promise<Json> {
  const { state, id } = call;
  const found = state.calls.get(String(body.call_id));
  if (found?.phoneNumberId !== id) throw refuse(131009, "Param call_id must be a call of this number.");
  if (action === "pre_accept" || action === "accept") answerCall(call, found, action, body);
  else if (action === "reject" && found.answeredAt !== undefined)
    throw refuse(131009, "A call that was answered can only be terminated.");
  else state.outbox.track(endCall(state, found));
  return { success: true };
}

/** What was accepted ahead is accepted with the same session. */
function answerCall({ state }: GraphCall, call: PhoneCall, action: Action, body: Json): void {
  const sdp = String(toObject(body.session).sdp);
  if (call.direction !== "USER_INITIATED" || call.state !== "ringing")
    throw refuse(131009, "Only a call of a customer that still rings can be accepted.");
  if (call.answer !== undefined && call.answer !== sdp)
    throw refuse(131009, "Param session must be that of pre_accept.");
  const tag = toText(body.biz_opaque_callback_data);
  if (tag !== undefined) call.tag = tag;
  if (action === "accept") connectCall(state, call, sdp);
  else call.answer = sdp;
}

function readPermission(call: GraphCall): Json {
  const { state, id } = call;
  const { user_wa_id, recipient } = readParameters(call);
  if ((user_wa_id === undefined) === (recipient === undefined))
    throw refuse(100, "One of the parameters user_wa_id and recipient is required.");
  const customer = state.customers.get(String(user_wa_id ?? recipient));
  const found = findPermission(state, id, customer.user_id);
  const status =
    found === undefined ? "no_permission" : found.until === undefined ? "permanent" : "temporary";
  const expires = found?.until === undefined ? {} : { expiration_time: toSeconds(found.until) };
  const permission = { status, ...expires };
  return { messaging_product: "whatsapp", permission, actions: listActions(call, customer, status) };
}

function listActions({ state, id }: GraphCall, customer: Customer, status: string): Json[] {
  const asked = state.permissionRequests.list(id, nameBoth(customer), state.now());
  const now = state.now();
  const request = [
    limit(
      "PT24H",
      1,
      asked.filter((at) => at > now - day),
      day,
    ),
    limit("P7D", 2, asked, 7 * day),
  ];
  const start = [limit("PT24H", maxConnected, findConnected({ state, id }, customer.user_id), day)];
  const isFree = (limits: Json[]) =>
    limits.every(({ max_allowed, current_usage }) => Number(current_usage) < Number(max_allowed));
  const canAsk = status !== "permanent" && isFree(request);
  const canCall = status !== "no_permission" && isFree(start);
  return [
    { action_name: "send_call_permission_request", can_perform_action: canAsk, limits: request },
    { action_name: "start_call", can_perform_action: canCall, limits: start },
  ];
}

/** A limit that is used up says when it is not any more. */
function limit(time_period: string, max_allowed: number, times: readonly number[], lasts: number): Json {
  const [first = 0] = times;
  const isUsedUp = times.length >= max_allowed;
  const end = isUsedUp ? { limit_expiration_time: toSeconds(first + lasts) } : {};
  return { time_period, max_allowed, current_usage: times.length, ...end };
}

const permission = "messaging" as const;

export const callRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "calls", permission, answer: act },
  { method: "GET", node: "phone-number", edge: "call_permissions", permission, answer: readPermission },
];
