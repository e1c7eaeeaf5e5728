import * as z from "zod/mini";
import { array, literal, looseObject, optional, strictObject, union } from "zod/mini";
import { fixedButtonLabels, maxButtons } from "../../../../types/templates/limits.ts";
import {
  isObject,
  type Json,
  parseJson,
  toList,
  toObject,
  toObjects,
  toText,
} from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { listPlaceholders } from "../../templates/components.ts";
import { checkSchema, integer, rule, someText, text, webUrl } from "../schema.ts";

const label = () => text(25);
const fixed = (type: keyof typeof fixedButtonLabels) => () =>
  strictObject({ type: literal(type), text: literal(fixedButtonLabels[type]) });

/** The schema of each button type that can be created. */
const schemas: Readonly<Record<string, () => z.ZodMiniType>> = {
  QUICK_REPLY: once(() => strictObject({ type: literal("QUICK_REPLY"), text: label() })),
  URL: once(() =>
    strictObject({
      type: literal("URL"),
      text: label(),
      url: webUrl().check(
        rule((url: string) => url.length <= 2000, "must be at most 2000 characters long", { kind: "length" }),
        rule(endsInItsVariable, "can have one parameter, {{1}}, at its very end"),
      ),
      example: optional(union([someText(), array(someText())])),
      app_deep_link: optional(
        strictObject({
          meta_app_id: union([someText(), z.number()]),
          android_deep_link: someText(),
          android_fallback_playstore_url: optional(webUrl()),
        }),
      ),
    }),
  ),
  PHONE_NUMBER: once(() =>
    strictObject({
      type: literal("PHONE_NUMBER"),
      text: label(),
      phone_number: text(20).check(rule(isDialable, "must be a phone number")),
    }),
  ),
  COPY_CODE: once(() =>
    strictObject({
      type: literal("COPY_CODE"),
      text: optional(label()),
      example: union([text(20), array(text(20))]),
    }),
  ),
  FLOW: once(() =>
    strictObject({
      type: literal("FLOW"),
      text: label(),
      flow_id: optional(someText()),
      flow_name: optional(someText()),
      flow_json: optional(
        someText().check(rule((flow: string) => isObject(parseJson(flow)), "must be the JSON of a Flow")),
      ),
      flow_action: optional(z.enum(["navigate", "data_exchange", "NAVIGATE", "DATA_EXCHANGE"])),
      navigate_screen: optional(someText()),
      icon: optional(z.enum(["DOCUMENT", "PROMOTION", "REVIEW"])),
    }).check(
      rule(
        (flow: object) => ["flow_id", "flow_name", "flow_json"].filter((key) => key in flow).length === 1,
        "needs exactly one of flow_id, flow_name and flow_json",
      ),
    ),
  ),
  CATALOG: once(fixed("CATALOG")),
  MPM: once(fixed("MPM")),
  SPM: once(fixed("SPM")),
  VOICE_CALL: once(() =>
    strictObject({
      type: literal("VOICE_CALL"),
      text: label(),
      ttl_minutes: optional(integer(1440, 43_200)),
    }),
  ),
  ORDER_DETAILS: once(() => strictObject({ type: literal("ORDER_DETAILS"), text: label() })),
  PAYMENT_REQUEST: once(() =>
    strictObject({
      type: literal("PAYMENT_REQUEST"),
      text: label(),
      payment_setting: looseObject({ type: someText() }),
    }),
  ),
  REQUEST_CONTACT_INFO: once(() =>
    strictObject({
      type: literal("REQUEST_CONTACT_INFO"),
      text: optional(literal(fixedButtonLabels.REQUEST_CONTACT_INFO)),
    }),
  ),
};

/** Alphanumeric, as vanity numbers are, with the usual separators and at least one digit. */
const isDialable = (number: string): boolean => /^\+?[A-Za-z\d ()-]+$/.test(number) && /\d/.test(number);

/** The first brace of an address is the one that opens its final `{{1}}`. */
const endsInItsVariable = (url: string): boolean =>
  listPlaceholders(url).length === 0 ||
  (url.endsWith("{{1}}") && url.search(/[{}]/) === url.length - "{{1}}".length);

/** Checks the buttons of a template or of one card. */
export function checkButtons(component: Json | undefined, name: string, max = 10): void {
  if (component === undefined) return;
  const buttons = toObjects(component.buttons);
  if (buttons.length === 0 || buttons.length > max) {
    throw refuse(100, `${name}: BUTTONS must have between 1 and ${max} buttons.`);
  }
  buttons.forEach((button, index) => {
    checkButton(button, `${name}.buttons[${index}]`);
  });
  checkCounts(buttons, name);
  checkOrder(buttons, name);
  checkPayments(buttons, name);
}

function checkButton(button: Json, name: string): void {
  const type = String(button.type);
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) throw refuse(100, `${name} has a type that cannot be created.`);
  checkSchema(schema(), button, { root: [name], codes: "templates" });
  const hasVariable = listPlaceholders(toText(button.url) ?? "").length > 0;
  const examples = typeof button.example === "string" ? [button.example] : toList(button.example);
  if (hasVariable && examples.length !== 1) {
    throw refuse(100, `${name} needs one example for its parameter.`, { subcode: 2388043 });
  }
}

function checkCounts(buttons: readonly Json[], name: string): void {
  const types = buttons.map(({ type }) => String(type));
  const tooMany = types.find((type) => types.filter((one) => one === type).length > (maxButtons[type] ?? 1));
  if (tooMany === undefined) return;
  throw refuse(100, `${name}: BUTTONS can have at most ${maxButtons[tooMany] ?? 1} of type ${tooMany}.`);
}

/** Quick replies must be next to each other. */
function checkOrder(buttons: readonly Json[], name: string): void {
  const isQuickReply = buttons.map(({ type }) => type === "QUICK_REPLY");
  const groups = isQuickReply.filter((isOne, index) => isOne && isQuickReply[index - 1] !== true).length;
  if (groups > 1) throw refuse(100, `${name}: quick replies must be next to each other.`);
}

/** Payment requests must have different payment methods. */
function checkPayments(buttons: readonly Json[], name: string): void {
  const ways = buttons
    .filter(({ type }) => type === "PAYMENT_REQUEST")
    .map(({ payment_setting }) => toObject(payment_setting).type);
  if (new Set(ways).size < ways.length) {
    throw refuse(100, `${name}: buttons of type PAYMENT_REQUEST must have different payment methods.`);
  }
}
