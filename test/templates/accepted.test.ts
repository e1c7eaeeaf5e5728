// What defineTemplate accepts, the local Cloud API accepts, and what fill makes of values it sends. The two check by
// their own readings of Meta's documentation: a difference is a mistake in one of them.

import { expect, test } from "vitest";
import {
  type DefinedTemplate,
  defineTemplate,
  file,
  type TemplateSource,
  ValidationError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { placeholdersIn } from "../../src/templates/placeholders.ts";
import { fc } from "../support/properties.ts";

type Json = Record<string, unknown>;

const to = "+5511987654321";
const sample = (format: string): unknown => {
  const [bytes, type, filename] =
    format === "IMAGE"
      ? [[137, 80, 78, 71, 13, 10, 26, 10], "image/png", "a.png"]
      : format === "DOCUMENT"
        ? [[37, 80, 68, 70, 45], "application/pdf", "a.pdf"]
        : [[0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50], "video/mp4", "a.mp4"];
  return file(new Blob([Uint8Array.from(bytes as number[])], { type: type as string }), {
    filename: filename as string,
  });
};

type Style = "numbers" | "names";

const words = fc.constantFrom(
  "Hi",
  "order",
  "is on its way",
  "東京",
  "¡olé!",
  "🚚",
  ",",
  "\n",
  "5 %",
  "{x}",
  "a_b_c",
  "don't",
  "3.14",
  "ab:cd",
  "日本語テスト",
);
const names = ["name", "order_2", "_day"];
const placeholder = (style: Style, index: number) => `{{${style === "numbers" ? index + 1 : names[index]}}}`;

/** A text with up to three placeholders in their order, words around each. */
const goodText = (style: Style): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(words, words), { maxLength: 3 })
    .chain((pairs) =>
      fc
        .tuple(words, words)
        .map(([first, last]) =>
          [
            "So",
            first,
            ...pairs.flatMap(([one, other], index) => [placeholder(style, index), one, other]),
            last,
            "end",
          ].join(" "),
        ),
    );

/** Placeholders here and there. */
const anyText = (style: Style): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        words,
        fc.nat({ max: 2 }).map((index) => placeholder(style, index)),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((pieces) => pieces.join(" "));

const textOf = (style: Style, max: number): fc.Arbitrary<string> =>
  fc
    .oneof({ arbitrary: goodText(style), weight: 9 }, anyText(style))
    .map((text) => (text.length > max && !text.includes("{{") ? text.slice(0, max) : text));

const exampleOf = (text: string): unknown => {
  const names = placeholdersIn(text);
  if (names.length === 0) return undefined;
  return /^\d/.test(names[0] ?? "")
    ? names.map((name) => `sample ${name}`)
    : Object.fromEntries(names.map((name) => [name, `sample ${name}`]));
};

const bodyOf = (style: Style, max: number): fc.Arbitrary<unknown> =>
  textOf(style, max).map((text) => {
    const example = exampleOf(text);
    return example === undefined ? text : { text, example };
  });

/** Mostly one of the good ones. */
const mostly = <T>(good: T[], bad: T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constantFrom(...good), weight: 19 }, fc.constantFrom(...bad));

const label = mostly(["Go", "View", "Copy code", "Ansehen 🎁", "x".repeat(25)], ["x".repeat(26), ""]);
const url = mostly(["https://ex.test", "https://ex.test/{{1}}"], ["https://ex.test/{{1}}/x", "ex.test"]);

const buttonOf: Record<string, fc.Arbitrary<Json>> = {
  QUICK_REPLY: fc.record({ text: label }),
  URL: fc
    .record({ text: label, url })
    .map((one) => (one.url.includes("{{") ? { ...one, example: "https://ex.test/7" } : one)),
  PHONE_NUMBER: fc.record({ text: label, phone_number: fc.constantFrom("+15550051310", "1".repeat(20)) }),
  COPY_CODE: fc.record({ example: mostly(["SAVE20", "x".repeat(20)], ["x".repeat(21)]) }),
  FLOW: fc.record({ text: label, flow_id: fc.constant("123") }),
  CATALOG: fc.constant({ text: "View catalog" }),
  MPM: fc.constant({ text: "View items" }),
  SPM: fc.constant({ text: "View" }),
  VOICE_CALL: fc.record(
    { text: label, ttl_minutes: mostly([1440, 43_200], [1439, 43_201]) },
    { requiredKeys: ["text"] },
  ),
  ORDER_DETAILS: fc.record({ text: label }),
  PAYMENT_REQUEST: fc.record({
    text: label,
    payment_setting: fc.constantFrom({ type: "boleto" }, { type: "payment_link" }),
  }),
  REQUEST_CONTACT_INFO: fc.constantFrom({}, { text: "Share Contact Info" }),
};

const buttonAmong = (types: string[]): fc.Arbitrary<Json> =>
  fc
    .constantFrom(...types)
    .chain((type) => (buttonOf[type] ?? fc.constant({})).map((fields) => ({ type, ...fields })));

const headerOf = (style: Style, formats: string[]): fc.Arbitrary<Json> =>
  fc.constantFrom(...formats).chain((format): fc.Arbitrary<Json> => {
    if (format === "LOCATION" || format === "PRODUCT") return fc.constant({ format });
    if (format !== "TEXT") return fc.constant({ format, example: sample(format) });
    const text = fc.constantFrom(
      "Welcome",
      `Hi ${placeholder(style, 0)}!`,
      placeholder(style, 0),
      "a_b_c and 2 * 3 * 4",
      "x".repeat(60),
    );
    return text.map((words) => withoutUndefined({ format, text: words, example: exampleOf(words) }));
  });

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Cards of one make, most of the time. */
const cardsOf = (style: Style): fc.Arbitrary<Json[]> => {
  const media = fc.record({
    header: headerOf(style, ["IMAGE", "VIDEO"]),
    body: maybe(bodyOf(style, 160)),
    buttons: fc.array(buttonAmong(["QUICK_REPLY", "URL", "ORDER_DETAILS"]), { minLength: 1, maxLength: 2 }),
  });
  const product = fc.record({
    header: fc.constant({ format: "PRODUCT" }),
    buttons: fc.array(buttonAmong(["SPM", "URL"]), { minLength: 1, maxLength: 1 }),
  });
  return fc
    .tuple(fc.oneof(media, product).map(withoutUndefined), fc.integer({ min: 2, max: 4 }))
    .map(([card, count]) => Array.from({ length: count }, () => card));
};

const head = {
  name: fc.constantFrom("order_ok", "a1", "x".repeat(512)),
  language: fc.constantFrom("en_US", "pt_BR", "de", "prs_AF", "fil"),
};

const buttonsOf = (...types: string[]) => fc.array(buttonAmong(types), { minLength: 1, maxLength: 4 });
const footer = maybe(mostly(["Lucky Shop", "x".repeat(60)], [" ", "x".repeat(61), "Bye {{1}}"]));
const category = fc.constantFrom("UTILITY", "MARKETING");
const marketing = fc.constant("MARKETING");
const talk = [
  "QUICK_REPLY",
  "QUICK_REPLY",
  "URL",
  "PHONE_NUMBER",
  "FLOW",
  "VOICE_CALL",
  "REQUEST_CONTACT_INFO",
];

/** What each kind is made of, near enough. */
const kinds = (style: Style): Record<string, Record<string, fc.Arbitrary<unknown>>> => ({
  plain: {
    category,
    header: maybe(headerOf(style, ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"])),
    buttons: maybe(buttonsOf(...talk, "PAYMENT_REQUEST")),
    footer,
    message_send_ttl_seconds: maybe(fc.constantFrom(30, 43_200)),
  },
  coupon: {
    category: marketing,
    header: maybe(headerOf(style, ["TEXT", "IMAGE", "GIF"])),
    buttons: buttonsOf("COPY_CODE", "QUICK_REPLY"),
    footer,
  },
  carousel: { category: marketing, cards: cardsOf(style) },
  offer: {
    category: marketing,
    header: maybe(headerOf(style, ["IMAGE", "VIDEO"])),
    limited_time_offer: fc.constantFrom({ text: "Ends soon", has_expiration: true }, { text: "Ends soon" }),
    buttons: buttonsOf("COPY_CODE", "URL"),
  },
  shop: {
    category: marketing,
    header: maybe(headerOf(style, ["TEXT", "PRODUCT"])),
    buttons: fc.array(buttonAmong(["CATALOG", "MPM", "SPM"]), { minLength: 1, maxLength: 1 }),
    footer,
  },
  orderStatus: { category: fc.constant("UTILITY"), sub_category: fc.constant("ORDER_STATUS"), footer },
  orderDetails: {
    category,
    header: maybe(headerOf(style, ["TEXT", "IMAGE", "DOCUMENT", "VIDEO"])),
    display_format: fc.constantFrom(undefined, "ORDER_DETAILS"),
    buttons: buttonsOf("ORDER_DETAILS", "QUICK_REPLY"),
  },
  callPermission: {
    category,
    header: maybe(headerOf(style, ["TEXT"])),
    call_permission_request: fc.constant(true),
    footer,
  },
  /** Anything with anything. */
  odd: {
    category,
    header: maybe(headerOf(style, ["TEXT", "IMAGE", "GIF", "PRODUCT"])),
    buttons: maybe(buttonsOf(...Object.keys(buttonOf))),
    cards: maybe(cardsOf(style)),
    footer,
  },
});

const standard = fc.tuple(fc.constantFrom<Style>("numbers", "names"), fc.nat()).chain(([style, choice]) => {
  const all = Object.values(kinds(style));
  return fc.record({ ...head, body: bodyOf(style, 600), ...all[choice % all.length] });
});

const app = { package_name: "com.example.app", signature_hash: "K8a/AINcGX7" };
const authentication = fc.record({
  ...head,
  category: fc.constant("AUTHENTICATION"),
  message_send_ttl_seconds: maybe(fc.constantFrom(30, 900, -1)),
  body: maybe(fc.record({ add_security_recommendation: fc.boolean() })),
  footer: maybe(fc.record({ code_expiration_minutes: mostly([1, 90], [0, 91]) })),
  buttons: fc
    .record({
      otp_type: fc.constantFrom("COPY_CODE", "ONE_TAP", "ZERO_TAP"),
      text: maybe(label),
      supported_apps: maybe(fc.constant([app])),
      zero_tap_terms_accepted: maybe(fc.boolean()),
    })
    .map((button) => [{ type: "OTP", ...withoutUndefined(button) }]),
});

function withoutUndefined(value: object): Json {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

const source = fc
  .oneof({ arbitrary: standard, weight: 9 }, authentication)
  .map((one) => withoutUndefined(one) as unknown as TemplateSource);

/** The template, or nothing where a rule is broken. */
function accepted(given: TemplateSource): DefinedTemplate | undefined {
  try {
    return defineTemplate(given);
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}

/** Values that fit a source: short ones, so that no text grows too long. */
function valuesFor({ category, header, body, buttons, cards, ...rest }: Json): Json {
  if (category === "AUTHENTICATION") return { code: "482913" };
  return withoutUndefined({
    ...partsFor({ header, body, buttons }),
    cards: (cards as Json[] | undefined)?.map(partsFor),
    limited_time_offer: (rest.limited_time_offer as Json | undefined)?.has_expiration
      ? { expiration_time_ms: 1_900_000_000_000 }
      : undefined,
    order_status:
      rest.sub_category === "ORDER_STATUS"
        ? { reference_id: "ord-1", order: { status: "shipped" } }
        : undefined,
  });
}

const textIn = (part: unknown): string => String((part as Json | undefined)?.text ?? part ?? "");

function partsFor({ header, body, buttons }: Json): Json {
  const names = placeholdersIn(textIn(body));
  const isNamed = names.some((name) => !/^\d/.test(name));
  const parameters = isNamed ? Object.fromEntries(names.map((name) => [name, "é"])) : names.map(() => 7);
  return withoutUndefined({
    header: headerValue(header as Json | undefined),
    parameters: names.length === 0 ? undefined : parameters,
    buttons: (buttons as Json[] | undefined)?.map(buttonValue),
  });
}

const headerValues: Record<string, unknown> = {
  LOCATION: { latitude: 1, longitude: 2, name: "Shop", address: "1 Main St" },
  PRODUCT: { product_retailer_id: "SKU1", catalog_id: "77" },
};

function headerValue(header: Json | undefined): unknown {
  if (header === undefined) return undefined;
  if (header.format === "TEXT") return placeholdersIn(textIn(header)).length === 0 ? undefined : "é";
  return headerValues[String(header.format)] ?? { link: "https://ex.test/a" };
}

const amount = { value: 500, offset: 100 };
const buttonValues: Record<string, unknown> = {
  COPY_CODE: "SAVE20",
  MPM: {
    thumbnail_product_retailer_id: "SKU1",
    sections: [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }],
  },
  ORDER_DETAILS: {
    reference_id: "ord-1",
    type: "digital-goods",
    payment_type: "upi",
    payment_configuration: "shop",
    currency: "INR",
    total_amount: amount,
    order: {
      status: "pending",
      items: [{ name: "Cake", amount, quantity: 1, retailer_id: "1" }],
      subtotal: amount,
      tax: { value: 0, offset: 100 },
    },
  },
  PAYMENT_REQUEST: { payment_setting: { type: "boleto", boleto: { digitable_line: "0339" } } },
};

const buttonValue = ({ type, url: address }: Json): unknown =>
  type === "URL" ? (String(address).includes("{{") ? "7" : undefined) : buttonValues[String(type)];

test("templates accepted here are accepted by the simulator, on creation and on sending", async () => {
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(source, async (given) => {
      const template = accepted(given);
      fc.pre(template !== undefined);
      const simulator = createSimulator({ throughput: false, pairLimit: false });
      const whatsapp = new WhatsAppClient({
        ...simulator.clientOptions,
        fetch: simulator.fetch,
        retry: false,
        rateLimit: false,
      });
      await whatsapp.templates.create(template);
      await simulator.approve(template.name);
      const message = { to, template, ...valuesFor(given as unknown as Json) };
      const isGif = (given as unknown as { header?: { format: string } }).header?.format === "GIF";
      const { id } = await (isGif ? whatsapp.marketingMessages : whatsapp.messages).sendTemplate(message);
      expect(id).toMatch(/^wamid/);
      reached += 1;
    }),
    { numRuns: 150, maxSkipsPerRun: 200 },
  );
  expect(reached).toBe(150);
});

test("any input is accepted or refused, without a crash", () => {
  const odd = fc.oneof(fc.anything(), standard.map(withoutUndefined));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("header", "body", "buttons", "cards", "footer", "name"), odd),
      (over) => {
        accepted({ name: "a", language: "en", category: "MARKETING", body: "Hi", ...over } as never);
        accepted({ name: "a", language: "en", category: "AUTHENTICATION", ...over } as never);
      },
    ),
  );
});

test("any values are accepted or refused, without a crash", () => {
  const key = fc.constantFrom(
    "header",
    "parameters",
    "buttons",
    "cards",
    "limited_time_offer",
    "order_status",
  );
  fc.assert(
    fc.property(source, fc.dictionary(key, fc.anything()), (given, values) => {
      const template = accepted(given);
      if (template === undefined) return;
      try {
        template.fill({ ...valuesFor(given as unknown as Json), ...values } as never);
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
      }
    }),
  );
});
