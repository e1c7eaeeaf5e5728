import { expect, test } from "vitest";
import {
  type TemplateDefinition,
  type TemplateInput,
  type TemplateMessageComponent,
  ValidationError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { fc } from "../support/properties.ts";
import { send } from "../testing/support.ts";

const png = Uint8Array.from("\x89PNG\r\n\x1a\n0123", (letter) => letter.charCodeAt(0));
const body = (text: string) => {
  const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name);
  const positional = { body_text: [names.map(() => "sample")] };
  const named = { body_text_named_params: names.map((param_name) => ({ param_name, example: "sample" })) };
  const example = names.some((name) => /\D/.test(name)) ? named : positional;
  return { type: "BODY", text, ...(names.length === 0 ? {} : { example }) };
};
const link = {
  type: "URL",
  text: "Go",
  url: "https://example.com/{{1}}",
  example: ["https://example.com/1"],
};
const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });

/** One of each kind; a picture's handle is put in when the account is made. */
const definitions = (handle: string) => {
  const image = { type: "HEADER", format: "IMAGE", example: { header_handle: [handle] } };
  const card = (text: string) => ({ components: [image, body(text), buttons(link)] });
  const productCard = {
    components: [{ type: "HEADER", format: "PRODUCT" }, buttons({ type: "SPM", text: "View" })],
  };
  return {
    plain: [body("We are open.")],
    positional: [body("Hi {{1}}, order {{2}} is on its way.")],
    named: [body("Hi {{first_name}}, order {{order}} is on its way.")],
    headed: [
      { type: "HEADER", format: "TEXT", text: "Hi {{1}}", example: { header_text: ["Ana"] } },
      body("We are open."),
    ],
    pictured: [image, body("Hi {{1}}, we are open.")],
    placed: [{ type: "HEADER", format: "LOCATION" }, body("We are here.")],
    linked: [body("We are open."), buttons({ type: "QUICK_REPLY", text: "Yes" }, link)],
    fixed: [body("We are open."), buttons({ type: "URL", text: "Go", url: "https://example.com/" })],
    coupon: [body("Use it today."), buttons({ type: "COPY_CODE", example: "SAVE" })],
    offer: [
      image,
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Ends soon", has_expiration: true } },
      body("Use it today."),
      buttons({ type: "COPY_CODE", example: "SAVE" }, link),
    ],
    carousel: [
      body("Our cakes for {{1}} are here."),
      { type: "CAROUSEL", cards: [card("Cherry {{1}} cake"), card("Apple {{1}} cake")] },
    ],
    products: [body("Our cakes are here."), { type: "CAROUSEL", cards: [productCard, productCard] }],
    items: [body("Our cakes are here."), buttons({ type: "MPM", text: "View items" })],
    callable: [
      body("We are open."),
      buttons(
        { type: "VOICE_CALL", text: "Call Now" },
        { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
      ),
    ],
  };
};

const value = fc.constantFrom("a", "b7");
const text = (more: object = {}) => value.map((text) => ({ type: "text", text, ...more }));
const parameters = fc.oneof(
  fc.array(text(), { maxLength: 3 }),
  fc
    .subarray(["first_name", "order", "other"])
    .map((names) => names.map((parameter_name) => ({ type: "text", text: "a", parameter_name }))),
);
const header = fc.oneof(
  text(),
  fc.constant({ type: "image", image: { link: "https://example.com/a.png" } }),
  fc.constant({
    type: "location",
    location: { latitude: 1, longitude: 2, name: "Shop", address: "1 Main St" },
  }),
  fc.constant({ type: "product", product: { product_retailer_id: "sku", catalog_id: "7" } }),
);
const products = {
  thumbnail_product_retailer_id: "sku",
  sections: [{ title: "New", product_items: [{ product_retailer_id: "sku" }] }],
};
const button = fc
  .record({
    type: fc.constant("button"),
    index: fc.constantFrom("0", "1", "2"),
    choice: fc.constantFrom(
      { sub_type: "url", parameters: [{ type: "text", text: "x" }] },
      { sub_type: "quick_reply", parameters: [{ type: "payload", payload: "x" }] },
      { sub_type: "copy_code", parameters: [{ type: "coupon_code", coupon_code: "SAVE" }] },
      { sub_type: "mpm", parameters: [{ type: "action", action: products }] },
      { sub_type: "voice_call", parameters: [{ type: "ttl_minutes", ttl_minutes: 5 }] },
    ),
  })
  .map(({ choice, ...rest }) => ({ ...rest, ...choice }));
const part = fc
  .record({
    header: fc.option(header, { nil: undefined }),
    parameters: fc.option(parameters, { nil: undefined }),
    buttons: fc.array(button, { maxLength: 2 }),
  })
  .map((given) => [
    ...(given.header === undefined ? [] : [{ type: "header", parameters: [given.header] }]),
    ...(given.parameters === undefined || given.parameters.length === 0
      ? []
      : [{ type: "body", parameters: given.parameters }]),
    ...given.buttons,
  ]);
const cards = fc.array(part, { minLength: 1, maxLength: 3 }).map((list) => ({
  type: "carousel",
  cards: list.map((components, card_index) => ({ card_index, components })),
}));
const end = {
  type: "limited_time_offer",
  parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_900_000_000_000 } }],
};

/** What fits each kind, so that enough of the messages are good ones. */
const linkPart = { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "x" }] };
const coupon = {
  type: "button",
  sub_type: "copy_code",
  index: "0",
  parameters: [{ type: "coupon_code", coupon_code: "SAVE" }],
};
const picture = {
  type: "header",
  parameters: [{ type: "image", image: { link: "https://example.com/a.png" } }],
};
const words = (...list: string[]) => ({
  type: "body",
  parameters: list.map((text) => ({ type: "text", text })),
});
const filledCard = [picture, words("a"), { ...linkPart, index: "0" }];
const productPart = [
  {
    type: "header",
    parameters: [{ type: "product", product: { product_retailer_id: "sku", catalog_id: "7" } }],
  },
];
const carousel = (...list: object[][]) => ({
  type: "carousel",
  cards: list.map((components, card_index) => ({ card_index, components })),
});
const fitting: Record<keyof ReturnType<typeof definitions>, object[]> = {
  plain: [],
  positional: [words("a", "b")],
  named: [
    {
      type: "body",
      parameters: ["order", "first_name"].map((parameter_name) => ({
        type: "text",
        text: "a",
        parameter_name,
      })),
    },
  ],
  headed: [{ type: "header", parameters: [{ type: "text", text: "a" }] }],
  pictured: [picture, words("a")],
  placed: [
    {
      type: "header",
      parameters: [
        { type: "location", location: { latitude: 1, longitude: 2, name: "Shop", address: "1 Main St" } },
      ],
    },
  ],
  linked: [linkPart],
  fixed: [],
  coupon: [coupon],
  offer: [picture, end, coupon, linkPart],
  carousel: [words("a"), carousel(filledCard, filledCard)],
  products: [carousel(productPart, productPart, productPart)],
  items: [
    { type: "button", sub_type: "mpm", index: "0", parameters: [{ type: "action", action: products }] },
  ],
  callable: [],
};

const random = fc
  .tuple(part, fc.option(cards, { nil: undefined }), fc.boolean())
  .map(([own, shown, ends]) => [...own, ...(shown === undefined ? [] : [shown]), ...(ends ? [end] : [])]);

test("the check refuses exactly what the local Cloud API, an independent reading of Meta's documentation, refuses", async () => {
  const simulator = createSimulator({ throughput: false, pairLimit: false, reviewTemplatesAfterMs: false });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, rateLimit: false, retry: false });
  const { handle } = await whatsapp.media.uploadResumable({ file: png });
  const kinds = definitions(handle);
  for (const [name, components] of Object.entries(kinds)) {
    const parameter_format = name === "named" ? "NAMED" : "POSITIONAL";
    const definition = { name, language: "en_US", category: "MARKETING", parameter_format, components };
    await whatsapp.templates.create(definition as unknown as TemplateDefinition);
    await simulator.approve(name);
  }
  const checked = whatsapp.templates.checked();
  const seen = { accepted: 0, refused: 0 };

  const agree = async (name: string, components: object[]) => {
    const message = { name, language: "en_US", components: components as TemplateMessageComponent[] };
    const refusal = await checked.check(message as TemplateInput).then(
      () => undefined,
      (error: unknown) => error,
    );
    const { status, json } = await send(simulator, {
      type: "template",
      template: { name, language: { code: "en_US" }, components },
    });
    if (refusal !== undefined) expect(refusal).toBeInstanceOf(ValidationError);
    expect(
      refusal === undefined,
      `${name}: ${JSON.stringify(components)} ${refusal} ${JSON.stringify(json)}`,
    ).toBe(status === 200);
    seen[status === 200 ? "accepted" : "refused"] += 1;
  };

  for (const [name, components] of Object.entries(fitting)) await agree(name, components);
  expect(seen).toEqual({ accepted: Object.keys(kinds).length, refused: 0 });

  const name = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]));
  await fc.assert(fc.asyncProperty(name, random, agree), { numRuns: 300 });
  const broken = fc.tuple(
    name,
    fc.nat(),
    fc.option(
      part.map(([first]) => first),
      { nil: undefined },
    ),
  );
  await fc.assert(
    fc.asyncProperty(broken, async ([kind, place, instead]) => {
      const good = fitting[kind];
      const rest = good.toSpliced(place % Math.max(good.length, 1), 1);
      const clash =
        instead !== undefined && rest.some((one) => (one as { type: string }).type === instead.type);
      await agree(kind, instead === undefined || clash ? rest : [...rest, instead]);
    }),
    { numRuns: 200 },
  );
  expect(seen.refused).toBeGreaterThan(100);
});
