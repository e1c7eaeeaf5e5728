import { WhatsAppError } from "../../errors.ts";
import type { SharedContact } from "../../types/webhooks/message-contents.ts";
import { type Json, toObject, toObjects } from "../../utils/json.ts";
import type { Customer, InboxMessage, OutboxMessage } from "./customers.ts";
import type { State } from "./state.ts";
import { listButtons } from "./templates/components.ts";
import type { UserContent } from "./user-content.ts";
import type { Author } from "./writing.ts";

/** A person, as the customer has them in the address book. */
export interface SharedPerson {
  /** The whole name. */
  name: string;
  /** With country code. Default: the card has no number. */
  phone?: string;
}

/** A product in an order. */
export interface OrderedProduct {
  /** Its id in the catalog. */
  product_retailer_id: string;
  /** Default 1. */
  quantity?: number;
  /** For one piece. */
  item_price: number;
  /** Three letters. */
  currency: string;
}

/** What a message asks the customer for. */
type Request = "location_request_message" | "request_contact_info";

/** The newest message that asks for it. */
function findRequest({ state, customer }: Author, request: Request): InboxMessage | undefined {
  return customer.inbox.findLast((message) => asksFor(state, message, request));
}

function asksFor(state: State, { id, body }: InboxMessage, request: Request): boolean {
  const components = state.sent.get(id)?.template?.components ?? [];
  const hasButton = listButtons(components).some(({ type }) => type === request.toUpperCase());
  return hasButton || toObject(body.interactive).type === request;
}

/** The newest request for a place, unless the customer has replied to it. */
export function findLocationRequest(author: Author): InboxMessage | undefined {
  const found = findRequest(author, "location_request_message");
  const isAnswered = author.customer.outbox.some(({ replyTo }) => replyTo === found?.id);
  return isAnswered ? undefined : found;
}

/** Whether the customer was asked for the number after having shared it last. What is shared then quotes nothing. */
export function isAskedForNumber(author: Author): boolean {
  const { timeline, outbox } = author.customer;
  const request = findRequest(author, "request_contact_info");
  const shared = outbox.findLast(({ content }) => toObjects(content)[0]?.origin === "contact_request");
  return request !== undefined && timeline.indexOf(request.id) > timeline.indexOf(shared?.id ?? "");
}

/** The answers to a Flow, with the token that it was sent with. */
export function toFlowReply(flow_token: string, answers: Json): UserContent {
  const response_json = JSON.stringify({ flow_token, ...answers });
  const nfm_reply = { name: "flow", body: "Sent", response_json };
  return { type: "interactive", interactive: { type: "nfm_reply", nfm_reply } };
}

/** The customer's own card, as WhatsApp shares it on request. */
export const toOwnCard = ({ wa_id, name }: Customer, isRequested: boolean): SharedContact => ({
  ...(isRequested ? {} : { name: toName(name) }),
  ...(wa_id === undefined ? {} : { phones: [toPhone(wa_id)] }),
  origin: isRequested ? "contact_request" : "other",
});

/** A contact card; Meta's objects stay as they are. */
export const toCard = (person: SharedPerson | SharedContact): SharedContact => {
  if (typeof person.name !== "string") return person as SharedContact;
  const { name, phone } = person as SharedPerson;
  return {
    name: toName(name),
    ...(phone === undefined ? {} : { phones: [toPhone(phone)] }),
    origin: "other",
  };
};

function toName(formatted_name: string) {
  const [first_name = "", ...others] = formatted_name.split(" ");
  return { formatted_name, first_name, ...(others.length === 0 ? {} : { last_name: others.join(" ") }) };
}

function toPhone(phone: string) {
  const wa_id = phone.replace(/\D/g, "");
  return { phone: `+${wa_id}`, wa_id, type: "CELL" };
}

/** An order from the catalog of the newest message that shows one. */
export function toOrder(
  { customer }: Author,
  products: readonly OrderedProduct[],
  { catalog_id, text = "" }: { catalog_id?: string; text?: string },
): UserContent {
  const shown = customer.inbox.map(({ body }) => toObject(toObject(body.interactive).action).catalog_id);
  const known = shown.findLast((id) => typeof id === "string");
  const product_items = products.map((product) => ({ quantity: 1, ...product }));
  return { type: "order", order: { catalog_id: catalog_id ?? known ?? sampleCatalog, text, product_items } };
}

const sampleCatalog = "190000001";

/** What a customer can edit: its text or caption. */
export const editableTypes: ReadonlySet<string> = new Set(["text", "image", "video", "document"]);

/** A text or caption after an edit. */
export function editContent({ type, content }: OutboxMessage, text: string): Json {
  if (type === "text") return { ...toObject(content), body: text };
  if (editableTypes.has(type)) return { ...toObject(content), caption: text };
  throw new WhatsAppError("Customers can edit texts, and the captions of images, videos and documents.");
}

/** Meta's report of an edit. The URL of a file is not repeated. */
export function toEdit({ id, type, content, replyTo }: OutboxMessage): UserContent {
  const { url: _, ...edited } = toObject(content);
  const context = replyTo === undefined ? {} : { context: { id: replyTo } };
  return {
    type: "edit",
    edit: { original_message_id: id, message: { ...context, type, [type]: edited } },
  };
}

export const toRevoke = ({ id }: OutboxMessage): UserContent => ({
  type: "revoke",
  revoke: { original_message_id: id },
});
