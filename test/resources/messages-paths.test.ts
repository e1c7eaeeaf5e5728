import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ValidationError } from "wacloud";
import type { Messages } from "../../src/resources/messages.ts";
import { change, pathsIn, valueAt } from "../support/broken-values.ts";
import { client, failure, refusal, to } from "../support/client.ts";

type Json = Record<string, unknown>;
type Shortcut = Exclude<Extract<keyof Messages, `send${string}`>, "send">;

const money = (value: number) => ({ value, offset: 100 });
const image = { type: "image", image: { id: "1" } };
const card = {
  type: "cta_url",
  header: { type: "image", image: { link: "https://ex.test/a.png" } },
  body: { text: "Cake" },
  action: { name: "cta_url", parameters: { display_text: "Buy", url: "https://ex.test" } },
};
const product = { type: "product", action: { product_retailer_id: "SKU1", catalog_id: "77" } };
const sections = [{ title: "A", product_items: [{ product_retailer_id: "SKU1" }] }];
const chosen = { name: "order_ok", language: "en_US" };

/** Valid input for every shortcut; together, it has every part of each kind. */
const inputs: { readonly [Key in Shortcut]: readonly Json[] } = {
  sendText: [{ body: "Hi", preview_url: true }],
  sendImage: [{ id: "1", caption: "Hi" }, { link: "https://ex.test/a.png" }],
  sendVideo: [{ id: "1", caption: "Hi" }],
  sendAudio: [{ id: "1", voice: true }],
  sendDocument: [{ link: "https://ex.test/a.pdf", filename: "a.pdf", caption: "Hi" }, { id: "1" }],
  sendSticker: [{ id: "1" }],
  sendLocation: [{ latitude: 1, longitude: "2", name: "Shop", address: "1 Main St" }],
  sendReaction: [{ message_id: "wamid.X", emoji: "👍" }],
  sendContacts: [
    {
      contacts: [
        {
          name: { formatted_name: "Ana", first_name: "Ana" },
          phones: [{ phone: "1", type: "WORK" }],
          org: { company: "Acme" },
          birthday: "1990-12-31",
        },
      ],
    },
  ],
  sendButtons: [
    { header: "H", body: "Hi", footer: "F", buttons: [{ id: "1", title: "A" }] },
    { header: image, body: "Hi", buttons: [{ id: "1", title: "A" }] },
  ],
  sendList: [
    {
      header: "H",
      body: "Hi",
      footer: "F",
      button: "Open",
      sections: [{ title: "A", rows: [{ id: "1", title: "A", description: "D" }] }],
    },
  ],
  sendCtaUrl: [{ header: "H", body: "Hi", footer: "F", display_text: "Open", url: "https://ex.test" }],
  sendFlow: [
    {
      header: { type: "document", document: { link: "https://ex.test/a.pdf", filename: "a.pdf" } },
      body: "Hi",
      footer: "F",
      flow_id: "1",
      flow_cta: "Book",
      mode: "draft",
      flow_action: "navigate",
      flow_action_payload: { screen: "FIRST", data: { city: "Lima" } },
    },
    { body: "Hi", flow_name: "booking", flow_cta: "Book" },
  ],
  sendLocationRequest: [{ body: "Hi" }],
  sendAddress: [
    {
      header: "H",
      body: "Hi",
      country: "IN",
      values: { city: "Pune" },
      saved_addresses: [{ id: "1", value: { city: "Pune" } }],
      validation_errors: { city: "Where?" },
    },
  ],
  sendProduct: [{ body: "Hi", footer: "F", catalog_id: "77", product_retailer_id: "SKU1" }],
  sendProductList: [{ header: "H", body: "Hi", footer: "F", catalog_id: "77", sections }],
  sendCatalog: [{ body: "Hi" }, { body: "Hi", footer: "F", thumbnail_product_retailer_id: "SKU1" }],
  sendCarousel: [
    { body: "Hi", cards: [card, card] },
    { body: "Hi", cards: [product, product] },
  ],
  sendOrderDetails: [
    {
      header: image,
      body: "Hi",
      footer: "F",
      parameters: {
        reference_id: "ord-1",
        type: "digital-goods",
        payment_type: "br",
        payment_settings: [{ type: "payment_link", payment_link: { uri: "https://pay.test/1" } }],
        currency: "BRL",
        total_amount: money(500),
        order: {
          status: "pending",
          items: [{ name: "Cake", amount: money(500), quantity: 1 }],
          subtotal: money(500),
          tax: money(0),
        },
      },
    },
  ],
  sendOrderStatus: [
    {
      body: "Hi",
      footer: "F",
      parameters: { reference_id: "ord-1", order: { status: "shipped", description: "On its way" } },
    },
  ],
  sendCallPermissionRequest: [{ body: "Hi" }],
  sendVoiceCall: [{ body: "Hi" }, { body: "Hi", display_text: "Call", ttl_minutes: 5, payload: "p" }],
  sendContactInfoRequest: [{ body: "Hi" }],
  sendTemplate: [
    {
      ...chosen,
      header: "H",
      parameters: ["Ana", 7, { type: "date_time", date_time: { fallback_value: "Monday" } }],
      buttons: [
        { sub_type: "url", text: "a" },
        { sub_type: "copy_code", index: 4, coupon_code: "SALE" },
        { sub_type: "flow", flow_token: "t", flow_action_data: { city: "Lima" } },
        { sub_type: "voice_call", ttl_minutes: 5, payload: "p" },
      ],
    },
    { ...chosen, header: image, parameters: { name: "Ana", place: { type: "group_id", group_id: "G" } } },
    {
      ...chosen,
      parameters: ["Ana"],
      cards: [
        { header: image, parameters: ["A"], buttons: [{ sub_type: "quick_reply", payload: "a" }] },
        { header: image, buttons: [{ sub_type: "mpm", thumbnail_product_retailer_id: "1", sections }] },
      ],
    },
    {
      name: "order_ok",
      language: { code: "en_US", policy: "deterministic" },
      components: [
        { type: "body", parameters: [{ type: "text", text: "Ana" }] },
        { type: "button", sub_type: "url", index: 0, parameters: [{ type: "text", text: "a" }] },
      ],
    },
  ],
  sendPin: [{ to: { group_id: "G" }, type: "pin", message_id: "wamid.X", expiration_days: 7 }],
};

const cases = Object.entries(inputs).flatMap(([method, all]) =>
  all.map((input, index) => ({ method: method as Shortcut, input: { to, ...input } as Json, index })),
);

/** Whether the path is in the input, except perhaps for its last key, which is then the missing one. */
function isWritten(input: unknown, [key = "", ...rest]: readonly string[]): boolean {
  if (typeof input !== "object" || input === null || key === "") return false;
  if (!Object.hasOwn(input, key)) return rest.length === 0;
  return rest.length === 0 || isWritten((input as Json)[key], rest);
}

test.each(Object.keys(inputs))("%s has a row in the docs", (method) => {
  expect(readFileSync("docs/sending.md", "utf8")).toMatch(new RegExp(`^\\|.*\`${method}\``, "m"));
});

class Left extends Error {}

const { messages } = client({
  layers: [
    () => async () => {
      throw new Left();
    },
  ],
});

/** The error for an invalid input; `undefined` if the input was sent. */
async function findRefusal(method: Shortcut, input: unknown): Promise<ValidationError | undefined> {
  const send = messages[method] as (input: unknown) => Promise<unknown>;
  const error = await failure(send.call(messages, input));
  if (error instanceof Left) return undefined;
  expect(error, JSON.stringify(input)?.slice(0, 500)).toBeInstanceOf(ValidationError);
  return error as ValidationError;
}

const wrongValues = [undefined, null, true, -1, "", "x".repeat(40_000), [], {}];

/** Whether one path contains the other. */
const isRelated = (one: string, other: string): boolean =>
  `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);

/** The input with one value broken, in every way; templates only with broken texts and numbers. */
const breakages = (input: Json) =>
  pathsIn(input)
    .filter(([first]) => first !== "to")
    .flatMap((path) => wrongValues.map((wrong) => ({ path, broken: change(input, path, wrong) })));

test.each(cases)(
  "what is missing from $method ($index) is expected as it is written",
  async ({ method, input }) => {
    for (const path of pathsIn(input)) {
      const refused = await findRefusal(method, change(input, path, undefined));
      for (const issue of refused?.issues ?? []) {
        const [, expected] = /^is missing: expected an? (\w+)$/.exec(issue.message) ?? [];
        if (issue.path !== path.join(".") || expected === undefined) continue;
        const written = valueAt(input, path);
        const kinds = [Array.isArray(written) ? "array" : typeof written];
        if (Number.isFinite(Number(written))) kinds.push("number"); // coordinates may be text
        expect(kinds, issue.path).toContain(expected);
      }
    }
  },
);

describe("errors of a shortcut name the fields of its input", () => {
  test("every shortcut is covered", () => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(messages));
    const shortcuts = methods.filter((name) => name.startsWith("send") && name !== "send");
    expect(Object.keys(inputs).sort()).toEqual(shortcuts.sort());
  });

  test.each(cases)("$method $index is sent", async ({ method, input }) => {
    expect(await findRefusal(method, input)).toBeUndefined();
  });

  test.each(cases)("$method $index, whichever value is broken", async ({ method, input }) => {
    const known = new Set(inputs[method].flatMap((one) => Object.keys(one)));
    let refused = 0;
    for (const { path, broken } of breakages(input)) {
      const error = await findRefusal(method, broken);
      if (error === undefined) continue;
      refused++;
      const found = error.issues.map((issue) => issue.path);
      const isThere = valueAt(broken, path) !== undefined;
      if (isThere)
        expect(
          found.some((one) => isRelated(one, path.join("."))),
          `${path.join(".")} is broken: ${found}`,
        ).toBe(true);
      for (const issue of error.issues) {
        const segments = issue.path.split(".");
        const where = `${path.join(".")} is broken, ${issue.path} ${issue.message}`;
        expect(isWritten(broken, segments) && known.has(segments[0] ?? ""), where).toBe(true);
        expect(error.message).toContain(issue.path);
        expect(error.message).toContain(issue.message);
      }
    }
    expect(refused).toBeGreaterThan(pathsIn(input).length);
  });
});

describe("errors of a message in Meta's form", () => {
  const body = { text: "Hi" };
  const action = { buttons: [{ type: "reply", reply: { id: "1", title: "x".repeat(21) } }] };
  const long = { type: "interactive", interactive: { type: "button", body, action } };
  const reaction = { type: "reaction", reaction: { message_id: "wamid.X", emoji: "👍" } };
  const text = { type: "text", text: { body: "Hi" } };
  test.each([
    ["interactive.action.buttons.0.reply.title", { to, ...long }],
    ["text.body", { to, type: "text", text: {} }],
    ["context", { to, ...reaction, context: { message_id: "wamid.Y" } }],
    ["reply_to", { to, ...reaction, reply_to: "wamid.Y" }],
    ["reply_to", { to, ...text, reply_to: "" }],
    ["recipient_type", { to: "G", recipient_type: "group", ...long }],
    ["to", { to: { group_id: "G" }, ...long }],
  ])("name %s", async (path, message) => {
    const error = await failure(messages.send(message as never));
    expect((error as ValidationError).issues.map((issue) => issue.path)).toContain(path);
  });
});

test("errors of a marketing template name the fields of its input", async () => {
  const { marketingMessages } = client({});
  const input = { to, name: "sale", language: "en", parameters: { name: "" } };
  expect(await refusal(marketingMessages.sendTemplate(input))).toEqual(["parameters.name must not be empty"]);
});
