import {
  type ButtonComponent,
  type ButtonSubType,
  templateValueSchemas,
} from "../../types/messages/template.ts";
import { isObject } from "../../utils/json.ts";
import { placeholdersIn } from "../placeholders.ts";
import type { Part } from "../rules/reading.ts";
import type { Problems } from "./problems.ts";

/** How the value of a kind of button becomes parameters of Meta's. */
interface Kind {
  /** What is to be given, in words. */
  form: string;
  isNeeded: boolean;
  parametersOf: (value: unknown) => unknown[];
  /** The keys of Meta's around the value. */
  wrapping: string;
}

const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

const text = (key: string) => ({
  parametersOf: (value: unknown) => [{ type: key, [key]: isText(value) ? String(value) : value }],
  wrapping: key,
});

const action = {
  parametersOf: (value: unknown) => [{ type: "action", action: value }],
  wrapping: "action",
};

const actionOf = (key: string) => ({
  parametersOf: (value: unknown) => [{ type: "action", action: { [key]: value } }],
  wrapping: `action.${key}`,
});

const call = {
  parametersOf: (value: unknown) =>
    isObject(value)
      ? Object.entries(value).flatMap(([type, one]) => (one === undefined ? [] : [{ type, [type]: one }]))
      : [value],
  wrapping: "",
};

/** All kinds that take a value; Meta calls them in lower case where it is sent. */
const kinds: Readonly<Record<string, Kind>> = {
  URL: { form: "the end of its address", isNeeded: true, ...text("text") },
  COPY_CODE: { form: "the code", isNeeded: true, ...text("coupon_code") },
  QUICK_REPLY: { form: "a payload", isNeeded: false, ...text("payload") },
  FLOW: { form: "{ flow_token, flow_action_data }", isNeeded: false, ...action },
  CATALOG: { form: "{ thumbnail_product_retailer_id }", isNeeded: false, ...action },
  MPM: { form: "{ thumbnail_product_retailer_id, sections }", isNeeded: true, ...action },
  ORDER_DETAILS: { form: "the order", isNeeded: true, ...actionOf("order_details") },
  PAYMENT_REQUEST: { form: "{ payment_setting }", isNeeded: true, ...actionOf("payment_request") },
  VOICE_CALL: { form: "{ ttl_minutes, payload }", isNeeded: false, ...call },
};

/** The buttons that take a value, each at its place among all of them. */
export function fillButtons(
  buttons: readonly Part[],
  values: unknown,
  path: string,
  problems: Problems,
): ButtonComponent[] {
  if (values !== undefined && !Array.isArray(values)) {
    problems.add(path, "must be a list with a place for each button of the template");
    return [];
  }
  const given: readonly unknown[] = values ?? [];
  if (given.length > buttons.length) {
    problems.add(path, `must have at most ${buttons.length} places, one a button; it has ${given.length}`);
  }
  return buttons.flatMap((button, index) =>
    fillButton(button, index, given[index], `${path}.${index}`, problems),
  );
}

function fillButton(
  { type, value: button }: Part,
  index: number,
  value: unknown,
  path: string,
  problems: Problems,
): ButtonComponent[] {
  const kind = type === "URL" && placeholdersIn(String(button.url)).length === 0 ? undefined : kinds[type];
  if (value === undefined) {
    if (kind?.isNeeded) problems.add(path, `is missing: the ${type} button needs ${kind.form}`);
    return [];
  }
  if (kind === undefined) {
    problems.add(path, `must be undefined: the ${type} button takes no value`);
    return [];
  }
  const parameters = kind.parametersOf(value);
  const subType = type.toLowerCase() as ButtonSubType;
  const schema = templateValueSchemas().buttons[subType];
  for (const parameter of parameters) problems.check(schema, parameter, path, kind.wrapping);
  if (parameters.length === 0) return [];
  const component = { type: "button", sub_type: subType, index: String(index), parameters };
  return [component as ButtonComponent]; // checked above
}
