import { type Json, toObject, withoutUndefined } from "../../utils/json.ts";
import { toMetadata } from "../events.ts";
import { day, minute, toSeconds } from "./clock.ts";
import type { Customer } from "./customers.ts";
import { createTraceId } from "./ids.ts";
import { toPairKey } from "./pairs.ts";
import { type PhoneCall, type PhoneNumber, toNumberFacts } from "./records.ts";
import type { State } from "./state.ts";

/** A session description without any media behind it. */
export const sampleSdp = [
  "v=0",
  "o=- 7669997803033704573 2 IN IP4 127.0.0.1",
  "s=-",
  "c=IN IP4 127.0.0.1",
  "t=0 0",
  "m=audio 3478 UDP/TLS/RTP/SAVPF 111",
  "a=rtpmap:111 opus/48000/2",
  "",
].join("\r\n");

/** Meta writes it in capitals and without. */
export const isOn = (status: unknown): boolean => String(status).toUpperCase() === "ENABLED";

/** Whether calling is on in the settings of a number: at first it is off. */
export const isCallable = ({ settings }: PhoneNumber): boolean => isOn(toObject(settings?.calling).status);

const toCallId = (): string => `wacid.${createTraceId()}`;

/** Places a call: nobody has heard of it yet. */
export function addCall(
  state: State,
  facts: Pick<PhoneCall, "direction" | "phoneNumberId" | "userId" | "offer"> & { tag?: string | undefined },
): PhoneCall {
  const { tag, ...rest } = facts;
  const call: PhoneCall = { id: toCallId(), state: "ringing", placedAt: state.now(), ...rest };
  if (tag !== undefined) call.tag = tag;
  state.calls.set(call.id, call);
  return call;
}

/** The calls of a customer with a business number, oldest first. */
export const listCalls = ({ calls }: State, phoneNumberId: string, userId: string): PhoneCall[] =>
  [...calls.values()].filter((call) => call.phoneNumberId === phoneNumberId && call.userId === userId);

/** Posts an event of a call: it begins, or it ends. */
export function postCall(state: State, call: PhoneCall, event: string, facts: Json = {}): Promise<void> {
  const number = state.number(call.phoneNumberId);
  const { id, direction, tag } = call;
  const parties = nameParties(call, number, findCaller(state, call));
  const timestamp = String(toSeconds(state.now()));
  const common = { id, event, timestamp, direction, ...parties, biz_opaque_callback_data: tag };
  const contacts = describeContacts(findCaller(state, call));
  return post(state, number, { ...contacts, calls: [withoutUndefined({ ...common, ...facts })] });
}

/** Posts that the phone rings, or what the customer did then. */
export function postCallStatus(state: State, call: PhoneCall, status: string): Promise<void> {
  const { id, tag } = call;
  const customer = findCaller(state, call);
  const facts = {
    id,
    type: "call",
    status,
    timestamp: String(toSeconds(state.now())),
    recipient_id: customer?.visibleWaId,
    recipient_user_id: customer?.user_id,
    recipient_parent_user_id: customer?.parent_user_id,
    biz_opaque_callback_data: tag,
  };
  return post(state, state.number(call.phoneNumberId), { statuses: [withoutUndefined(facts)] });
}

function post(state: State, number: PhoneNumber, parts: Json): Promise<void> {
  const value = { messaging_product: "whatsapp", metadata: toMetadata(toNumberFacts(number)), ...parts };
  return state.outbox.post({ field: "calls", value }, number.businessAccountId);
}

const findCaller = ({ customers }: State, { userId }: PhoneCall): Customer | undefined =>
  customers.byUserId.get(userId);

function describeContacts(customer: Customer | undefined): Json {
  if (customer === undefined) return {};
  const { name, username, visibleWaId, user_id, parent_user_id } = customer;
  const profile = withoutUndefined({ name, username });
  return { contacts: [withoutUndefined({ profile, wa_id: visibleWaId, user_id, parent_user_id })] };
}

function nameParties({ direction }: PhoneCall, number: PhoneNumber, customer: Customer | undefined): Json {
  const business = number.displayPhoneNumber;
  const [user, userId, parent] = [customer?.visibleWaId, customer?.user_id, customer?.parent_user_id];
  return direction === "USER_INITIATED"
    ? { from: user, from_user_id: userId, from_parent_user_id: parent, to: business }
    : { from: business, to: user, to_user_id: userId, to_parent_user_id: parent };
}

/** Connects a call. One that the customer answered opens the window, as one that the customer placed did. */
export function connectCall(state: State, call: PhoneCall, answer: string): void {
  Object.assign(call, { state: "connected", answer, answeredAt: state.now() });
  findCaller(state, call)?.openWindow(call.phoneNumberId);
  state.permissionRequests.forget(call.phoneNumberId, nameBoth(findCaller(state, call)));
}

/** Both names by which a business can ask a customer. */
export const nameBoth = (customer: Customer | undefined): string[] =>
  customer === undefined ? [] : [`+${customer.wa_id}`, customer.user_id];

/** Ends a call, at the latest when it was due. An unanswered one is completed, too. */
export async function endCall(state: State, call: PhoneCall, at = state.now()): Promise<void> {
  if (call.state === "ended") return;
  Object.assign(call, { state: "ended", endedAt: at });
  forgetUnanswered(state, call);
  const { answeredAt } = call;
  const times =
    answeredAt === undefined
      ? {}
      : {
          start_time: String(toSeconds(answeredAt)),
          end_time: String(toSeconds(at)),
          duration: toSeconds(at) - toSeconds(answeredAt),
        };
  await postCall(state, call, "terminate", { status: "COMPLETED", ...times });
}

const ringsFor = minute;

/** Ends the calls of customers that nobody accepted in time. */
export function endMissedCalls(state: State): void {
  for (const call of state.calls.values()) {
    const due = call.placedAt + ringsFor;
    const isMissed = call.state === "ringing" && call.direction === "USER_INITIATED" && due <= state.now();
    if (isMissed) state.outbox.track(endCall(state, call, due));
  }
}

const mostUnanswered = 4;

/** Four calls in a row that the customer did not answer end the permission. */
function forgetUnanswered(state: State, { phoneNumberId, userId, direction }: PhoneCall): void {
  if (direction !== "BUSINESS_INITIATED") return;
  const last = listCalls(state, phoneNumberId, userId).slice(-mostUnanswered);
  const isUnwanted = ({ direction: one, answeredAt }: PhoneCall) =>
    one === direction && answeredAt === undefined;
  if (last.length === mostUnanswered && last.every(isUnwanted))
    state.callPermissions.delete(toPairKey(phoneNumberId, userId));
}

const permissionLasts = 7 * day;

/** When a permission that is given now ends, unless it is for good. */
export const permissionEnd = (state: State): number => state.now() + permissionLasts;

/** Notes what a customer permits or forbids with a message. */
export function notePermission(
  state: State,
  { phoneNumberId, userId }: Pick<PhoneCall, "phoneNumberId" | "userId">,
  message: unknown,
): void {
  const { response, is_permanent } = toObject(toObject(message).call_permission_reply);
  const key = toPairKey(phoneNumberId, userId);
  if (response === "reject") state.callPermissions.delete(key);
  if (response === "accept")
    state.callPermissions.set(key, { until: is_permanent === true ? undefined : permissionEnd(state) });
}

/** The permission that a customer gave and that still lasts. */
export function findPermission(state: State, phoneNumberId: string, userId: string) {
  const found = state.callPermissions.get(toPairKey(phoneNumberId, userId));
  return found?.until !== undefined && found.until <= state.now() ? undefined : found;
}
