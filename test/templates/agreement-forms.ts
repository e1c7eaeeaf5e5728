// One message of a template in the client's other two forms, read from Meta's form.
import type { DefinedTemplate } from "wacloud";

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Thrown where a form has no way to write a message. */
class Unwritable extends Error {}

function need(holds: boolean): asserts holds {
  if (!holds) throw new Unwritable();
}

/** What a form makes of a message; `undefined` where the form has no way to write it. */
function written(write: () => Json): Json | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

const hasOnly = (value: Json, keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

const defined = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

/** The components of a message or of a card: at most one of each kind, and buttons. */
function readParts(list: unknown): {
  one: (type: string) => Json | undefined;
  buttons: Json[];
  types: string[];
} {
  need(Array.isArray(list) && list.every(isJson));
  const others = list.filter(({ type }) => type !== "button");
  const types = others.map(({ type }) => String(type));
  need(new Set(types).size === types.length);
  return {
    one: (type) => others.find((part) => part.type === type),
    buttons: list.filter(({ type }) => type === "button"),
    types,
  };
}

function readParameters(part: Json, keys: readonly string[] = ["type", "parameters"]): Json[] {
  need(hasOnly(part, keys) && Array.isArray(part.parameters) && part.parameters.every(isJson));
  return part.parameters;
}

/** The one parameter of a component, and what it holds. */
function readOne(part: Json, keys?: readonly string[]): { parameter: Json; type: string; value: unknown } {
  const [parameter, ...others] = readParameters(part, keys);
  need(parameter !== undefined && others.length === 0 && typeof parameter.type === "string");
  return { parameter, type: parameter.type, value: parameter[parameter.type] };
}

/** A text as it is; everything else as a parameter. Numbers would be taken as texts. */
const bare = (parameter: Json): unknown => {
  const { type, text } = parameter;
  const isBare =
    type === "text" && hasOnly(parameter, ["type", "text"]) && typeof text !== "number" && !isJson(text);
  if (isBare) return text;
  need(typeof type === "string");
  return parameter;
};

function writeBody(part: Json | undefined): Json {
  if (part === undefined) return {};
  const list = readParameters(part);
  need(list.length > 0);
  const names = list.map(({ parameter_name }) => parameter_name);
  if (names.every((name) => name === undefined)) return { parameters: list.map(bare) };
  if (!names.every((name) => typeof name === "string")) return { parameters: list.map(bare) };
  need(new Set(names).size === names.length && names.every((name) => !/^\d+$/.test(name)));
  return {
    parameters: Object.fromEntries(list.map(({ parameter_name, ...value }) => [parameter_name, bare(value)])),
  };
}

const buttonKeys = ["type", "sub_type", "index", "parameters"];
const isText = (value: unknown): boolean => value !== undefined && typeof value !== "number";

function writeCards(part: Json | undefined, write: (parts: Json[], index: number) => Json): Json {
  if (part === undefined) return {};
  const { cards } = part;
  need(hasOnly(part, ["type", "cards"]) && Array.isArray(cards) && cards.every(isJson));
  return {
    cards: cards.map((card, index) => {
      need(hasOnly(card, ["card_index", "components"]) && card.card_index === index);
      need(readParts(card.components).types.every((type) => ["header", "body"].includes(type)));
      return write(card.components as Json[], index);
    }),
  };
}

// ---- The short form ----

function shortHeader(part: Json | undefined): Json {
  if (part === undefined) return {};
  const { parameter } = readOne(part);
  const header = bare(parameter);
  need(header !== undefined);
  return { header };
}

function shortButton(part: Json): Json {
  const { sub_type, index } = part;
  need(index !== undefined && sub_type !== undefined);
  if (sub_type === "voice_call") {
    const list = readParameters(part, buttonKeys);
    const values = list.map((parameter) => {
      const type = String(parameter.type);
      need(["ttl_minutes", "payload"].includes(type) && hasOnly(parameter, ["type", type]));
      need(parameter[type] !== undefined && (type !== "payload" || isText(parameter[type])));
      return type;
    });
    need(list.length > 0 && new Set(values).size === list.length);
    return { sub_type, index, ...Object.fromEntries(list.map((one) => [one.type, one[String(one.type)]])) };
  }
  const { parameter, type, value } = readOne(part, buttonKeys);
  const wanted =
    { quick_reply: "payload", url: "text", copy_code: "coupon_code" }[String(sub_type)] ?? "action";
  need(type === wanted && hasOnly(parameter, ["type", type]));
  if (type !== "action") {
    need(typeof value !== "number");
    return { sub_type, index, [type]: value };
  }
  need(
    isJson(value) &&
      hasOnly(
        value,
        Object.keys(value).filter((key) => !["sub_type", "index"].includes(key)),
      ),
  );
  return { sub_type, index, ...value };
}

const shortParts = (components: readonly Json[]): Json => {
  const { one, buttons } = readParts(components);
  return {
    ...shortHeader(one("header")),
    ...writeBody(one("body")),
    ...(buttons.length === 0 ? {} : { buttons: buttons.map(shortButton) }),
  };
};

/** A message in the short form. */
export const toShort = (components: readonly Json[]): Json | undefined =>
  written(() => {
    const { one, types } = readParts(components);
    need(types.every((type) => ["header", "body", "carousel"].includes(type)));
    return { ...shortParts(components), ...writeCards(one("carousel"), shortParts) };
  });

// ---- The values of a defined template ----

interface Defined {
  readonly header?: { readonly format: string; readonly text?: string } | undefined;
  readonly buttons?: readonly { readonly type: string }[] | undefined;
}

function definedHeader(part: Json | undefined, { header: made }: Defined): Json {
  if (part === undefined) return {};
  need(made !== undefined);
  const { parameter, type, value } = readOne(part);
  need(type === made.format.toLowerCase() && value !== undefined);
  const [, name] = /\{\{([a-z_]+)\}\}/.exec(made.text ?? "") ?? [];
  need(hasOnly(parameter, ["type", type, "parameter_name"]) && parameter.parameter_name === name);
  need(type !== "text" || typeof value !== "number");
  return { header: value };
}

const actionKeys: Record<string, string> = {
  order_details: "order_details",
  payment_request: "payment_request",
};

function definedButton(part: Json, { buttons: made = [] }: Defined): [number, unknown] {
  const { sub_type } = part;
  const index = Number(part.index);
  const isIndex = typeof part.index === "number" || typeof part.index === "string";
  need(isIndex && /^\d$/.test(String(part.index)) && index <= made.length);
  const type = made[index]?.type ?? "QUICK_REPLY";
  need(sub_type === type.toLowerCase());
  const { sub_type: _, index: __, ...values } = shortButton({ ...part, index });
  const [first] = Object.values(values);
  if (sub_type === "voice_call") return [index, values];
  const single = { quick_reply: "payload", url: "text", copy_code: "coupon_code" }[sub_type];
  if (single !== undefined) {
    need(first !== undefined);
    return [index, first];
  }
  const key = actionKeys[sub_type];
  if (key === undefined) return [index, values];
  need(hasOnly(values, [key]) && values[key] !== undefined);
  return [index, values[key]];
}

function definedButtons(buttons: Json[], made: Defined): Json {
  if (buttons.length === 0) return {};
  const values = buttons.map((button) => definedButton(button, made));
  const byIndex = new Map(values);
  need(byIndex.size === values.length);
  const length = Math.max(...byIndex.keys()) + 1;
  return { buttons: Array.from({ length }, (_, index) => byIndex.get(index)) };
}

const definedParts = (components: readonly Json[], made: Defined): Json => {
  const { one, buttons } = readParts(components);
  return {
    ...definedHeader(one("header"), made),
    ...writeBody(one("body")),
    ...definedButtons(buttons, made),
  };
};

const singles = ["limited_time_offer", "order_status", "tap_target_configuration"];

function definedSingle(part: Json | undefined): Json {
  if (part === undefined) return {};
  const name = String(part.type);
  const { parameter, type, value } = readOne(part);
  need(type === name && hasOnly(parameter, ["type", name]) && value !== undefined);
  if (name !== "tap_target_configuration") return { [name]: value };
  need(Array.isArray(value) && value.length === 1 && value[0] !== undefined);
  return { [name]: value[0] };
}

function definedCode(components: readonly Json[]): Json {
  const { one, buttons, types } = readParts(components);
  const [button, ...others] = buttons;
  const body = one("body");
  need(types.length === 1 && others.length === 0 && body !== undefined && button !== undefined);
  need(String(button.index) === "0" && button.sub_type === "url");
  const inBody = readOne(body);
  const inButton = readOne(button, buttonKeys);
  need(
    [inBody, inButton].every(
      ({ parameter, type }) => type === "text" && hasOnly(parameter, ["type", "text"]),
    ),
  );
  need(inBody.value === inButton.value);
  return { code: inBody.value };
}

/** A message as the values of a defined template. */
export const toDefined = (
  components: readonly Json[],
  { source, category }: DefinedTemplate,
): Json | undefined =>
  written(() => {
    if (category === "AUTHENTICATION") return definedCode(components);
    const { one, types } = readParts(components);
    need(types.every((type) => ["header", "body", "carousel", ...singles].includes(type)));
    const cards: readonly Defined[] = source.cards ?? [];
    const isOfProducts = cards[0]?.header?.format === "PRODUCT";
    return defined({
      ...definedParts(components, source),
      ...writeCards(one("carousel"), (parts, index) =>
        definedParts(parts, cards[isOfProducts ? 0 : index] ?? cards[0] ?? {}),
      ),
      ...Object.assign({}, ...singles.map((name) => definedSingle(one(name)))),
    });
  });
