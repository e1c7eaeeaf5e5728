import { userIdPattern } from "../../types/patterns.ts";
import { type Json, toObject, toText } from "../../utils/json.ts";
import { checkNotBlocked } from "./blocked.ts";
import { day } from "./clock.ts";
import type { Customer } from "./customers.ts";
import { deliver, finishStatuses, startStatuses } from "./delivery.ts";
import { refuse } from "./errors.ts";
import { createMessageId } from "./ids.ts";
import { findSentDraft } from "./phone/find-flow.ts";
import { callingCode } from "./phone-numbers.ts";
import { findPrice } from "./pricing.ts";
import type { LateError, MessageEvent, PhoneNumber, SentMessage } from "./records.ts";
import { isDirectSend } from "./rules/messages/direct-send.ts";
import { checkUserId, toDialedDigits } from "./rules/messages/envelope.ts";
import { checkMediaIds } from "./rules/messages/media-ids.ts";
import { checkCode, matchTemplate } from "./rules/messages/template-values.ts";
import { describeShutWindow } from "./shut-window.ts";
import type { State } from "./state.ts";
import { findComponent, listButtons } from "./templates/components.ts";
import { checkGeneratedName, findOrGenerate } from "./templates/generated.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import { listSent } from "./templates/values.ts";
import { claimThread } from "./threads.ts";

/** The recipient of a message. */
interface Recipient {
  /** `+` and digits, a business-scoped id, or a group id. */
  to: string;
  customer: Customer | undefined;
  groupId: string | undefined;
  isToUserId: boolean;
  /** Whether Meta accepts it and forgets it. */
  isLost?: boolean;
}

/** A message whose form has been checked. */
export interface Send {
  state: State;
  number: PhoneNumber;
  body: Json;
  endpoint: "messages" | "marketing_messages";
}

/** Checks a message against the account and the customer, and accepts it: it is then in the ledger. */
export function acceptMessage(send: Send): SentMessage {
  const { state, number, body } = send;
  const recipient = findRecipient(send);
  checkNotBlocked(number, recipient.customer);
  const template = body.type === "template" ? findTemplate(send, recipient) : undefined;
  if (needsOwnThread(body) && recipient.customer !== undefined)
    claimThread(state, { number, customer: recipient.customer });
  checkGeneratedName(state.account(number.businessAccountId), body);
  checkMediaIds(state, body);
  const isOpen = recipient.customer?.hasOpenWindow(number.id) ?? true;
  const needsWindow = template === undefined && !isDirectSend(body);
  const shut = isOpen || !needsWindow ? undefined : windowClosed(state);
  checkLimits(send, recipient, asksToCall(body, template));
  const late = shut ?? findLateError(send, recipient);
  const sent = record(send, recipient, template);
  if (recipient.isLost === true) return lose(state, sent);
  if (shut !== undefined) sayShut(state, sent);
  sayDraft(state, sent);
  if (template !== undefined && sent.isHeld && late === undefined) {
    state.pacing.hold(template, sent);
    return sent;
  }
  if (late === undefined) deliver(state, sent);
  state.outbox.track(finishStatuses(state, startStatuses(state, sent, late)));
  return sent;
}

/** Templates can be sent in anybody's thread. */
const needsOwnThread = (body: Json): boolean => body.type !== "template" && !isDirectSend(body);

function findRecipient({ state, number, body }: Send): Recipient {
  const to = toText(body.to);
  if (to !== undefined && body.recipient_type === "group") {
    return { to, customer: undefined, groupId: to, isToUserId: false };
  }
  const userId = toText(body.recipient) ?? "";
  if (to === undefined) {
    checkUserId(userId);
    return { to: userId, customer: state.customers.get(userId), groupId: undefined, isToUserId: true };
  }
  if (userIdPattern.test(to)) {
    return { to, customer: undefined, groupId: undefined, isToUserId: false, isLost: true };
  }
  const digits = toDialedDigits(to, number.displayPhoneNumber);
  if (digits === number.displayPhoneNumber) throw refuse(131021, "The recipient is the sender.");
  if (!to.trim().startsWith("+") && !state.customers.byWaId.has(digits)) warnOfPrefix(state, number);
  return { to: `+${digits}`, customer: state.customers.get(digits), groupId: undefined, isToUserId: false };
}

/** Answers look as if all were well, and nobody has the number that Meta makes of it. */
function warnOfPrefix({ notices }: State, { displayPhoneNumber }: PhoneNumber): void {
  const { code } = callingCode(displayPhoneNumber);
  notices.once(
    "to without +",
    `A message went to a number that no customer has: its \`to\` has no +, so ${code} was put before it, the calling code of the business number, as Meta does. Write \`to\` with + and the country code.`,
  );
}

function findTemplate({ state, number, body, endpoint }: Send, recipient: Recipient): StoredTemplate {
  const sent = toObject(body.template);
  const language = String(toObject(sent.language).code);
  const { templates } = state.account(number.businessAccountId);
  const template = templates.find(String(sent.name), language);
  if (template === undefined) throw refuse(132001, `template name does not exist in ${language}.`);
  checkStatus(template, language);
  if (endpoint === "marketing_messages" && template.category !== "MARKETING") {
    throw refuse(134100, "Only templates of category MARKETING can be sent here.");
  }
  if (
    endpoint === "marketing_messages" &&
    state.now() < template.createdAt + state.settings.marketingSyncMs
  ) {
    throw refuse(134101, "The template has not been synced to this endpoint yet.");
  }
  const { disable_marketing_messages_on_cloud_api: isOff } = state.account(number.businessAccountId).fields;
  if (isOff === true && endpoint === "messages" && template.category === "MARKETING") {
    throw refuse(131063, "The account only sends marketing templates with marketing_messages.");
  }
  checkRecipient(template, recipient);
  checkPrice(template, recipient, { state, body, endpoint });
  const components = listSent(sent);
  matchTemplate(template, components);
  checkCode(template, components);
  return template;
}

function checkStatus({ status }: StoredTemplate, language: string): void {
  if (status === "PAUSED") throw refuse(132015, "The template is paused because of its quality.");
  if (status === "DISABLED") throw refuse(132016, "The template is disabled because of its quality.");
  if (status !== "APPROVED") throw refuse(132001, `template is not approved in ${language}.`);
}

function checkRecipient({ category, components }: StoredTemplate, { groupId, isToUserId }: Recipient): void {
  if (category !== "AUTHENTICATION") return;
  if (groupId !== undefined) throw refuse(131051, "Authentication templates cannot be sent to groups.");
  if (isToUserId && listButtons(components).length > 0) {
    throw refuse(131062, "One-time codes need the recipient's phone number.");
  }
}

/** Templates with a max price can only be sent on the marketing endpoint, to phone numbers, and not to every country. */
function checkPrice(
  { optionalFields }: StoredTemplate,
  { isToUserId, to }: Recipient,
  { state, body, endpoint }: Pick<Send, "state" | "body" | "endpoint">,
): void {
  if (optionalFields.optimization_spec === undefined) {
    if ("bid_spec" in body) throw refuse(100, "Param bid_spec needs a template with a max price.");
    return;
  }
  if (endpoint === "messages")
    throw refuse(131061, "A template with a max price can only be sent with marketing_messages.");
  if (isToUserId) throw refuse(131062, "A template with a max price needs the recipient's phone number.");
  const { country } = callingCode(to.slice(1));
  if (state.settings.countriesWithoutMaxPrice.includes(country))
    throw refuse(131065, "A template with a max price cannot be sent to the recipient's country.");
}

function windowClosed({ settings }: State): LateError {
  const details =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
  if (settings.closedWindow === "response") throw refuse(131047, details);
  return { code: 131047, details };
}

/** Says once per customer why nothing arrives. */
function sayShut({ notices, settings }: State, { customer, number }: SentMessage): void {
  if (customer === undefined) return;
  const isDefault = number.id === settings.phoneNumberId;
  const text = describeShutWindow(customer, number.id, { isDefault });
  notices.once(`shut window of ${customer.user_id}`, text);
}

/** Here, the phone opens it all the same: a test may do without publishing. */
function sayDraft(state: State, sent: SentMessage): void {
  const { id } = findSentDraft(state, sent) ?? {};
  const remedy = 'Publish it with `whatsapp.flows.publish`, or send it with `mode: "draft"` to try it.';
  if (id !== undefined)
    state.notices.once(
      `draft ${id}`,
      `The Flow ${id} was sent, but is a draft, which Meta refuses. ${remedy}`,
    );
}

/** Meta answers 200 to a business-scoped id in `to`: no message arrives, and no status says so. */
function lose({ notices }: State, sent: SentMessage): SentMessage {
  const remedy = "Business-scoped ids belong in `recipient`.";
  notices.once("lost", `A business-scoped id in \`to\` is answered 200 and lost, as Meta does. ${remedy}`);
  return sent;
}

const asksToCall = ({ interactive }: Json, template: StoredTemplate | undefined): boolean =>
  toObject(interactive).type === "call_permission_request" ||
  findComponent(template?.components ?? [], "CALL_PERMISSION_REQUEST") !== undefined;

function checkLimits({ state, number }: Send, recipient: Recipient, asksToCall: boolean): void {
  const now = state.now();
  if (!state.throughput.allows(number.id, now)) {
    throw refuse(130429, "Cloud API message throughput has been reached.");
  }
  if (asksToCall && !state.permissionRequests.take(number.id, recipient.to, now)) {
    throw refuse(138009, "Call permission can be requested once a day and twice a week per customer.");
  }
  if (state.settings.pairLimit && !state.pairs.take(number.id, recipient.to, now)) {
    throw refuse(131056, "Too many messages from this number to the same customer in a short time.");
  }
  state.throughput.count(number.id, now);
}

function record(
  { state, number, body, endpoint }: Send,
  recipient: Recipient,
  template: StoredTemplate | undefined,
): SentMessage {
  const { to, customer, groupId, isToUserId } = recipient;
  const type = String(body.type);
  const tag = toText(body.biz_opaque_callback_data);
  const entry = { id: createMessageId(), at: state.now(), phoneNumberId: number.id, to, type, body, tag };
  const category = findPricingCategory(body, endpoint, template);
  const price = findPrice(state, { number, customer, groupId, template, category, body });
  const generated = findOrGenerate(state.account(number.businessAccountId), body);
  const isHeld = template !== undefined && state.pacing.isOn(template);
  const history: MessageEvent[] = [];
  const sent = {
    entry,
    number,
    customer,
    groupId,
    isToUserId,
    template,
    generated,
    category,
    price,
    isHeld,
    history,
  };
  if (template !== undefined) template.usedAt = entry.at;
  state.ledger.push(entry);
  state.sent.set(entry.id, sent);
  customer?.timeline.push(entry.id);
  state.written.push(entry.id);
  return sent;
}

function findPricingCategory(
  body: Json,
  endpoint: Send["endpoint"],
  template: StoredTemplate | undefined,
): string {
  if (endpoint === "marketing_messages") return "marketing_lite";
  return template?.category.toLowerCase() ?? toText(body.category) ?? "service";
}

/** Errors that only appear after the message was accepted. */
function findLateError({ state, body }: Send, { customer }: Recipient): LateError | undefined {
  if (customer?.reachable === false) {
    return { code: 131026, details: "The message cannot be delivered to this recipient." };
  }
  const target = toObject(body.reaction).message_id;
  if (body.type !== "reaction" || target === undefined || isKnownMessage(state, String(target)))
    return undefined;
  return {
    code: 131009,
    details: "The message to react to is unknown, too old, or a reaction itself.",
  };
}

function isKnownMessage(state: State, id: string): boolean {
  const theirs = state.customers.findMessage(id)?.message;
  const month = 30 * day;
  if (theirs !== undefined) return theirs.type !== "reaction" && state.now() - theirs.timestamp < month;
  const ours = state.sent.get(id)?.entry;
  return ours !== undefined && ours.type !== "reaction" && state.now() - ours.at < month;
}

/** What Meta makes of a business-scoped id in `to`. */
const withoutCountry = (userId: string): string => userId.slice(userId.lastIndexOf(".") + 1);

/** Meta's response to an accepted message. */
export function toReceipt({ entry, customer, groupId, isToUserId, template, isHeld }: SentMessage): Json {
  const { to, recipient } = entry.body;
  const contact = {
    input: to ?? recipient,
    ...(groupId !== undefined
      ? {}
      : isToUserId
        ? { user_id: customer?.user_id }
        : { wa_id: customer?.wa_id ?? withoutCountry(entry.to) }),
  };
  const message = {
    id: entry.id,
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(template === undefined
      ? {}
      : { message_status: isHeld ? "held_for_quality_assessment" : "accepted" }),
  };
  return { messaging_product: "whatsapp", contacts: [contact], messages: [message] };
}
