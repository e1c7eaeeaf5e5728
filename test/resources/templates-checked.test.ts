import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  ApiError,
  ConfigurationError,
  defineTemplate,
  type TemplateInput,
  ValidationError,
  WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { client, failure, fakeClock, listIssues, refusal, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";

const confirmation = { to, name: "order_confirmation", language: "en_US" } as const;

/** A client of a fresh simulator; what it asked for, by path. */
function account(options: Partial<WhatsAppClientOptions> = {}, simulated: SimulatorOptions = {}) {
  const simulator = createSimulator(simulated);
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, ...options });
  const asked = (edge: string) => simulator.requests.filter(({ path }) => path.endsWith(edge)).length;
  return { simulator, whatsapp, lookups: () => asked("/message_templates"), sends: () => asked("/messages") };
}

describe("on the simulator", () => {
  test("two values instead of three are refused before the request, naming template, language and both numbers", async () => {
    const { whatsapp, sends } = account();
    const error = await failure(
      whatsapp.messages.sendTemplate({ ...confirmation, parameters: ["Ana", "777"] }, { checked: true }),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as Error).message).toBe(
      "Invalid message for template order_confirmation (en_US): `parameters` needs 3 values, one for each placeholder ({{1}}, {{2}}, {{3}}); got 2.",
    );
    expect(sends()).toBe(0);
  });

  test("valid messages are sent, and sixty of them read the account once", async () => {
    const { whatsapp, lookups, sends } = account({ rateLimit: false });
    const send = (customer: number) =>
      whatsapp.messages.sendTemplate(
        { ...confirmation, to: `+1415555${customer}`, parameters: ["Ana", "777", "Monday"] },
        { checked: true },
      );
    const sent = await Promise.all(Array.from({ length: 30 }, (_, index) => send(2000 + index)));
    for (let index = 30; index < 60; index++) sent.push(await send(2000 + index));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(60);
    expect(sends()).toBe(60);
    expect(lookups()).toBe(1);
  });

  test("the senders of a client share the cache", async () => {
    const { simulator, whatsapp, lookups } = account();
    const other = whatsapp.withPhoneNumber(simulator.addPhoneNumber("106540352242923").id);
    const message = { ...confirmation, parameters: ["Ana", "777", "Monday"] };
    await whatsapp.messages.sendTemplate(message, { checked: true });
    await other.messages.sendTemplate(message, { checked: true });
    await other.templates.checked().sendTemplate(message);
    expect(lookups()).toBe(1);
  });

  test("each account has a cache of its own", async () => {
    const { whatsapp } = account();
    const message = { ...confirmation, parameters: ["Ana", "777", "Monday"] };
    await whatsapp.messages.sendTemplate(message, { checked: true });
    const other = whatsapp.withBusinessAccount("999000999");
    expect(await failure(other.messages.sendTemplate(message, { checked: true }))).toBeInstanceOf(ApiError);
  });

  test("a reply is checked against the templates of the account that received the event", async () => {
    const { simulator, whatsapp } = account();
    simulator.addBusinessAccount("999000999");
    simulator.addPhoneNumber("888", { businessAccountId: "999000999" });
    const event = { businessAccountId: "999000999", phoneNumberId: "888", chat: { wa_id: "14155552671" } };
    const message = { ...confirmation, parameters: ["Ana", "777", "Monday"] };
    await whatsapp.replyTo(event).sendTemplate({ ...message, to: undefined } as never, { checked: true });
    const reads = simulator.requests.filter(({ path }) => path.endsWith("/message_templates"));
    expect(reads.map(({ path }) => path)).toEqual(["/v26.0/999000999/message_templates"]);
  });

  test("the templates of 1,000 accounts are remembered, and then those that were used last", async () => {
    const { whatsapp, lookups, simulator } = account();
    const message = { ...confirmation, parameters: ["Ana", "777", "Monday"] };
    const { businessAccountId } = simulator.clientOptions;
    const send = () =>
      whatsapp.withBusinessAccount(businessAccountId).messages.sendTemplate(message, { checked: true });
    const visit = (count: number) => {
      for (let index = 0; index < count; index += 1) whatsapp.withBusinessAccount(`9${index}`);
    };
    await send();
    visit(999);
    await send();
    expect(lookups()).toBe(1);
    visit(1000);
    await send();
    expect(lookups()).toBe(2);
  });

  test("without the option, nothing is read", async () => {
    const { whatsapp, lookups } = account();
    await whatsapp.messages.sendTemplate({ ...confirmation, parameters: ["Ana", "777", "Monday"] });
    expect(lookups()).toBe(0);
  });

  test.each([
    ["order_confirmtion", "; did you mean order_confirmation?"],
    ["order", "; did you mean order_confirmation?"],
    ["hello_wrold", "; did you mean hello_world?"],
    ["nothing_like_it", ""],
  ])("an unknown name suggests similar ones: %s", async (name, hint) => {
    const { whatsapp } = account();
    const checking = whatsapp.templates.checked().check({ ...confirmation, name });
    expect(await refusal(checking)).toEqual([`name is not the name of a template in this account${hint}`]);
  });

  test("a language that does not exist lists the available ones", async () => {
    const { whatsapp } = account();
    const checking = whatsapp.templates.checked().check({ ...confirmation, language: "pt_BR" });
    expect(await refusal(checking)).toEqual([
      'language "pt_BR" does not exist for this template; available: en_US',
    ]);
  });

  test("a template that is not approved is refused with its status, and accepted once approved", async () => {
    const { simulator, whatsapp } = account({}, { reviewTemplatesAfterMs: false });
    const message = { to, name: "news", language: "en_US", parameters: [] };
    await whatsapp.templates.create({
      name: "news",
      language: "en_US",
      category: "MARKETING",
      components: [{ type: "BODY", text: "News!" }],
    });
    const checked = whatsapp.templates.checked({ maxAgeMs: 0 });
    expect(await refusal(checked.check(message))).toEqual([
      "name refers to a template that is PENDING; only approved templates can be sent",
    ]);
    await simulator.reject("news", "PROMOTIONAL");
    expect(await refusal(checked.check(message))).toEqual([
      "name refers to a template that is REJECTED (PROMOTIONAL); only approved templates can be sent",
    ]);
    await simulator.approve("news");
    expect((await checked.sendTemplate(message)).id).toMatch(/^wamid\./);
  });

  test("a webhook event about the template makes the next message read it again", async () => {
    const { whatsapp, lookups } = account();
    const message = { ...confirmation, parameters: ["Ana", "777", "Monday"] };
    const send = () => whatsapp.messages.sendTemplate(message, { checked: true });
    const value = { message_template_name: "order_confirmation", message_template_language: "en-US" };
    await send();
    whatsapp.templates.invalidate({ type: "status", value: undefined });
    whatsapp.templates.invalidate({
      type: "message_template_status_update",
      value: { ...value, message_template_name: "x" },
    });
    await send();
    expect(lookups()).toBe(1);
    whatsapp.templates.invalidate({ type: "message_template_status_update", value });
    await send();
    expect(lookups()).toBe(2);
    whatsapp.templates.invalidate({ name: "order_confirmation" });
    await send();
    expect(lookups()).toBe(3);
    whatsapp.templates.invalidate();
    await send();
    expect(lookups()).toBe(4);
  });

  test.each([
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "template_correct_category_detection",
  ])("so does Meta's own event: %s", async (field) => {
    const { whatsapp, lookups } = account();
    const sent = readFileSync(`test/fixtures/webhooks/${field}.json`, "utf8");
    const [event] = parseWebhook(
      sent.replace(/("message_template_name":\s*)"[^"]*"/g, '$1"order_confirmation"'),
    );
    if (event === undefined) throw new Error("the fixture holds no event");
    const send = () =>
      whatsapp.messages.sendTemplate({ ...confirmation, parameters: ["a", "b", "c"] }, { checked: true });
    await send();
    await send();
    expect(lookups()).toBe(1);
    whatsapp.templates.invalidate(event);
    await send();
    expect(lookups()).toBe(2);
  });

  test("a defined template is checked against the account's template of that name", async () => {
    const { whatsapp, sends } = account();
    const template = defineTemplate({
      name: "order_confirmation",
      language: "en_US",
      category: "UTILITY",
      body: { text: "Hi {{1}}, thanks for order {{2}} today.", example: ["Ana", "777"] },
    });
    const checked = whatsapp.templates.checked();
    expect(await refusal(checked.sendTemplate({ to, template, parameters: ["Ana", "777"] }))).toHaveLength(1);
    expect(await refusal(checked.check({ template, parameters: ["Ana", "777"] }))).toHaveLength(1);
    expect(sends()).toBe(0);
  });

  test("replies are checked, too", async () => {
    const { whatsapp, sends } = account();
    const event = { chat: { wa_id: "14155552671" } } as Parameters<typeof whatsapp.replyTo>[0];
    const { to: _, ...message } = { ...confirmation, parameters: ["Ana"] };
    const reply = whatsapp.replyTo(event).sendTemplate(message, { checked: true });
    expect(await refusal(reply)).toHaveLength(1);
    expect(sends()).toBe(0);
  });

  test("marketing messages are checked, too", async () => {
    const { whatsapp } = account();
    const message = { ...confirmation, parameters: ["Ana"] };
    expect(await refusal(whatsapp.marketingMessages.sendTemplate(message, { checked: true }))).toHaveLength(
      1,
    );
  });
});

/** A template of the account, with whatever a test is about. */
const template = (components: unknown[], more: object = {}) => ({
  id: "1",
  name: "t",
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  parameter_format: "POSITIONAL",
  components,
  ...more,
});
const body = (text: string) => ({ type: "BODY", text });
const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });
const listing = (...data: object[]) => Response.json({ data });

/** What is wrong with a message of a template; nothing where it fits. */
async function misfit(found: object, message: object): Promise<string[]> {
  const { fetch } = recorder(listing(found), listing(found));
  const checked = client({ fetch }).templates.checked();
  const error = await checked.check({ name: "t", language: "en_US", ...message } as TemplateInput).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error === undefined ? [] : listIssues(error);
}

const picture = { type: "image", image: { id: "1" } };
const place = {
  type: "location",
  location: { latitude: 1, longitude: 2, name: "Shop", address: "1 Main St" },
};
const hi = body("Hi");
const url = { type: "URL", text: "Go", url: "https://example.com/{{1}}" };
const fixedUrl = { type: "URL", text: "Go", url: "https://example.com/" };
const named = template([body("Hi {{first_name}}, order {{order}}.")], { parameter_format: "NAMED" });
const image = { type: "HEADER", format: "IMAGE" };
const otp = template(
  [
    { type: "BODY", add_security_recommendation: true },
    buttons({ type: "URL", url: "https://whatsapp.com/otp/code/?code=otp{{1}}" }),
  ],
  { category: "AUTHENTICATION" },
);
const card = (...components: object[]) => ({ components: [image, ...components] });
const carousel = template([
  hi,
  { type: "CAROUSEL", cards: [card(body("A {{1}}"), buttons(url)), card(body("B {{1}}"), buttons(url))] },
]);
const productCard = {
  components: [{ type: "HEADER", format: "PRODUCT" }, buttons({ type: "SPM", text: "View" })],
};
const products = template([hi, { type: "CAROUSEL", cards: [productCard, productCard] }]);
const product = { type: "product", product: { product_retailer_id: "1", catalog_id: "2" } };
const productCards = (...indexes: number[]) => [
  {
    type: "carousel",
    cards: indexes.map((card_index) => ({
      card_index,
      components: [{ type: "header", parameters: [product] }],
    })),
  },
];
const filledCard = { header: picture, parameters: ["x"], buttons: [{ sub_type: "url", text: "x" }] };
const offer = template([
  hi,
  { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Now", has_expiration: true } },
]);
const ending = {
  type: "limited_time_offer",
  parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1 } }],
};
const needs = "is missing a value: the";

describe("mismatches are reported", () => {
  test.each<[string, object, object, string[]]>([
    ["no values for a text without placeholders", template([hi]), {}, []],
    [
      "values for a text without placeholders",
      template([hi]),
      { parameters: ["a", "b"] },
      ["parameters must be left out: the text has no placeholders"],
    ],
    [
      "no values",
      template([body("{{1}}, {{2}}!")]),
      {},
      ["parameters is missing a value for each placeholder: {{1}}, {{2}}"],
    ],
    [
      "a value too many",
      template([body("{{1}}!")]),
      { parameters: ["a", "b"] },
      ["parameters needs 1 value, one for each placeholder ({{1}}); got 2"],
    ],
    [
      "a placeholder that stands twice counts once",
      template([body("{{1}} {{1}}")]),
      { parameters: ["a"] },
      [],
    ],
    [
      "names where there are none",
      template([body("{{1}}!")]),
      { parameters: { first_name: "a" } },
      ["parameters must be a list in the order of the placeholders ({{1}}): they have no names"],
    ],
    ["all names", named, { parameters: { order: 1, first_name: "a" } }, []],
    [
      "a list where there are names",
      named,
      { parameters: ["a", "b"] },
      ["parameters must give each value its name: first_name, order"],
    ],
    [
      "a name misspelled",
      named,
      { parameters: { fist_name: "a", order: 1 } },
      [
        "parameters.first_name is missing a value for {{first_name}}",
        "parameters.fist_name is not a placeholder of the text, which has {{first_name}}, {{order}}",
      ],
    ],
    [
      "a name too few",
      named,
      { parameters: { order: 1 } },
      ["parameters.first_name is missing a value for {{first_name}}"],
    ],
    [
      "no text for a header that has a placeholder",
      template([{ type: "HEADER", format: "TEXT", text: "Hi {{1}}" }, hi]),
      {},
      ["header is missing a value for each placeholder: {{1}}"],
    ],
    [
      "a text for such a header",
      template([{ type: "HEADER", format: "TEXT", text: "Hi {{1}}" }, hi]),
      { header: "Ana" },
      [],
    ],
    [
      "a picture for such a header",
      template([{ type: "HEADER", format: "TEXT", text: "Hi {{1}}" }, hi]),
      { header: picture },
      ["header must be a text, as in the template"],
    ],
    [
      "a value for a fixed header",
      template([{ type: "HEADER", format: "TEXT", text: "Hi" }, hi]),
      { header: "x" },
      ["header must be left out: the template's header takes no value"],
    ],
    ["no picture", template([image, hi]), {}, [`header ${needs} template's header needs an image`]],
    ["a picture", template([image, hi]), { header: picture }, []],
    [
      "a place instead of a picture",
      template([image, hi]),
      { header: place },
      ["header must be an image, as in the template; it is a location"],
    ],
    [
      "a video for a GIF",
      template([{ type: "HEADER", format: "GIF" }, hi]),
      { header: { type: "video", video: { id: "1" } } },
      [],
    ],
    ["a header of a kind that came since", template([{ type: "HEADER", format: "COLLECTION" }, hi]), {}, []],
    [
      "no suffix for a URL",
      template([hi, buttons(url)]),
      {},
      [`buttons.0 ${needs} URL button at index 0 needs the end of its address`],
    ],
    [
      "a suffix for a URL that is whole",
      template([hi, buttons(fixedUrl)]),
      { buttons: [{ sub_type: "url", text: "x" }] },
      ["buttons.0 must be left out: the template's button at index 0 takes no value"],
    ],
    [
      "a suffix at the wrong place",
      template([hi, buttons({ type: "QUICK_REPLY", text: "Yes" }, url)]),
      { buttons: [{ sub_type: "url", text: "x" }] },
      [
        "buttons.0 must have the sub_type quick_reply: the template's button at index 0 is of type QUICK_REPLY",
        `buttons.1 ${needs} URL button at index 1 needs the end of its address`,
      ],
    ],
    [
      "a suffix at the right place",
      template([hi, buttons({ type: "QUICK_REPLY", text: "Yes" }, url)]),
      { buttons: [{ sub_type: "url", index: 1, text: "x" }] },
      [],
    ],
    [
      "a button that does not exist",
      template([hi, buttons(fixedUrl)]),
      { buttons: [{ sub_type: "url", index: 3, text: "x" }] },
      ["buttons.0 must be left out: the template has 1 button"],
    ],
    [
      "a button where there are none",
      template([hi]),
      { buttons: [{ sub_type: "quick_reply", payload: "x" }] },
      ["buttons.0 must be left out: the template has no buttons"],
    ],
    [
      "no coupon",
      template([hi, buttons({ type: "COPY_CODE", text: "Copy" })]),
      {},
      [`buttons.0 ${needs} COPY_CODE button at index 0 needs the code`],
    ],
    [
      "no products",
      template([hi, buttons({ type: "MPM", text: "View items" })]),
      {},
      [`buttons.0 ${needs} MPM button at index 0 needs { thumbnail_product_retailer_id, sections }`],
    ],
    [
      "nothing for buttons that have a value of their own",
      template([
        hi,
        buttons({ type: "FLOW" }, { type: "CATALOG" }, { type: "VOICE_CALL" }, { type: "PHONE_NUMBER" }),
      ]),
      {},
      [],
    ],
    [
      "a button that came since",
      template([hi, buttons({ type: "REMINDER" })]),
      { buttons: [{ sub_type: "quick_reply", payload: "x" }] },
      [],
    ],
    ["a code", otp, { parameters: ["1"], buttons: [{ sub_type: "url", text: "1" }] }, []],
    [
      "a code in one place only",
      otp,
      { parameters: ["1"] },
      [`buttons.0 ${needs} OTP button at index 0 needs the one-time code`],
    ],
    ["all cards", carousel, { cards: [filledCard, filledCard] }, []],
    [
      "a card too few",
      carousel,
      { cards: [filledCard] },
      ["cards needs 2 cards, as many as the template has; got 1"],
    ],
    ["no cards", carousel, {}, ["cards needs 2 cards, as many as the template has; got 0"]],
    [
      "cards that lack values",
      carousel,
      { cards: [filledCard, { header: place, buttons: [] }] },
      [
        "cards.1.header must be an image, as in the template; it is a location",
        "cards.1.parameters is missing a value for each placeholder: {{1}}",
        `cards.1.buttons.0 ${needs} URL button at index 0 needs the end of its address`,
      ],
    ],
    [
      "cards where there are none",
      template([hi]),
      { cards: [filledCard, filledCard] },
      ["cards must be left out: the template has no cards"],
    ],
    [
      "more products than were defined",
      products,
      { cards: [{ header: product }, { header: product }, { header: product }] },
      [],
    ],
    [
      "products with a gap",
      products,
      { components: productCards(0, 2) },
      ["components.0.cards.1.card_index must be 0 to 1: cards are counted from 0"],
    ],
    ["products in another order", products, { components: productCards(1, 0) }, []],
    [
      "a body over the limit once filled in",
      template([body("Hi {{1}}!")]),
      { parameters: ["x".repeat(1021)] },
      ["parameters must leave the body at 1024 characters or fewer; filled in, it has 1025"],
    ],
    ["one product", products, { cards: [{ header: product }] }, ["cards needs 2 to 10 cards; got 1"]],
    [
      "an offer that ends, without its end",
      offer,
      {},
      ["limited_time_offer is missing an expiration_time_ms: the template's offer ends"],
    ],
    ["an offer with its end", offer, { components: [ending] }, []],
    [
      "an end without an offer",
      template([hi]),
      { components: [ending] },
      ["components.0 must be left out: the template has no offer"],
    ],
    [
      "an order's status that is missing",
      template([hi], { sub_category: "ORDER_STATUS" }),
      {},
      ["order_status is missing a value: ORDER_STATUS templates need the status of an order"],
    ],
    [
      "a button twice",
      template([hi, buttons(url)]),
      {
        buttons: [
          { sub_type: "url", index: 0, text: "x" },
          { sub_type: "url", index: 0, text: "y" },
        ],
      },
      ["buttons.1 is given twice: button 0"],
    ],
    [
      "several things at once",
      template([image, body("{{1}}!"), buttons(url)]),
      {},
      [
        `header ${needs} template's header needs an image`,
        "parameters is missing a value for each placeholder: {{1}}",
        `buttons.0 ${needs} URL button at index 0 needs the end of its address`,
      ],
    ],
    ["a part that came since", template([hi, { type: "ALBUM" }]), {}, []],
    ["a template without parts", template([], { components: undefined }), {}, []],
  ])("%s", async (_, found, message, expected) => {
    expect(await misfit(found, message)).toEqual(expected);
  });

  test("without the values", async () => {
    const { fetch } = recorder(listing(named), listing(named));
    const message = { name: "t", language: "en_US", parameters: ["Secret", "Hidden"] };
    const error = await failure(client({ fetch }).templates.checked().check(message));
    expect(JSON.stringify([error, (error as Error).message])).not.toMatch(/Secret|Hidden/);
  });
});

describe("the cache", () => {
  afterEach(() => void vi.unstubAllGlobals());

  const good = template([body("{{1}}!")]);
  const message = { name: "t", language: "en_US", parameters: ["a"] };

  test("finds one language of several, however it is spelled", async () => {
    const { fetch, requests } = recorder(listing({ ...template([hi]), language: "de" }, good));
    await client({ fetch }).templates.checked().check(message);
    expect(requests[0]?.url.searchParams.get("name")).toBe("t");
  });

  test("expires", async () => {
    const clock = fakeClock();
    const { fetch, requests } = recorder(listing(good), listing(good));
    const checked = client({ fetch, clock }).templates.checked({ maxAgeMs: 60_000 });
    await checked.check(message);
    await clock.sleep(59_999);
    await checked.check(message);
    expect(requests).toHaveLength(1);
    await clock.sleep(1);
    await checked.check(message);
    expect(requests).toHaveLength(2);
  });

  test("keeps nothing with maxAgeMs 0, not even within one millisecond", async () => {
    const { fetch, requests } = recorder(listing(good), listing(good));
    const checked = client({ fetch, clock: fakeClock() }).templates.checked({ maxAgeMs: 0 });
    await checked.check(message);
    await checked.check(message);
    expect(requests).toHaveLength(2);
  });

  test("is bounded: the least recently used name is evicted first", async () => {
    const { fetch, requests } = recorder(
      ...Array.from(
        { length: 4 },
        () => (request: { url: URL }) => listing({ ...good, name: request.url.searchParams.get("name") }),
      ),
    );
    const checked = client({ fetch }).templates.checked({ maxEntries: 2 });
    for (const name of ["a", "b", "a", "c", "a", "b"]) await checked.check({ ...message, name });
    expect(requests.map(({ url }) => url.searchParams.get("name"))).toEqual(["a", "b", "c", "b"]);
  });

  test("is refreshed before a message is refused: editing a template never makes a valid message fail", async () => {
    const clock = fakeClock();
    const edited = template([body("{{1}}, {{2}}!")]);
    const { fetch, requests } = recorder(listing(good), listing(edited));
    const checked = client({ fetch, clock }).templates.checked();
    await checked.check(message);
    await clock.sleep(10_001);
    await checked.check({ ...message, parameters: ["a", "b"] });
    expect(requests).toHaveLength(2);
  });

  test("is not refreshed for each of many invalid messages", async () => {
    const { fetch, requests } = recorder(listing(good));
    const checked = client({ fetch, clock: fakeClock() }).templates.checked();
    for (let count = 0; count < 5; count++)
      expect(await refusal(checked.check({ ...message, parameters: [] }))).toHaveLength(1);
    expect(requests).toHaveLength(1);
  });

  test("does not cache a failed read: the message is not sent, and the next one reads again", async () => {
    const { fetch, requests } = recorder(refused(500, 1), listing(good), accepted());
    const { messages } = client({ fetch });
    const send = () => messages.sendTemplate({ to, ...message }, { checked: true });
    expect(await failure(send())).toBeInstanceOf(ApiError);
    expect((await send()).id).toBe("wamid.1");
    expect(requests.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
  });

  test("shares one read among concurrent callers, even if one of them aborts", async () => {
    const { fetch, requests } = recorder(listing(good));
    const checked = client({ fetch }).templates.checked();
    const controller = new AbortController();
    const first = checked.check(message, { signal: controller.signal });
    const second = checked.check(message);
    controller.abort(new Error("enough"));
    expect(await failure(first)).toMatchObject({ message: "enough" });
    await second;
    expect(requests).toHaveLength(1);
  });

  test("shares only completed reads where requests end alone: no request waits for another's read", async () => {
    vi.stubGlobal("EdgeRuntime", "edge-runtime");
    const { fetch, requests } = recorder(listing(good), listing(good));
    const checked = client({ fetch }).templates.checked();
    await Promise.all([checked.check(message), checked.check(message)]);
    expect(requests).toHaveLength(2);
    await Promise.all([checked.check(message), checked.check(message)]);
    expect(requests).toHaveLength(2);
  });

  test("omits the suggestion if names cannot be read", async () => {
    const { fetch } = recorder(listing(), refused(500, 1));
    const clock = fakeClock();
    expect(await refusal(client({ fetch, clock }).templates.checked().check(message))).toEqual([
      "name is not the name of a template in this account",
    ]);
  });

  test("needs an account", async () => {
    const { fetch, requests } = recorder();
    const checked = client({ fetch, businessAccountId: undefined }).templates.checked();
    expect(await failure(checked.check(message))).toBeInstanceOf(ConfigurationError);
    expect(requests).toHaveLength(0);
  });

  test.each([{ maxEntries: 0 }, { maxEntries: 1.5 }, { maxAgeMs: -1 }, { maxAgeMs: Number.NaN }])(
    "%j is refused",
    async (options) => {
      const making = async () => client({ fetch: recorder().fetch }).templates.checked(options);
      expect(await failure(making())).toBeInstanceOf(ConfigurationError);
    },
  );
});
