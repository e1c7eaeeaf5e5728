// The rules about values hold in every way a template is sent, and nothing leaves where one is broken.
import { beforeAll, describe, expect, test } from "vitest";
import {
  type DefinedTemplate,
  defineTemplate,
  type TemplateMessageComponent,
  ValidationError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import { to } from "../support/client.ts";
import { kinds as allKinds } from "../support/template-kinds.ts";

type Json = Record<string, unknown>;
type Path = { defined: string; short: string; meta: string };

const shop = { name: "Shop", address: "1 Main St", latitude: 1, longitude: 2 };
const product = (catalog_id: string) => ({ product_retailer_id: "1", catalog_id });
const link = { link: "https://example.com/a.png" };

const templates = {
  ...allKinds,
  text: defineTemplate({
    name: "text",
    language: "en_US",
    category: "UTILITY",
    header: { format: "TEXT", text: "Order {{1}}", example: "777" },
    body: { text: "Hi {{1}}, it is {{2}} today.", example: ["Ana", "ready"] },
    buttons: [
      { type: "QUICK_REPLY", text: "Stop" },
      { type: "URL", text: "Track", url: "https://example.com/{{1}}", example: "https://example.com/7" },
    ],
  }),
};
type Name = keyof typeof templates;

const good: Partial<Record<Name, Json>> = {
  text: { header: "7", parameters: ["Ana", 5], buttons: [undefined, "7"] },
  named: { header: "Ana", parameters: { discount: "10%", first_name: "Ana" } },
  code_copied: { code: "x".repeat(15) },
  product_carousel: { cards: [{ header: product("7") }, { header: product("7") }] },
  location: { header: shop },
  image: { header: link, tap_target_configuration: { url: "https://example.com", title: "Offer" } },
  payment_request: {},
  media_carousel: {
    parameters: ["Ana"],
    cards: [
      { header: link, parameters: ["10"], buttons: [undefined, "1"] },
      { header: link, buttons: [undefined, "2"] },
    ],
  },
};

/** The short form of good values, where it is another one. */
const goodShort: Partial<Record<Name, Json>> = {
  text: {
    ...good.text,
    buttons: [
      { sub_type: "quick_reply", payload: "no" },
      { sub_type: "url", text: 7 },
    ],
  },
  named: {
    ...good.named,
    header: { type: "text", text: "Ana", parameter_name: "first_name" },
  },
  code_copied: { parameters: ["x".repeat(15)], buttons: [{ sub_type: "url", text: "x".repeat(15) }] },
  product_carousel: {
    cards: [
      { header: { type: "product", product: product("7") } },
      { header: { type: "product", product: product("7") } },
    ],
  },
  location: { header: { type: "location", location: shop } },
  media_carousel: {
    parameters: ["Ana"],
    cards: [
      {
        header: { type: "image", image: link },
        parameters: ["10"],
        buttons: [{ sub_type: "url", index: 1, text: "1" }],
      },
      { header: { type: "image", image: link }, buttons: [{ sub_type: "url", index: 1, text: "2" }] },
    ],
  },
};

let simulator: Simulator;
let whatsapp: WhatsAppClient;
beforeAll(async () => {
  simulator = createSimulator({ throughput: false, pairLimit: false, reviewTemplatesAfterMs: false });
  whatsapp = new WhatsAppClient({ ...simulator.clientOptions, rateLimit: false, retry: false });
  for (const name of Object.keys(good) as Name[]) {
    const template: DefinedTemplate = templates[name];
    await whatsapp.templates.create(template);
    await simulator.approve(name);
  }
});

const messages = () => simulator.requests.filter(({ path }) => path.endsWith("/messages")).length;

/** The paths of what a message is refused for; none where it was sent. */
async function refusedAt(sending: () => Promise<unknown>): Promise<string[]> {
  const before = messages();
  try {
    await sending();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    expect(messages()).toBe(before);
    expect(error.message).not.toContain("secret");
    return error.issues.map(({ path }) => path);
  }
  expect(messages()).toBe(before + 1);
  return [];
}

const byName = (name: Name) => ({ to, name, language: templates[name].language });

/** Every way to send a message; the first ones know the template. */
const ways = {
  defined: (name: Name, values: Json) =>
    whatsapp.messages.sendTemplate({ to, template: templates[name], ...values } as never),
  "defined, checked": (name: Name, values: Json) =>
    whatsapp.messages.sendTemplate({ to, template: templates[name], ...values } as never, { checked: true }),
  "short, checked": (name: Name, values: Json) =>
    whatsapp.messages.sendTemplate({ ...byName(name), ...values } as never, { checked: true }),
  "short, of checked()": (name: Name, values: Json) =>
    whatsapp.templates.checked().sendTemplate({ ...byName(name), ...values } as never),
  short: (name: Name, values: Json) =>
    whatsapp.messages.sendTemplate({ ...byName(name), ...values } as never),
  "meta, checked": (name: Name, components: unknown) =>
    whatsapp.messages.sendTemplate({ ...byName(name), components } as never, { checked: true }),
  meta: (name: Name, components: unknown) =>
    whatsapp.messages.sendTemplate({ ...byName(name), components } as never),
  send: (name: Name, components: unknown) => {
    const template = { name, language: { code: templates[name].language }, components };
    return whatsapp.messages.send({ to, type: "template", template } as never);
  },
};

/** A message that breaks a rule, in each of the forms, and the path at which it is refused. */
interface Case {
  template: Name;
  defined?: Json | undefined;
  short?: Json | undefined;
  meta?: TemplateMessageComponent[] | undefined;
  at: Path;
  /** Whether it takes the template to see that the rule is broken. */
  needsTemplate?: true;
}

const metaOf = (name: Name): TemplateMessageComponent[] =>
  structuredClone((templates[name] as DefinedTemplate).fill(good[name] as never).components ?? []);

/** Meta's components of a good message, with another value at a path. */
function changed(name: Name, path: string, value: unknown): TemplateMessageComponent[] {
  const components = metaOf(name);
  const keys = path.split(".").slice(1);
  const last = keys.pop() ?? "";
  let holder: unknown = components;
  for (const key of keys) holder = (holder as Json)[key];
  (holder as Json)[last] = value;
  return components;
}

/** A value of the text template at each of its places, in each form. */
function placed(value: unknown): Record<string, Case> {
  const text = (at: Path, defined: Json, short: Json = defined): Case => ({
    template: "text",
    defined: { ...good.text, ...defined },
    short: { ...goodShort.text, ...short },
    meta: changed("text", at.meta, value),
    at,
  });
  return {
    body: text(
      { defined: "parameters.1", short: "parameters.1", meta: "components.1.parameters.1.text" },
      { parameters: ["Ana", value] },
    ),
    header: text(
      { defined: "header", short: "header", meta: "components.0.parameters.0.text" },
      { header: value },
    ),
    url: text(
      { defined: "buttons.1", short: "buttons.1.text", meta: "components.2.parameters.0.text" },
      { buttons: [undefined, value] },
      {
        buttons: [
          { sub_type: "quick_reply", payload: "no" },
          { sub_type: "url", text: value },
        ],
      },
    ),
    named: {
      template: "named",
      defined: { ...good.named, parameters: { discount: "10%", first_name: value } },
      short: { ...goodShort.named, parameters: { discount: "10%", first_name: value } },
      meta: changed("named", "components.1.parameters.1.text", value),
      at: {
        defined: "parameters.first_name",
        short: "parameters.first_name",
        meta: "components.1.parameters.1.text",
      },
    },
    "card's body": {
      template: "media_carousel",
      defined: {
        ...good.media_carousel,
        cards: [
          { header: link, parameters: [value], buttons: [undefined, "1"] },
          { header: link, buttons: [undefined, "2"] },
        ],
      },
      short: {
        parameters: ["Ana"],
        cards: [
          {
            header: { type: "image", image: link },
            parameters: [value],
            buttons: [{ sub_type: "url", index: 1, text: "1" }],
          },
          { header: { type: "image", image: link }, buttons: [{ sub_type: "url", index: 1, text: "2" }] },
        ],
      },
      meta: changed("media_carousel", "components.1.cards.0.components.1.parameters.0.text", value),
      at: {
        defined: "cards.0.parameters.0",
        short: "cards.0.parameters.0",
        meta: "components.1.cards.0.components.1.parameters.0.text",
      },
    },
  };
}

const noTexts: [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["a function", () => "secret"],
  ["an object", { secret: "secret" }],
  ["a list", ["secret"]],
  ["a boolean", true],
  ["empty", ""],
];

const badTexts: [string, unknown][] = [
  ["a line break", "secret\nsecret"],
  ["a carriage return", "secret\r"],
  ["a tab", "secret\tsecret"],
  ["five spaces in a row", "secret     secret"],
];

/** `undefined` says that nothing is given: where that is allowed, it is no value. */
const withoutAbsent = (where: string, one: Case): Case => ({
  ...one,
  ...(where === "header" ? { defined: undefined, short: undefined } : {}),
  ...(where === "url" ? { defined: undefined } : {}),
});

const longCode = "secret".padEnd(16, "x");
const tap = { url: "https://example.com", title: "Offer" };
const tapPart = {
  type: "tap_target_configuration",
  parameters: [{ type: "tap_target_configuration", tap_target_configuration: [tap] }],
} as TemplateMessageComponent;
const long = "x".repeat(1024 - "Hi , it is  today.".length);

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    [...noTexts, ...badTexts].flatMap(([what, value]) =>
      Object.entries(placed(value)).map(([where, one]) => [
        `${what} in the ${where}`,
        value === undefined ? withoutAbsent(where, one) : one,
      ]),
    ),
  ),
  "a code of 16 characters": {
    template: "code_copied",
    defined: { code: longCode },
    short: { parameters: [longCode], buttons: [{ sub_type: "url", text: longCode }] },
    meta: [
      { type: "body", parameters: [{ type: "text", text: longCode }] },
      { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: longCode }] },
    ],
    at: { defined: "code", short: "parameters.0", meta: "components.0.parameters.0.text" },
    needsTemplate: true,
  },
  "different codes in body and button": {
    template: "code_copied",
    short: { parameters: ["1"], buttons: [{ sub_type: "url", text: "2" }] },
    meta: [
      { type: "body", parameters: [{ type: "text", text: "1" }] },
      { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "2" }] },
    ],
    at: { defined: "", short: "buttons.0.text", meta: "components.1.parameters.0.text" },
    needsTemplate: true,
  },
  "products of two catalogs": {
    template: "product_carousel",
    defined: { cards: [{ header: product("7") }, { header: product("8") }] },
    short: {
      cards: [
        { header: { type: "product", product: product("7") } },
        { header: { type: "product", product: product("8") } },
      ],
    },
    meta: changed(
      "product_carousel",
      "components.0.cards.1.components.0.parameters.0.product.catalog_id",
      "8",
    ),
    at: {
      defined: "cards.1.header.catalog_id",
      short: "cards.1.header.product.catalog_id",
      meta: "components.0.cards.1.components.0.parameters.0.product.catalog_id",
    },
  },
  "a tap target below a location": {
    template: "location",
    defined: { header: shop, tap_target_configuration: tap },
    meta: [...metaOf("location"), tapPart],
    at: { defined: "tap_target_configuration", short: "", meta: "components.1" },
  },
  "a body of 1025 characters once filled in": {
    template: "text",
    defined: { ...good.text, parameters: [long, "x"] },
    short: { ...goodShort.text, parameters: [long, "x"] },
    meta: changed("text", "components.1.parameters", [
      { type: "text", text: long },
      { type: "text", text: "x" },
    ]),
    at: { defined: "parameters", short: "parameters", meta: "components.1.parameters" },
    needsTemplate: true,
  },
};

const formOf = (way: string) =>
  way.startsWith("defined") ? "defined" : way.startsWith("short") ? "short" : "meta";

describe.each(Object.entries(ways))("%s", (way, sending) => {
  const form = formOf(way);
  const send = sending as (name: Name, content: unknown) => Promise<unknown>;
  const knowsTemplate = form === "defined" || way.includes("checked");
  const applicable = Object.entries(cases).filter(
    ([, one]) => one[form] !== undefined && (knowsTemplate || !one.needsTemplate),
  );

  test.each(Object.keys(good) as Name[])("a message that keeps every rule is sent: %s", async (name) => {
    const content =
      form === "meta" ? metaOf(name) : form === "short" ? (goodShort[name] ?? good[name]) : good[name];
    const { tap_target_configuration: _, ...short } = content as Json;
    expect(
      await refusedAt(() => send(name, form === "short" ? { ...short, ...shortHeader(name) } : content)),
    ).toEqual([]);
  });

  test.each(applicable)("refuses %s", async (_, one) => {
    const prefix = way === "send" ? "template." : "";
    expect(await refusedAt(() => send(one.template, one[form]))).toEqual([`${prefix}${one.at[form]}`]);
  });
});

const shortHeader = (name: Name): Json =>
  name === "image" ? { header: { type: "image", image: link } } : {};

test("a missing language is named", async () => {
  const sending = () => whatsapp.messages.sendTemplate({ to, name: "text" } as never);
  expect(await refusedAt(sending)).toEqual(["language"]);
});

test("the fields of a value in Meta's form are checked at their own paths", async () => {
  const money = { type: "currency", currency: { fallback_value: "$1\n", code: "USD", amount_1000: 1000 } };
  const at = "parameters.1.currency.fallback_value";
  expect(await refusedAt(() => ways.defined("text", { ...good.text, parameters: ["Ana", money] }))).toEqual([
    at,
  ]);
  expect(
    await refusedAt(() => ways.short("text", { ...goodShort.text, parameters: ["Ana", money] })),
  ).toEqual([at]);
});

test("numbers are sent as text", async () => {
  await ways.short("text", { ...goodShort.text, parameters: [0, 1.5] });
  const sent = JSON.stringify(simulator.requests.at(-1)?.body);
  expect(sent).toContain('"text":"0"');
  expect(sent).toContain('"text":"1.5"');
});
