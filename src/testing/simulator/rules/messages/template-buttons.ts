import { type Json, toObject, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import { listPlaceholders } from "../../templates/components.ts";
import { listParameters } from "../../templates/values.ts";

type Components = readonly Json[];

/** Matches the sent buttons with those of the template, by index. */
export function matchButtons(buttons: Components, sent: Components): void {
  const given = new Map<number, Json>();
  for (const part of sent.filter(({ type }) => type === "button")) {
    const index = Number(part.index);
    if (given.has(index)) throw refuse(132018, `buttons: Button at index ${index} was sent twice.`);
    if (index >= buttons.length)
      throw refuse(132018, `buttons: The template has no button at index ${index}.`);
    given.set(index, part);
  }
  buttons.forEach((button, index) => {
    matchButton(button, index, given.get(index));
  });
}

/** The `sub_type` that sends a value for a button. */
const toSubType = (button: Json): string => String(button.type).toLowerCase();

function matchButton(button: Json, index: number, part: Json | undefined): void {
  const name = `buttons: Button at index ${index} of type ${String(button.type)}`;
  if (part === undefined) {
    if (needsValue(button)) throw refuse(131008, `${name} requires a parameter.`);
    return;
  }
  if (part.sub_type !== toSubType(button)) throw refuse(132018, `${name} was sent with another sub_type.`);
  matchButtonParameters(button, name, listParameters(part));
}

const hasVariable = (button: Json): boolean => listPlaceholders(toText(button.url) ?? "").length > 0;

const needsValue = (button: Json): boolean =>
  button.type === "COPY_CODE" ||
  button.type === "MPM" ||
  button.type === "ORDER_DETAILS" ||
  (button.type === "URL" && hasVariable(button));

/** Parameter types that each button accepts. */
const parameterTypes: Readonly<Record<string, readonly string[]>> = {
  QUICK_REPLY: ["payload"],
  URL: ["text"],
  COPY_CODE: ["coupon_code"],
  CATALOG: ["action"],
  MPM: ["action"],
  FLOW: ["action"],
  ORDER_DETAILS: ["action"],
  PAYMENT_REQUEST: ["action"],
  VOICE_CALL: ["ttl_minutes", "payload"],
};

function matchButtonParameters(button: Json, name: string, parameters: Components): void {
  const types =
    button.type === "URL" && !hasVariable(button) ? [] : (parameterTypes[String(button.type)] ?? []);
  const unexpected = parameters.find(({ type }) => !types.includes(String(type)));
  if (unexpected !== undefined) throw refuse(132018, `${name} takes no parameter of this type.`);
  if (needsValue(button) && parameters.length !== 1)
    throw refuse(132018, `${name} takes exactly one parameter.`);
  if (new Set(parameters.map(({ type }) => type)).size < parameters.length)
    throw refuse(132018, `${name} was sent two parameters of one type.`);
  const action = toObject(parameters[0]?.action);
  if (button.type === "MPM" && !("sections" in action && "thumbnail_product_retailer_id" in action)) {
    throw refuse(131008, `${name} requires sections and a thumbnail.`);
  }
  if (button.type === "ORDER_DETAILS" && !("order_details" in action)) {
    throw refuse(131008, `${name} requires order_details.`);
  }
  if (button.type === "PAYMENT_REQUEST" && parameters.length > 0 && !("payment_request" in action)) {
    throw refuse(131008, `${name} requires payment_request.`);
  }
}
