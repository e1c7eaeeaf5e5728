import * as z from "zod/mini";
import { literal, looseObject, optional, strictObject, string } from "zod/mini";
import { userIdPattern } from "../../../../types/patterns.ts";
import type { Json } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { callingCode, isInternational } from "../../phone-numbers.ts";
import { checkSchema, integer, rule, someText, text } from "../schema.ts";
import { isDirectSend } from "./direct-send.ts";
import { checkInteractive } from "./interactive.ts";
import { checkPlain, plainTypes } from "./plain.ts";
import { checkTemplateMessage } from "./template.ts";

/** The keys around the message itself. */
const envelope = once(() =>
  looseObject({
    recipient_type: optional(z.enum(["individual", "group"])),
    to: optional(someText()),
    recipient: optional(someText()),
    type: someText(),
    context: optional(strictObject({ message_id: someText() })),
    biz_opaque_callback_data: optional(text(512)),
    recipient_identity_key_hash: optional(someText()),
    category: optional(z.enum(["utility", "authentication", "service"])),
    ttl_seconds: optional(integer(30, 43_200)),
    direct_send_config: optional(strictObject({ template_name: someText() })),
  }).check(
    rule((message: object) => "to" in message || "recipient" in message, "is required", {
      path: ["to"],
      kind: "missing",
    }),
  ),
);

const envelopeKeys = [
  "messaging_product",
  "recipient_type",
  "to",
  "recipient",
  "type",
  "context",
  "biz_opaque_callback_data",
  "recipient_identity_key_hash",
  "category",
  "ttl_seconds",
  "direct_send_config",
  "messaging_account_id",
  "paid_messaging_account_id",
];

const messageTypes = [...plainTypes, "interactive", "template"];

/** Additional keys on the marketing endpoint. */
export const marketingKeys = ["product_policy", "message_activity_sharing", "bid_spec"];

/** All keys that a message may have. */
export const messageKeys: readonly string[] = [...envelopeKeys, ...marketingKeys, ...messageTypes];

/** Every call about messages needs `messaging_product`. */
export function checkProduct({ messaging_product }: Json): void {
  if (messaging_product === "whatsapp") return;
  if (messaging_product === undefined) throw refuse(100, "The parameter messaging_product is required.");
  throw refuse(100, "Param messaging_product must be one of {WHATSAPP}.");
}

/** Checks the form of a whole message, before account and recipient are considered. */
export function checkMessage(body: Json, moreKeys: readonly string[] = []): void {
  checkSchema(envelope(), body);
  const type = String(body.type);
  if (!messageTypes.includes(type)) throw refuse(131051, "Param type is not a supported message type.");
  const unexpected = Object.keys(body).find((key) => ![...envelopeKeys, ...moreKeys, type].includes(key));
  if (unexpected !== undefined) throw refuse(100, `Unexpected key "${unexpected}" on param "body".`);
  checkContent(type, body);
  checkCombinations(body, type);
}

function checkContent(type: string, body: Json): void {
  const content = body[type];
  if (content === undefined) throw refuse(131008, `The parameter ${type} is required.`);
  if (type === "interactive") checkInteractive(content, isDirectSend(body));
  else if (type === "template") checkTemplateMessage(content);
  else checkPlain(type, content);
}

const groupTypes = new Set(["text", "image", "video", "audio", "document", "sticker", "template", "pin"]);

function checkCombinations(body: Json, type: string): void {
  const isGroup = body.recipient_type === "group";
  if (isGroup && !("to" in body)) throw refuse(131008, "The parameter to is required for a group.");
  if (isGroup && !groupTypes.has(type))
    throw refuse(131051, `Messages of type ${type} cannot be sent to groups.`);
  if (!isGroup && type === "pin")
    throw refuse(131009, "Param recipient_type must be group to pin a message.");
  if (type === "reaction" && "context" in body) {
    throw refuse(131009, "Param context is not allowed on a reaction.");
  }
}

const phone = once(() =>
  strictObject({
    to: string().check(
      rule((to: string) => /^\+?[\d\s()-]+$/.test(to.trim()), "must be a phone number"),
      rule((to: string) => /\d/.test(to), "must be a phone number"),
    ),
  }),
);

/**
 * The digits that Meta dials. If there is no `+`, Meta prepends the calling code of the business number, whatever the
 * digits are.
 */
export function toDialedDigits(to: string, businessDigits: string): string {
  checkSchema(phone(), { to });
  const digits = to.replace(/\D/g, "");
  const whole = to.trim().startsWith("+") ? digits : `${callingCode(businessDigits).code}${digits}`;
  if (isInternational(whole)) return whole;
  throw refuse(131009, "Param to must be a phone number of 7 to 15 digits with its country code.");
}

export function checkUserId(recipient: string): void {
  if (userIdPattern.test(recipient)) return;
  throw refuse(131009, "Param recipient must be a business-scoped user id.");
}

const receipt = once(() =>
  strictObject({
    messaging_product: literal("whatsapp"),
    status: literal("read"),
    message_id: someText(),
    typing_indicator: optional(strictObject({ type: literal("text") })),
  }),
);

/** Checks a read receipt, with or without a typing indicator. */
export const checkReceipt = (body: Json): void => checkSchema(receipt(), body);

const marketing = once(() =>
  looseObject({
    product_policy: optional(z.enum(["CLOUD_API_FALLBACK", "STRICT"])),
    message_activity_sharing: optional(z.boolean()),
    bid_spec: optional(
      strictObject({
        per_message_bid_multiplier: z
          .union([z.number(), string()])
          .check(rule((factor: number | string) => Number(factor) > 0, "must be positive")),
      }),
    ),
  }),
);

/** Checks the keys that only the marketing endpoint accepts. */
export const checkMarketing = (body: Json): void => checkSchema(marketing(), body);
