import type { PhoneNumberOptions } from "../../core/phone-number.ts";
import { recipientId, toAddress } from "../../core/recipient.ts";
import { check, invalid } from "../../core/validate.ts";
import { parseSendTag } from "../../store/send-tag.ts";
import {
  type Addressed,
  type MetaEnvelope,
  type OutgoingContent,
  type OutgoingMessageType,
  outgoingSchemas,
} from "../../types/messages/outgoing.ts";
import { isObject } from "../../utils/json.ts";
import { snapshot } from "../../utils/snapshot.ts";

/** A message as the caller passed it, not checked yet. */
export type Composition = OutgoingContent & MetaEnvelope & Partial<Addressed>;

/** Turns a path in a message into the path the caller wrote. */
export type ToCallerPath = (path: string) => string;

/** What the client adds to a message. */
export interface ComposeOptions extends PhoneNumberOptions {
  generateTag: (() => string) | undefined;
  /** The account of messages that name none. */
  messagingAccountId?: string | undefined;
}

/** Meta's body, and what the pipeline needs to know about it. */
export interface Composed {
  body: Record<string, unknown>;
  recipient: string;
  correlationTag: string | undefined;
}

const envelopeKeys = new Set([
  "to",
  "reply_to",
  "context",
  "recipient",
  "recipient_type",
  "biz_opaque_callback_data",
  "recipient_identity_key_hash",
  "category",
  "ttl_seconds",
  "direct_send_config",
  "messaging_account_id",
  "paid_messaging_account_id",
]);

/** In a message, a key would do nothing, or be refused by Meta. */
function refuseMisplaced(message: object): void {
  const misplaced = ["idempotencyKey", "once"].filter((key) => key in message);
  const issues = misplaced.map((path) => ({
    path,
    message: "belongs in the last argument, beside `signal`",
  }));
  if (issues.length > 0) throw invalid("message", issues);
}

/** Splits the input of a shortcut into envelope and content. Defined templates, which never change, stay what they are. */
export function split<Input extends object>(input: Input): { envelope: object; content: Input } {
  if (!isObject(input)) throw invalid("message", [{ path: "message", message: "must be an object" }]);
  refuseMisplaced(input);
  const entries = Object.entries(input).map(
    ([key, value]) => [key, key === "template" ? value : snapshot(value)] as const,
  );
  return {
    envelope: Object.fromEntries(entries.filter(([key]) => envelopeKeys.has(key))),
    content: Object.fromEntries(entries.filter(([key]) => !envelopeKeys.has(key))) as Input,
  };
}

/**
 * Checks a message and turns it into Meta's body. Everything is sent as the caller passed it, unknown keys included;
 * only the recipient, the quoted message and the correlation tag are converted to Meta's form.
 *
 * @param toCallerPath for a message that a shortcut built: errors then name the caller's fields.
 * @throws `ValidationError` naming every broken rule. Nothing was sent.
 */
export function compose(
  message: Composition,
  options: ComposeOptions,
  toCallerPath: ToCallerPath = (path) => path,
): Composed {
  refuseMisplaced(message);
  const { to, recipient, reply_to, context, biz_opaque_callback_data, ...content } =
    withoutUndefined(message);
  if (reply_to !== undefined && context !== undefined) throw conflict("reply_to", "context");
  const address = resolveAddress({ to, recipient, recipient_type: content.recipient_type }, options);
  if (parseSendTag(String(biz_opaque_callback_data)) !== undefined) throw reusedTag();
  const tag = biz_opaque_callback_data ?? options.generateTag?.();
  const quote = reply_to === undefined ? context : { message_id: reply_to };
  const body = {
    ...withAccount(content, options),
    ...withoutUndefined(address),
    ...(quote === undefined ? {} : { context: quote }),
    ...(tag === undefined ? {} : { biz_opaque_callback_data: tag }),
  };
  check(findSchema(body.type), body, `${body.type} message`, (path) =>
    toEnvelopePath(message, toCallerPath(path)),
  );
  return {
    body: { messaging_product: "whatsapp", ...body },
    recipient: address.to ?? address.recipient ?? "",
    correlationTag: tag,
  };
}

/** Names the client's account, unless the message names one, by the new or the old name of the field. */
function withAccount<Content extends object>(
  content: Content,
  { messagingAccountId }: ComposeOptions,
): Content & { messaging_account_id?: string } {
  if (messagingAccountId === undefined || "paid_messaging_account_id" in content) return content;
  return { messaging_account_id: messagingAccountId, ...content };
}

/** Callers write some of Meta's keys as `to` and `reply_to`. */
function toEnvelopePath({ reply_to, recipient_type }: Composition, path: string): string {
  if (path === "recipient_type" && recipient_type === undefined) return "to";
  return reply_to !== undefined && /^context\b/.test(path) ? "reply_to" : path;
}

function findSchema(type: unknown) {
  if (typeof type === "string" && Object.hasOwn(outgoingSchemas, type))
    return outgoingSchemas[type as OutgoingMessageType]();
  throw invalid("message", [
    { path: "type", message: `must be one of ${Object.keys(outgoingSchemas).join(", ")}` },
  ]);
}

function resolveAddress(
  { to, recipient, recipient_type }: Pick<Composition, "to" | "recipient" | "recipient_type">,
  options: PhoneNumberOptions,
): { to?: string | undefined; recipient?: string | undefined; recipient_type?: string | undefined } {
  if (to !== undefined && recipient !== undefined) throw conflict("to", "recipient");
  if (recipient !== undefined) return { recipient: recipientId(recipient, "recipient") };
  if (to === undefined) throw invalid("message", [{ path: "to", message: "is missing: pass the recipient" }]);
  const isGroup = recipient_type === "group" && typeof to === "string";
  return toAddress(isGroup ? { group_id: to } : to, options);
}

const conflict = (one: string, other: string) =>
  invalid("message", [{ path: one, message: `conflicts with \`${other}\`: pass one of them` }]);

/** The status of this message would be taken for that of the other. */
const reusedTag = () =>
  invalid("message", [
    { path: "biz_opaque_callback_data", message: "is a tag that wacloud made for another message: omit it" },
  ]);

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
