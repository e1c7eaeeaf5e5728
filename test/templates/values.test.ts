import { describe, expect, test } from "vitest";
import { currency, dateTime, defineTemplate, type UnknownKind } from "wacloud";
import { problems } from "../support/client.ts";

describe("currency", () => {
  test.each([
    [10.99, "USD", undefined, "$10.99", 10_990],
    [10.99, "BRL", "pt_BR", "R$\u00a010,99", 10_990],
    [1000, "JPY", "ja", "¥1,000", 1_000_000],
    [0.1 + 0.2, "EUR", "de", "0,30\u00a0€", 300],
    [-5, "USD", "en_US", "-$5.00", -5000],
  ])("%d %s in %s", (amount, code, locale, fallback_value, amount_1000) => {
    const { currency: made } = currency(amount, code, locale);
    expect({ ...made, fallback_value: made.fallback_value.replace("￥", "¥") }).toEqual({
      fallback_value,
      code,
      amount_1000,
    });
  });

  test("invalid amounts, currency codes and languages are refused", () => {
    expect(problems(() => currency(Number.NaN, "usd"))).toEqual({
      amount: "must be a number between -9007199254740 and 9007199254740",
      code: "must be an ISO 4217 code such as USD",
    });
    expect(problems(() => currency(1e20, "USD"))).toHaveProperty("amount");
    expect(problems(() => currency(1, "USD", "no language"))).toEqual({
      locale: "must be a language such as en_US",
    });
  });
});

describe("dateTime", () => {
  const date = new Date("2027-01-15T23:30:00Z");

  test("formats a day, in UTC and English by default", () => {
    expect(dateTime(date)).toEqual({ type: "date_time", date_time: { fallback_value: "Jan 15, 2027" } });
    expect(dateTime(date.getTime())).toEqual(dateTime(date));
    expect(dateTime(date, { timeZone: "Asia/Tokyo" }).date_time.fallback_value).toBe("Jan 16, 2027");
    expect(dateTime(date, { locale: "pt_BR", dateStyle: "long" }).date_time.fallback_value).toBe(
      "15 de janeiro de 2027",
    );
    expect(
      dateTime(date, { hour: "numeric", minute: "2-digit", hour12: false }).date_time.fallback_value,
    ).toBe("23:30");
  });

  test("invalid dates and invalid Intl options are refused", () => {
    expect(problems(() => dateTime(new Date("never")))).toHaveProperty("date");
    expect(problems(() => dateTime("2027-01-15" as never))).toHaveProperty("date");
    expect(problems(() => dateTime(date, { timeZone: "Mars/Olympus" }))).toHaveProperty("options");
    expect(problems(() => dateTime(date, { dateStyle: "huge" as never }))).toHaveProperty("options");
  });
});

const full = defineTemplate({
  name: "full",
  language: "en_US",
  category: "MARKETING",
  header: { format: "IMAGE", example: "4::aW" },
  body: {
    text: "Hi {{first_name}}, take {{discount}} off now.",
    example: { first_name: "A", discount: "1" },
  },
  limited_time_offer: { text: "Ends soon", has_expiration: true },
  buttons: [
    { type: "COPY_CODE", example: "SAVE20" },
    { type: "URL", text: "Buy", url: "https://ex.test/{{1}}", example: "https://ex.test/7" },
  ],
});
const good = {
  header: { id: "1" },
  parameters: { first_name: "Ana", discount: "10%" },
  limited_time_offer: { expiration_time_ms: 1_900_000_000_000 },
  buttons: ["SAVE20", "7"],
} as const;

test.each([
  [{ header: undefined }, { header: "is missing a value: the template's header needs an image" }],
  [{ header: "a.png" }, { header: "must be the header's image: { id } or { link }" }],
  [
    { header: { id: "1", link: "https://ex.test" } },
    { "header.link": "conflicts with `id`: pass one of them" },
  ],
  [{ header: { link: "a.png" } }, { "header.link": "must be an http or https URL" }],
  [{ parameters: ["Ana", "10%"] }, { parameters: "must give each value its name: first_name, discount" }],
  [{ parameters: { first_name: "Ana" } }, { "parameters.discount": "is missing a value for {{discount}}" }],
  [
    { parameters: { ...good.parameters, firstname: "Ana" } },
    { "parameters.firstname": "is not a placeholder of the text, which has {{first_name}}, {{discount}}" },
  ],
  [
    { parameters: { ...good.parameters, discount: Number.NaN } },
    { "parameters.discount": "must be a string or a finite number" },
  ],
  [
    { parameters: { ...good.parameters, discount: true } },
    { "parameters.discount": "must be a string or a finite number" },
  ],
  [
    { parameters: { ...good.parameters, discount: { type: "currency", currency: { code: "usd" } } } },
    {
      "parameters.discount.currency.fallback_value": "is missing: expected a string",
      "parameters.discount.currency.code": "must be an ISO 4217 code such as USD",
      "parameters.discount.currency.amount_1000": "must be the amount times 1000, a whole number",
    },
  ],
  [
    { limited_time_offer: undefined },
    { limited_time_offer: "is missing an expiration_time_ms: the template's offer ends" },
  ],
  [
    { limited_time_offer: { expiration_time_ms: new Date("never") } },
    { "limited_time_offer.expiration_time_ms": "must be Unix time in whole milliseconds" },
  ],
  [
    { limited_time_offer: { expiration_time_ms: 1_900_000_000 } },
    {
      "limited_time_offer.expiration_time_ms": "must be Unix time in milliseconds; this looks like seconds",
    },
  ],
  [{ header: { id: "1", filename: "a.png" } }, { "header.filename": "is only allowed for documents" }],
  [
    { buttons: ["SAVE20"] },
    { "buttons.1": "is missing a value: the URL button at index 1 needs the end of its address" },
  ],
  [
    { buttons: undefined },
    {
      "buttons.0": "is missing a value: the COPY_CODE button at index 0 needs the code",
      "buttons.1": "is missing a value: the URL button at index 1 needs the end of its address",
    },
  ],
  [{ buttons: ["SAVE 20", "7"] }, { "buttons.0": "must consist of letters and digits" }],
  [{ buttons: ["x".repeat(21), "7"] }, { "buttons.0": "must be at most 20 characters; it has 21" }],
  [{ buttons: "SAVE20" }, { buttons: "must be a list with one place for each button of the template" }],
  [{ cards: [] }, { cards: "must be left out: the template has no cards" }],
  [{ code: "1" }, { code: "is only allowed in AUTHENTICATION templates" }],
  [
    { order_status: { reference_id: "1", order: { status: "shipped" } } },
    { order_status: "is only allowed in templates of sub_category ORDER_STATUS" },
  ],
  [{ headers: "x" }, { headers: "is not a value of a template. Did you mean `header`?" }],
])("values that do not fit are refused: %j", (change, expected) => {
  expect(() => full.fill(good)).not.toThrow();
  expect(problems(() => full.fill({ ...good, ...change } as never))).toEqual(expected);
});

test("one-time codes have 1 to 15 characters, and exclude all other values", () => {
  const { fill } = defineTemplate({
    name: "login",
    language: "en_US",
    category: "AUTHENTICATION",
    buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
  });
  expect(() => fill({ code: "x".repeat(15) })).not.toThrow();
  expect(problems(() => fill({ code: "x".repeat(16) }))).toEqual({
    code: "must be at most 15 characters long; it has 16",
  });
  expect(problems(() => fill({ code: "" }))).toEqual({ code: "must not be empty" });
  expect(problems(() => fill({ code: 123456, parameters: ["1"] } as never))).toEqual({
    code: "must be a string: a number loses leading zeros",
    parameters: "is not allowed in AUTHENTICATION templates: pass `code`",
  });
});

test("needs values for every card, and for as many products as are shown", () => {
  const card = {
    header: { format: "IMAGE", example: "4::a" },
    buttons: [{ type: "QUICK_REPLY", text: "More" }],
  } as const;
  const media = defineTemplate({
    name: "media",
    language: "en",
    category: "MARKETING",
    body: "Look at these.",
    cards: [card, card],
  });
  const one = { header: { id: "1" } };
  expect(() => media.fill({ cards: [one, one] })).not.toThrow();
  expect(problems(() => media.fill({ cards: [one] } as never))).toEqual({
    cards: "needs 2 cards, as many as the template has; got 1",
  });
  expect(problems(() => media.fill({ cards: [one, { header: {} }] } as never))).toEqual({
    "cards.1.header.id": "is missing: pass `id` or `link`",
  });
  expect(problems(() => media.fill({ cards: [one, { ...one, param: ["a"] }] } as never))).toEqual({
    "cards.1.param": "is not a value of a card. Did you mean `parameters`?",
  });
  const tap = { url: "https://ex.test", title: "Offer" };
  expect(problems(() => media.fill({ cards: [one, one], tap_target_configuration: tap }))).toEqual({
    tap_target_configuration:
      "needs a template whose header is an image, a text or absent, and without cards",
  });
  const shelf = { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] } as const;
  const products = defineTemplate({
    name: "products",
    language: "en",
    category: "MARKETING",
    body: "Look at these.",
    cards: [shelf, shelf],
  });
  const sku = (catalog_id: string) => ({ header: { product_retailer_id: "1", catalog_id } });
  expect(() => products.fill({ cards: [sku("7"), sku("7"), sku("7")] })).not.toThrow();
  expect(problems(() => products.fill({ cards: [sku("7"), sku("8")] }))).toEqual({
    "cards.1.header.catalog_id": "must be the same for all products: a message shows one catalog",
  });
  const eleven = Array.from({ length: 11 }, () => sku("7"));
  expect(problems(() => products.fill({ cards: eleven } as never))).toMatchObject({
    cards: "needs 2 to 10 cards; got 11",
  });
});

test("a defined template determines name and language", async () => {
  const { WhatsAppClient } = await import("wacloud");
  const { messages } = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1" });
  const send = (input: object) => messages.sendTemplate({ to: "+14155552671", ...input } as never);
  await expect(send({ template: full, name: "full", ...good })).rejects.toThrow(
    "`template` already has a name and a language: omit `name` and `language`",
  );
  await expect(send({ template: { name: "full" } })).rejects.toThrow(
    "`template` must be a template from `defineTemplate`",
  );
});

test("a template whose header is of a kind new at Meta can be sent", () => {
  const album = defineTemplate({
    name: "album",
    language: "en_US",
    category: "UTILITY",
    header: { format: "ALBUM" as UnknownKind },
    body: "Our pictures are here.",
  });
  expect(album.fill({})).toEqual({ name: "album", language: { code: "en_US" } });
});

test("a value may contain any characters", () => {
  const greeting = defineTemplate({
    name: "greeting",
    language: "en_US",
    category: "UTILITY",
    header: { format: "TEXT", text: "A long time we have not seen you, {{1}}", example: "Ana" },
    body: "Welcome back.",
  });
  const signs = "$'$`$&$1"; // they mean something in the replacement of a regular expression
  expect(greeting.fill({ header: signs }).components).toEqual([
    { type: "header", parameters: [{ type: "text", text: signs }] },
  ]);
});

test("values that make the body longer than a message may be are refused", () => {
  const bare = "Hi , take  off now.".length;
  const filled = (length: number) => () =>
    full.fill({ ...good, parameters: { first_name: "😀".repeat(length - bare - 1), discount: "1" } });
  expect(filled(1024)).not.toThrow();
  expect(problems(filled(1025))).toEqual({
    parameters: "must leave the body at 1024 characters or fewer; filled in, it has 1025",
  });
});

test.each([
  [{ type: "text" }],
  [{ type: "text", text: 5 }],
  [{ toString: "" }],
  [Object.create(null)],
  [Symbol("s")],
  [1n],
])("a value that cannot be written as text is refused, and does not crash: %#", (value) => {
  const parameters = { first_name: value, discount: "1" };
  expect(Object.keys(problems(() => full.fill({ ...good, parameters })))).toEqual([
    expect.stringMatching(/^parameters\.first_name/),
  ]);
  const code = defineTemplate({
    name: "code",
    language: "en",
    category: "AUTHENTICATION",
    buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
  });
  expect(problems(() => code.fill({ code: value }))).toEqual({
    code: "must be a string: a number loses leading zeros",
  });
});
