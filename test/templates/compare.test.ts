import { describe, expect, test } from "vitest";
import { defineTemplate, type Template, type TemplateDefinition } from "wacloud";
import { findDifferences } from "../../src/templates/compare.ts";
import { fc } from "../support/properties.ts";

type Json = Record<string, unknown>;

/** The paths in which a definition differs from a template. */
const differences = (definition: unknown, template: unknown): string[] =>
  findDifferences(definition as TemplateDefinition, template as Template).map(({ path }) => path);

const letters = fc.stringMatching(/^[A-Za-z ,.]{1,20}$/);
const quickReply = fc.record({ type: fc.constant("QUICK_REPLY"), text: letters });
const url = fc.record({
  type: fc.constant("URL"),
  text: letters,
  url: fc.constantFrom("https://example.com/{{1}}", "https://example.com/"),
});
const phone = fc.record({
  type: fc.constant("PHONE_NUMBER"),
  text: letters,
  phone_number: fc.constant("+15550051310"),
});
const flow = fc.record({ type: fc.constant("FLOW"), text: letters, flow_id: fc.constant("123") });
const button = fc.oneof(quickReply, url, phone, flow, fc.constant({ type: "COPY_CODE", example: "SAVE" }));
const buttons = fc.record({
  type: fc.constant("BUTTONS"),
  buttons: fc.array(button, { minLength: 1, maxLength: 4 }),
});
const media = fc.record({
  type: fc.constant("HEADER"),
  format: fc.constantFrom("IMAGE", "VIDEO", "DOCUMENT"),
  example: fc.constant({ header_handle: ["4::a"] }),
});
const header = fc.oneof(
  media,
  fc.record({ type: fc.constant("HEADER"), format: fc.constant("TEXT"), text: letters }),
);
const body = letters.map((text) => ({
  type: "BODY",
  text: `${text} {{1}} x`,
  example: { body_text: [["sample"]] },
}));
const footer = letters.map((text) => ({ type: "FOOTER", text }));
const card = fc.tuple(media, body, buttons).map((components) => ({ components }));
const carousel = fc.array(card, { minLength: 2, maxLength: 3 }).map((cards) => ({ type: "CAROUSEL", cards }));
const offer = letters.map((text) => ({
  type: "LIMITED_TIME_OFFER",
  limited_time_offer: { text, has_expiration: true },
}));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const definitions: fc.Arbitrary<Json & { components: Json[] }> = fc
  .record({
    category: fc.constantFrom("MARKETING", "UTILITY"),
    header: maybe(header),
    body,
    footer: maybe(footer),
    buttons: maybe(buttons),
    carousel: maybe(carousel),
    offer: maybe(offer),
    call: maybe(fc.constant({ type: "CALL_PERMISSION_REQUEST" })),
    ttl: maybe(fc.constantFrom(43_200, 43_200)),
  })
  .map(({ category, ttl, ...parts }) => ({
    name: "t",
    language: "en_US",
    category,
    ...(ttl === undefined ? {} : { message_send_ttl_seconds: ttl }),
    components: Object.values(parts).filter((part) => part !== undefined) as Json[],
  }));

/** The same as an account would give it back: other order, other samples, defaults written out, Meta's spelling. */
const givenBack = (definition: Json, seed: number): Json => {
  const other = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(other);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, member]): [string, unknown] => {
      if (key === "header_handle") return [key, ["https://scontent.example/1.png"]];
      if (key === "body_text") return [key, [["another sample"]]];
      return [key, other(member)];
    });
    return Object.fromEntries(seed % 2 === 0 ? entries.reverse() : entries);
  };
  const written = other(definition) as Json & { components: Json[] };
  const { components, category, ...rest } = written;
  return {
    components: seed % 3 === 0 ? [...components].reverse() : components,
    category,
    message_send_ttl_seconds: 2_592_000,
    cta_url_link_tracking_opted_out: false,
    is_primary_device_delivery_only: false,
    parameter_format: "POSITIONAL",
    sub_category: "CUSTOM",
    status: "APPROVED",
    id: "1",
    ...rest,
  };
};

const lowered = (definition: Json): Json =>
  JSON.parse(
    JSON.stringify(definition).replaceAll(
      /"(type|format|category)":"([A-Z_]+)"/g,
      (_, key: string, word: string) => `"${key}":"${word.toLowerCase()}"`,
    ),
  );

test("order, defaults, samples and spelling do not count as changes", () => {
  fc.assert(
    fc.property(definitions, fc.nat(), (definition, seed) => {
      const account = givenBack(definition, seed);
      expect(differences(definition, account)).toEqual([]);
      expect(differences(lowered(definition), account)).toEqual([]);
      expect(differences({ definition }, account)).toEqual([]);
    }),
  );
});

/** Every string, number, boolean and list element that carries meaning, changed or taken away, one at a time. */
function* mutants(value: unknown, rebuild: (changed: unknown) => Json, key = ""): Generator<Json> {
  const isSample = ["example", "flow_action", "name", "language"].includes(key);
  if (isSample) return;
  if (typeof value === "string" && ["text", "url", "phone_number", "flow_id"].includes(key))
    yield rebuild(`${value}7`);
  if (typeof value === "number") yield rebuild(value + 1);
  if (typeof value === "boolean") yield rebuild(!value);
  if (key === "format" && value !== "TEXT") yield rebuild(value === "IMAGE" ? "VIDEO" : "IMAGE");
  if (key === "category") yield rebuild(value === "UTILITY" ? "MARKETING" : "UTILITY");
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield rebuild(value.toSpliced(index, 1));
      yield* mutants(element, (changed) => rebuild(value.with(index, changed)));
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      yield* mutants(member, (changed) => rebuild({ ...value, [name]: changed }), name);
    }
  }
}

test("finds every change in meaning, on either side", () => {
  let tried = 0;
  fc.assert(
    fc.property(definitions, fc.nat(), (definition, seed) => {
      const account = givenBack(definition, seed);
      for (const mutant of mutants(definition, (changed) => changed as Json)) {
        tried += 1;
        expect(differences(mutant, account), JSON.stringify(mutant)).not.toEqual([]);
        expect(differences(definition, givenBack(mutant, seed)), JSON.stringify(mutant)).not.toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
  expect(tried).toBeGreaterThan(500);
});

const base = { name: "t", language: "en_US", category: "UTILITY" };
const hi = { type: "BODY", text: "Hi" };
const withButtons = (...list: object[]) => ({
  ...base,
  components: [hi, { type: "BUTTONS", buttons: list }],
});

describe("a difference names both sides", () => {
  const changesOf = (definition: object, template: object) =>
    findDifferences(definition as TemplateDefinition, template as Template);

  test("a text", () => {
    expect(
      changesOf({ ...base, components: [hi] }, { ...base, components: [{ type: "BODY", text: "Ho" }] }),
    ).toEqual([{ path: "body.text", from: "Ho", to: "Hi" }]);
  });

  test("a removed part, and a new one", () => {
    const footer = { type: "FOOTER", text: "Shop" };
    expect(changesOf({ ...base, components: [hi, footer] }, { ...base, components: [hi] })).toEqual([
      { path: "footer.text", from: undefined, to: "Shop" },
    ]);
    expect(changesOf({ ...base, components: [hi] }, { ...base, components: [hi, footer] })).toEqual([
      { path: "footer.text", from: "Shop", to: undefined },
    ]);
  });

  test("a card's button", () => {
    const card = (url: string) => ({
      components: [{ type: "BUTTONS", buttons: [{ type: "URL", text: "Go", url }] }],
    });
    const cards = (...list: object[]) => ({ ...base, components: [hi, { type: "CAROUSEL", cards: list }] });
    expect(
      changesOf(cards(card("https://a/"), card("https://a/")), cards(card("https://a/"), card("https://b/"))),
    ).toEqual([{ path: "cards.1.buttons.0.url", from: "https://b/", to: "https://a/" }]);
  });
});

describe("equivalent templates", () => {
  test.each<[string, object, object]>([
    [
      "line ends",
      { ...base, components: [{ type: "BODY", text: "a\r\nb" }] },
      { ...base, components: [{ type: "BODY", text: "a\nb" }] },
    ],
    [
      "blanks in placeholders",
      { ...base, components: [{ type: "BODY", text: "a {{ 1 }} b" }] },
      { ...base, components: [{ type: "BODY", text: "a {{1}} b" }] },
    ],
    [
      "30 days, in each of their spellings",
      { ...base, message_send_ttl_seconds: -1, components: [hi] },
      { ...base, message_send_ttl_seconds: 2_592_000, components: [hi] },
    ],
    [
      "a lifetime that is the default",
      { ...base, components: [hi] },
      { ...base, message_send_ttl_seconds: -1, components: [hi] },
    ],
    [
      "a Flow that opens its first screen",
      withButtons({ type: "FLOW", text: "Go", flow_id: "1" }),
      withButtons({ type: "FLOW", text: "Go", flow_id: 1, flow_action: "NAVIGATE", navigate_screen: "A" }),
    ],
    [
      "a Flow by its JSON, which reads back by its id",
      withButtons({ type: "FLOW", text: "Go", flow_json: "{}" }),
      withButtons({ type: "FLOW", text: "Go", flow_id: "1" }),
    ],
    [
      "a phone number with and without plus",
      withButtons({ type: "PHONE_NUMBER", text: "Call", phone_number: "+1 555 0051310" }),
      withButtons({ type: "PHONE_NUMBER", text: "Call", phone_number: "15550051310" }),
    ],
    [
      "labels that are Meta's",
      withButtons({ type: "COPY_CODE", example: "A" }, { type: "CATALOG", text: "View catalog" }),
      withButtons({ type: "COPY_CODE", text: "Copiar", example: ["B"] }, { type: "CATALOG", text: "Ver" }),
    ],
    [
      "what Meta adds by itself",
      { ...base, components: [hi] },
      {
        ...base,
        sub_category: "FRAUD_ALERT",
        display_format: "ORDER_DETAILS",
        optimization_spec: { bid_amount: 1 },
        components: [hi],
      },
    ],
    [
      "a library template, whose parts are Meta's",
      { ...base, library_template_name: "l" },
      { ...base, library_template_name: "l", components: [hi] },
    ],
  ])("%s", (_, definition, template) => {
    expect(differences(definition, template)).toEqual([]);
  });

  test("a one-time code, which reads back with Meta's texts and a link", () => {
    const code = defineTemplate({
      name: "code",
      language: "en_US",
      category: "AUTHENTICATION",
      body: { add_security_recommendation: true },
      footer: { code_expiration_minutes: 10 },
      buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
    });
    const link = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}";
    const account = (otp = link, minutes = 10, add_security_recommendation = true) => ({
      ...code.definition,
      message_send_ttl_seconds: 600,
      components: [
        { type: "BODY", text: "*{{1}}* is your verification code.", add_security_recommendation },
        { type: "FOOTER", text: "This code expires in 10 minutes.", code_expiration_minutes: minutes },
        { type: "BUTTONS", buttons: [{ type: "URL", text: "Copy code", url: otp, example: [link] }] },
      ],
    });
    expect(differences(code, account())).toEqual([]);
    expect(differences(code, account(link.replace("COPY_CODE", "ONE_TAP")))).toEqual(["buttons.0.otp_type"]);
    expect(differences(code, account(link, 5))).toEqual(["footer.code_expiration_minutes"]);
    expect(differences(code, account(link, 10, false))).toEqual(["body.add_security_recommendation"]);
  });
});

describe("different templates", () => {
  test.each<[string, object, object, string[]]>([
    [
      "a lifetime taken away",
      { ...base, components: [hi] },
      { ...base, message_send_ttl_seconds: 60, components: [hi] },
      ["message_send_ttl_seconds"],
    ],
    [
      "placeholders by name",
      { ...base, parameter_format: "NAMED", components: [{ type: "BODY", text: "a {{x}} b" }] },
      { ...base, components: [{ type: "BODY", text: "a {{1}} b" }] },
      ["body.text"],
    ],
    [
      "another Flow",
      withButtons({ type: "FLOW", text: "Go", flow_id: "1" }),
      withButtons({ type: "FLOW", text: "Go", flow_id: "2" }),
      ["buttons.0.flow_id"],
    ],
    [
      "a Flow that fetches its data",
      withButtons({ type: "FLOW", text: "Go", flow_id: "1", flow_action: "data_exchange" }),
      withButtons({ type: "FLOW", text: "Go", flow_id: "1" }),
      ["buttons.0.flow_action"],
    ],
    [
      "another button",
      withButtons({ type: "CATALOG", text: "View catalog" }),
      withButtons({ type: "COPY_CODE" }),
      ["buttons.0.type"],
    ],
    [
      "buttons in another order",
      withButtons({ type: "QUICK_REPLY", text: "A" }, { type: "QUICK_REPLY", text: "B" }),
      withButtons({ type: "QUICK_REPLY", text: "B" }, { type: "QUICK_REPLY", text: "A" }),
      ["buttons.0.text", "buttons.1.text"],
    ],
    [
      "a sub-category that is asked for",
      { ...base, sub_category: "ORDER_STATUS", components: [hi] },
      { ...base, components: [hi] },
      ["sub_category"],
    ],
    [
      "a price",
      {
        ...base,
        optimization_spec: { bid_amount: 2, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
        components: [hi],
      },
      {
        ...base,
        optimization_spec: { bid_amount: 1, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
        components: [hi],
      },
      ["optimization_spec.bid_amount"],
    ],
    [
      "a part that came since",
      { ...base, components: [hi, { type: "ALBUM", pictures: 3 }] },
      { ...base, components: [hi] },
      ["components.ALBUM"],
    ],
    [
      "a button that came since",
      withButtons({ type: "REMINDER", minutes: 5 }),
      withButtons({ type: "REMINDER", minutes: 6, more: 1 }),
      ["buttons.0.minutes"],
    ],
  ])("%s", (_, definition, template, expected) => {
    expect(differences(definition, template)).toEqual(expected);
  });
});
