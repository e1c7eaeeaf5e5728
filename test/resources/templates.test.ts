import { describe, expect, test } from "vitest";
import {
  type AccountCallOptions,
  AmbiguousSendError,
  ApiError,
  ConfigurationError,
  type TemplateChanges,
  type TemplateDefinition,
  type TemplateFilters,
  type TemplateSelection,
  type UnknownKind,
  ValidationError,
} from "wacloud";
import { client, failure, refusal } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { recorder, refused } from "../support/recorder.ts";

type Templates = ReturnType<typeof client>["templates"];

const edge = "/v26.0/102290129340398/message_templates";
const shipped = {
  id: "77",
  name: "order_shipped",
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
};
const succeeded = () => Response.json({ success: true });
const created = () => Response.json({ id: "77", status: "PENDING", category: "MARKETING" });
const listed = (...data: object[]) => Response.json({ data });

const body = { type: "BODY", text: "Order {{1}} is on its way.", example: { body_text: [["777"]] } } as const;
const definition = {
  name: "order_shipped",
  language: "en_US",
  category: "UTILITY",
  components: [body],
} as const satisfies TemplateDefinition;

const creating = (value: unknown) =>
  client({ fetch: recorder(created()).fetch }).templates.create(value as TemplateDefinition);
const withComponents = (...components: unknown[]) => creating({ ...definition, components });
const withButtons = (...buttons: unknown[]) => withComponents(body, { type: "BUTTONS", buttons });
const long = (length: number) => "x".repeat(length);

describe("list", () => {
  test("every filter is sent under Meta's name", async () => {
    const { fetch, requests } = recorder(listed(shipped));
    const filters: TemplateFilters = {
      fields: ["name", "quality_score"],
      limit: 50,
      after: "a1",
      before: "b1",
      name: "order_shipped",
      name_or_content: "order",
      content: "on its way",
      category: ["UTILITY", "MARKETING"],
      language: ["en_US", "pt_BR"],
      status: ["APPROVED", "PAUSED"],
      quality_score: ["RED"],
      source: "MANUAL",
      correct_category: "MARKETING",
      since: 1_700_000_000,
      until: 1_800_000_000,
      summary: ["total_count", "message_template_limit"],
    };
    await client({ fetch }).templates.list(filters).page();
    expect(requests[0]?.method).toBe("GET");
    expect(requests[0]?.url.pathname).toBe(edge);
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      fields: "name,quality_score",
      limit: "50",
      after: "a1",
      before: "b1",
      name: "order_shipped",
      name_or_content: "order",
      content: "on its way",
      category: '["UTILITY","MARKETING"]',
      language: '["en_US","pt_BR"]',
      status: '["APPROVED","PAUSED"]',
      quality_score: '["RED"]',
      source: "MANUAL",
      correct_category: "MARKETING",
      since: "1700000000",
      until: "1800000000",
      summary: "total_count,message_template_limit",
    });
  });

  test("without filters, the query is empty, and templates are returned as Meta sent them", async () => {
    const template = { ...shipped, components: [{ type: "ALBUM", album: [1] }], newer_field: { a: 1 } };
    const { fetch, requests } = recorder(listed(template));
    const { data } = await client({ fetch }).templates.list().page();
    expect(requests[0]?.url.search).toBe("");
    expect(data).toEqual([template]);
  });

  test("a single value is sent as a list of one", async () => {
    const { fetch, requests } = recorder(listed());
    await client({ fetch }).templates.list({ status: "APPROVED" }).page();
    expect(requests[0]?.url.searchParams.get("status")).toBe('["APPROVED"]');
  });

  test.each([
    [{ states: "APPROVED" }, [" has unknown keys: states"]],
    [{ limit: 0 }, ["limit must be a whole number of 1 or more"]],
    [{ limit: 1.5 }, ["limit must be a whole number of 1 or more"]],
    [{ since: -1 }, ["since must be a whole number of 0 or more"]],
    [{ name: "" }, ["name must not be empty"]],
    [{ fields: "name" }, ["fields must be an array; got a string"]],
  ])("%j is refused before any request", async (filters, expected) => {
    const { fetch, requests } = recorder();
    const reading = async () =>
      client({ fetch })
        .templates.list(filters as TemplateFilters)
        .page();
    expect(await refusal(reading())).toEqual(expected);
    expect(requests).toHaveLength(0);
  });
});

const inAccount: [
  string,
  (templates: Templates, options?: AccountCallOptions) => Promise<unknown>,
  object,
][] = [
  ["list", (templates, options) => templates.list({}, options).page(), { data: [shipped] }],
  ["find", (templates, options) => templates.find({ name: "x" }, options), { data: [shipped] }],
  ["create", (templates, options) => templates.create(definition, options), shipped],
  ["delete", (templates, options) => templates.delete({ name: "x" }, options), { success: true }],
  [
    "sync",
    (templates, options) => templates.sync([], { ...options, delete: true, dryRun: true }),
    { data: [] },
  ],
  [
    "waitUntilReviewed",
    (templates, options) => templates.waitUntilReviewed({ name: "order_shipped" }, options),
    { data: [shipped] },
  ],
];

describe.each(inAccount)("%s", (_, act, answer) => {
  const without = { businessAccountId: undefined };

  test("needs a business account, and the error says how to set it", async () => {
    const { fetch, requests } = recorder();
    const error = await failure((async () => act(client({ fetch, ...without }).templates))());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(/businessAccountId.*WHATSAPP_BUSINESS_ACCOUNT_ID/);
    expect(requests).toHaveLength(0);
  });

  test("uses the account that the call names, rather than the client's", async () => {
    for (const options of [without, {}]) {
      const { fetch, requests } = recorder(Response.json(answer));
      await act(client({ fetch, ...options }).templates, { businessAccountId: "555" });
      expect(requests.map(({ url }) => url.pathname)).toEqual(["/v26.0/555/message_templates"]);
    }
  });
});

describe("get", () => {
  test("reads one template by its id", async () => {
    const { fetch, requests } = recorder(Response.json(shipped));
    expect(await client({ fetch }).templates.get({ id: "77" })).toEqual(shipped);
    expect(requests[0]?.url.pathname).toBe("/v26.0/77");
    expect(requests[0]?.url.search).toBe("");
  });

  test("accepts a plain id", async () => {
    const { fetch, requests } = recorder(Response.json(shipped));
    expect(await client({ fetch }).templates.get("77")).toEqual(shipped);
    expect(requests[0]?.url.pathname).toBe("/v26.0/77");
  });

  test("reads only the requested fields", async () => {
    const { fetch, requests } = recorder(Response.json({ id: "77", rejected_reason: "PROMOTIONAL" }));
    const { rejected_reason } = await client({ fetch }).templates.get({
      id: "77",
      fields: ["rejected_reason", "components"],
    });
    expect(rejected_reason).toBe("PROMOTIONAL");
    expect(requests[0]?.url.searchParams.get("fields")).toBe("rejected_reason,components");
  });

  test("an id cannot climb the path", async () => {
    const { fetch, requests } = recorder(Response.json(shipped));
    await client({ fetch }).templates.get({ id: "7/../8?x" });
    expect(requests[0]?.url.pathname).toBe("/v26.0/7%2F..%2F8%3Fx");
  });

  test("works without a business account", async () => {
    const { fetch } = recorder(Response.json(shipped));
    expect(await client({ fetch, businessAccountId: undefined }).templates.get({ id: "77" })).toEqual(
      shipped,
    );
  });
});

describe("find", () => {
  const german = { ...shipped, id: "78", language: "de" };
  const longer = { ...shipped, id: "79", name: "order_shipped_late" };

  test.each([
    [{ name: "order_shipped", language: "de" }, "78"],
    [{ name: "order_shipped", language: "en-us" }, "77"],
    [{ name: "order_shipped" }, "77"],
    [{ name: "order_shipped", language: "fr" }, undefined],
    [{ name: "order_shipped", language: "en" }, undefined],
    [{ name: "order" }, undefined],
  ])("%j finds %s", async (wanted, id) => {
    const { fetch, requests } = recorder(listed(longer, shipped, german));
    expect((await client({ fetch }).templates.find(wanted))?.id).toBe(id);
    expect(requests[0]?.url.searchParams.get("name")).toBe(wanted.name);
  });

  test("searches all pages", async () => {
    const paging = { cursors: { after: "c" }, next: "https://graph.facebook.com/x" };
    const { fetch } = recorder(Response.json({ data: [longer], paging }), listed(german));
    const found = await client({ fetch }).templates.find({ name: "order_shipped", language: "de" });
    expect(found?.id).toBe("78");
  });
});

describe("create", () => {
  test("sends the definition unchanged", async () => {
    const { fetch, requests } = recorder(created());
    const full: TemplateDefinition = {
      ...definition,
      parameter_format: "NAMED",
      message_send_ttl_seconds: 60,
      components: [
        { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW"] } },
        {
          type: "BODY",
          text: "Hi {{first_name}}.",
          example: { body_text_named_params: [{ param_name: "first_name", example: "Ana" }] },
        },
        { type: "FOOTER", text: "Lucky Shop" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "URL", text: "Track", url: "https://ex.test/{{1}}", example: ["https://ex.test/77"] },
            { type: "QUICK_REPLY", text: "Stop" },
          ],
        },
      ],
    };
    const answer = await client({ fetch }).templates.create(full);
    expect(answer).toEqual({ id: "77", status: "PENDING", category: "MARKETING" });
    expect(requests[0]?.method).toBe("POST");
    expect(requests[0]?.url.pathname).toBe(edge);
    expect(requests[0]?.json).toEqual(full);
  });

  test("is not retried when no answer arrived", async () => {
    const { fetch, requests } = recorder(new TypeError("terminated"), created());
    const error = await failure(client({ fetch, retry: { attempts: 3 } }).templates.create(definition));
    expect(error).toBeInstanceOf(AmbiguousSendError);
    expect(requests).toHaveLength(1);
  });

  test("an answer without an id is an error", async () => {
    const { fetch } = recorder(Response.json({ status: "PENDING", category: "UTILITY" }));
    expect(await failure(client({ fetch }).templates.create(definition))).toBeInstanceOf(AmbiguousSendError);
  });

  test("a refusal is an ApiError", async () => {
    const { fetch } = recorder(refused(400, 100, { error_subcode: 2_388_024 }));
    const error = await failure(client({ fetch }).templates.create(definition));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 100, subcode: 2_388_024 });
  });

  test("kinds that Meta adds later are sent unchecked", async () => {
    const { fetch, requests } = recorder(created());
    const components = [
      body,
      { type: "ALBUM" as UnknownKind, album: { pictures: 3 } },
      { type: "HEADER", format: "COLLECTION" as UnknownKind, collection: "c1" },
      { type: "BUTTONS", buttons: [{ type: "REMINDER" as UnknownKind, minutes: 5 }] },
    ] as const;
    await client({ fetch }).templates.create({ ...definition, components });
    expect(requests[0]?.json).toMatchObject({ components });
  });

  test("Meta's constants are accepted in either case", async () => {
    const { fetch, requests } = recorder(created());
    const lower = { ...definition, category: "utility", components: [{ type: "body", text: "Hello" }] };
    await client({ fetch }).templates.create(lower as unknown as TemplateDefinition);
    expect(requests[0]?.json).toEqual(lower);
    const tooLong = creating({ ...lower, components: [{ type: "body", text: long(1025) }] });
    expect(await refusal(tooLong)).toHaveLength(1);
  });

  test("all broken limits are reported together, with sizes but without values", async () => {
    const { fetch, requests } = recorder();
    const broken = {
      name: "Order Shipped",
      language: "en-US",
      category: "UTILITY",
      components: [
        { type: "BODY", text: long(1025) },
        { type: "FOOTER", text: `private ${long(60)}` },
      ],
    } as const;
    const error = await failure(client({ fetch }).templates.create(broken));
    expect((error as ValidationError).issues).toEqual([
      { path: "name", message: "must contain only lowercase letters, digits and underscores" },
      { path: "language", message: "must be a language code such as en_US" },
      { path: "components.0.text", message: "must be at most 1024 characters; it has 1025" },
      { path: "components.1.text", message: "must be at most 60 characters; it has 68" },
    ]);
    expect((error as Error).message).not.toMatch(/private|Order Shipped/);
    expect(requests).toHaveLength(0);
  });

  const filledTo = (max: number) => [long(max), long(max + 1)] as const;
  const reply = { type: "QUICK_REPLY", text: "Yes" };
  const picture = { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW"] } };
  const buildCard = (buttons: unknown[], text = "A cake") => ({
    components: [picture, { type: "BODY", text }, { type: "BUTTONS", buttons }],
  });
  const selling = (...components: unknown[]) =>
    creating({ ...definition, category: "MARKETING", components });
  const withCards = (...cards: unknown[]) => selling(body, { type: "CAROUSEL", cards });
  const limits: [string, number, (text: string) => Promise<unknown>][] = [
    ["name", 512, (name) => creating({ ...definition, name })],
    ["header", 60, (text) => withComponents(body, { type: "HEADER", format: "TEXT", text })],
    ["body", 1024, (text) => withComponents({ type: "BODY", text })],
    ["footer", 60, (text) => withComponents(body, { type: "FOOTER", text })],
    ["card body", 160, (text) => withCards(buildCard([reply]), buildCard([reply], text))],
    [
      "limited-time offer",
      16,
      (text) => selling(body, { type: "LIMITED_TIME_OFFER", limited_time_offer: { text } }),
    ],
    [
      "phone number",
      20,
      (text) => withButtons({ type: "PHONE_NUMBER", text: "Call", phone_number: text.replaceAll("x", "1") }),
    ],
    [
      "coupon code",
      20,
      (example) => selling(body, { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example }] }),
    ],
    ["url", 2000, (text) => withButtons({ type: "URL", text: "Go", url: `https://${text.slice(8)}` })],
    ...["QUICK_REPLY", "VOICE_CALL", "ORDER_DETAILS"].map(
      (type): [string, number, (text: string) => Promise<unknown>] => [
        `${type} label`,
        25,
        (text) => withButtons({ type, text }),
      ],
    ),
    ["URL label", 25, (text) => withButtons({ type: "URL", text, url: "https://ex.test" })],
    ["FLOW label", 25, (text) => withButtons({ type: "FLOW", text, flow_id: "1" })],
    [
      "PAYMENT_REQUEST label",
      25,
      (text) => withButtons({ type: "PAYMENT_REQUEST", text, payment_setting: { type: "offsite_card_pay" } }),
    ],
  ];

  test.each(limits)("%s: %i characters are accepted, one more is not", async (_, max, act) => {
    const [fits, tooLong] = filledTo(max);
    await act(fits);
    expect(await refusal(act(tooLong))).toEqual([
      expect.stringContaining(`must be at most ${max} characters; it has ${max + 1}`),
    ]);
  });

  test("characters are counted as people count them", async () => {
    await withComponents(body, { type: "FOOTER", text: "😀".repeat(60) });
    expect(await refusal(withComponents(body, { type: "FOOTER", text: "😀".repeat(61) }))).toHaveLength(1);
  });

  const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

  test.each([
    ["no buttons", () => withButtons(), "components.1.buttons must have 1 to 10 elements; it has 0"],
    [
      "eleven buttons",
      () => withButtons(...many(11, reply)),
      "components.1.buttons must have 1 to 10 elements; it has 11",
    ],
    [
      "one card",
      () => withCards(buildCard([reply])),
      "components.1.cards must have 2 to 10 elements; it has 1",
    ],
    [
      "eleven cards",
      () => withCards(...many(11, buildCard([reply]))),
      "components.1.cards must have 2 to 10 elements; it has 11",
    ],
    [
      "three buttons on a card",
      () => withCards(buildCard(many(3, reply)), buildCard(many(3, reply))),
      "components.1.cards.0.components.2.buttons must have 1 to 2 elements; it has 3",
    ],
    [
      "two handles",
      () => withComponents(body, { type: "HEADER", format: "IMAGE", example: { header_handle: ["a", "b"] } }),
      "components.1.example.header_handle must have 1 elements; it has 2",
    ],
    [
      "a media header without a sample",
      () => withComponents(body, { type: "HEADER", format: "VIDEO" }),
      "components.1.example is missing: expected an object",
    ],
    [
      "samples that are not a list of lists",
      () => withComponents({ ...body, example: { body_text: ["777"] } }),
      "components.0.example.body_text.0 must be an array; got a string",
    ],
    [
      "an empty sample",
      () => withComponents({ ...body, example: { body_text: [[""]] } }),
      "components.0.example.body_text.0.0 must not be empty",
    ],
    [
      "a flow without a name",
      () => withButtons({ type: "FLOW", text: "Go" }),
      "components.1.buttons.0 must name its Flow exactly once: by flow_id, flow_name or flow_json",
    ],
    [
      "a flow with two names",
      () => withButtons({ type: "FLOW", text: "Go", flow_id: "1", flow_name: "x" }),
      "components.1.buttons.0 must name its Flow exactly once: by flow_id, flow_name or flow_json",
    ],
    [
      "an invalid address",
      () => withButtons({ type: "URL", text: "Go", url: "ex.test" }),
      "components.1.buttons.0.url must be an http or https URL",
    ],
    [
      "a component without a type",
      () => withComponents({ text: "Hi" }),
      "components.0.type is missing: expected a string",
    ],
    [
      "a header without a format",
      () => withComponents({ type: "HEADER" }),
      "components.0.format is missing: expected a string",
    ],
    [
      "a button without a type",
      () => withButtons({ text: "Hi" }),
      "components.1.buttons.0.type is missing: expected a string",
    ],
    [
      "no components",
      () => creating({ ...definition, components: undefined }),
      "components is missing: expected an array",
    ],
    [
      "a category that does not exist",
      () => creating({ ...definition, category: "TRANSACTIONAL" }),
      "category must be AUTHENTICATION or MARKETING or UTILITY",
    ],
    [
      "no category",
      () => creating({ ...definition, category: undefined }),
      "category is missing: expected AUTHENTICATION or MARKETING or UTILITY",
    ],
    [
      "a parameter format that does not exist",
      () => creating({ ...definition, parameter_format: "MIXED" }),
      "parameter_format must be POSITIONAL or NAMED",
    ],
    [
      "a bid of 0",
      () =>
        creating({
          ...definition,
          optimization_spec: { bid_amount: 0, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
        }),
      "optimization_spec.bid_amount must be a whole number of 1 or more",
    ],
  ])("%s is refused", async (_, act, expected) => {
    expect(await refusal(act())).toContain(expected);
  });

  test("the composition of components is checked along with their limits", async () => {
    const broken = withComponents(
      { ...body, text: "Order {{1}} and {{2}}", example: { body_text: [["777"]] } },
      { type: "BUTTONS", buttons: [reply, { type: "COPY_CODE", example: "" }, reply] },
    );
    expect(await refusal(broken)).toEqual([
      "components.1.buttons.1.example must not be empty",
      "components.1.buttons.1 is only allowed in MARKETING templates: COPY_CODE",
      "components.0.example must have a sample for {{2}}",
      "components.0.text must not begin or end with a placeholder",
      "components.1.buttons.2 must be next to the other quick replies",
    ]);
  });

  const oneTimeCode = [
    { type: "BODY" },
    { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
  ];

  test("undefined is refused", async () => {
    expect(await refusal(creating(undefined))).toHaveLength(1);
  });

  test.each([
    ["AUTHENTICATION", [30, 900, -1], [29, 901, 0, 60.5]],
    ["UTILITY", [30, 43_200, -1], [29, 43_201, -2]],
    ["MARKETING", [43_200, 2_592_000], [43_199, 2_592_001, -1]],
  ])("%s templates accept the TTLs that Meta allows", async (category, allowed, refusedTtls) => {
    const components = category === "AUTHENTICATION" ? oneTimeCode : [body];
    const living = (message_send_ttl_seconds: number) =>
      creating({ ...definition, category, components, message_send_ttl_seconds });
    for (const seconds of allowed) await living(seconds);
    for (const seconds of refusedTtls) {
      expect(await refusal(living(seconds))).toEqual([
        expect.stringMatching(/^message_send_ttl_seconds must be/),
      ]);
    }
  });
});

describe("authentication templates", () => {
  const app = { package_name: "com.example.app", signature_hash: "K8a/AINcGX7" };
  const otp = { type: "OTP", otp_type: "ONE_TAP", supported_apps: [app] };
  const authentication = (
    button: unknown,
    footer: unknown = { type: "FOOTER", code_expiration_minutes: 10 },
  ) =>
    creating({
      name: "otp",
      language: "en_US",
      category: "AUTHENTICATION",
      components: [
        { type: "BODY", add_security_recommendation: true },
        footer,
        { type: "BUTTONS", buttons: [button] },
      ],
    });

  test("need no text", async () => {
    expect(await authentication(otp)).toMatchObject({ id: "77" });
  });

  const path = "components.2.buttons.0";
  test.each([
    [
      { type: "QUICK_REPLY", text: "Yes" },
      [`${path}.type must be OTP`, `${path}.otp_type is missing: expected COPY_CODE or ONE_TAP or ZERO_TAP`],
    ],
    [{ ...otp, otp_type: "TWO_TAP" }, [`${path}.otp_type must be COPY_CODE or ONE_TAP or ZERO_TAP`]],
    [{ ...otp, text: long(26) }, [`${path}.text must be at most 25 characters; it has 26`]],
    [{ ...otp, autofill_text: long(26) }, [`${path}.autofill_text must be at most 25 characters; it has 26`]],
    [{ ...otp, supported_apps: [] }, [`${path}.supported_apps must have 1 to 5 elements; it has 0`]],
    [
      { ...otp, supported_apps: Array.from({ length: 6 }, () => app) },
      [`${path}.supported_apps must have 1 to 5 elements; it has 6`],
    ],
    [
      { ...otp, supported_apps: [{ ...app, package_name: "app" }] },
      [`${path}.supported_apps.0.package_name must be an Android package name such as com.example.app`],
    ],
    [
      { ...otp, supported_apps: [{ ...app, package_name: `a.${long(223)}` }] },
      [`${path}.supported_apps.0.package_name must be at most 224 characters; it has 225`],
    ],
    [
      { ...otp, supported_apps: [{ ...app, signature_hash: "K8a/AINcGX" }] },
      [`${path}.supported_apps.0.signature_hash must be 11 characters of A-Z, a-z, 0-9, +, / and =`],
    ],
  ])("%j is refused", async (button, expected) => {
    expect(await refusal(authentication(button))).toEqual(expected);
  });

  test.each([0, 91, 1.5])("a code validity of %d minutes is refused", async (code_expiration_minutes) => {
    expect(await refusal(authentication(otp, { type: "FOOTER", code_expiration_minutes }))).toEqual([
      "components.1.code_expiration_minutes must be a whole number from 1 to 90",
    ]);
  });
});

describe("library templates", () => {
  const library = {
    name: "my_delivery",
    language: "en_US",
    category: "UTILITY",
    library_template_name: "delivery_update_1",
    library_template_button_inputs: [
      { type: "URL", url: { base_url: "https://ex.test/{{1}}", url_suffix_example: "https://ex.test/demo" } },
    ],
    library_template_body_inputs: { add_contact_number: true },
  } as const satisfies TemplateDefinition;

  test("need no components", async () => {
    const { fetch, requests } = recorder(created());
    await client({ fetch }).templates.create(library);
    expect(requests[0]?.json).toEqual(library);
  });

  test.each([
    [{ ...library, library_template_name: "" }, "library_template_name must not be empty"],
    [
      { ...library, library_template_body_inputs: { code_expiration_minutes: 91 } },
      "library_template_body_inputs.code_expiration_minutes must be a whole number from 1 to 90",
    ],
    [
      { ...library, library_template_button_inputs: [{ type: "PHONE_NUMBER", phone_number: long(21) }] },
      "library_template_button_inputs.0.phone_number must be at most 20 characters; it has 21",
    ],
  ])("are checked, too", async (definition, expected) => {
    expect(await refusal(creating(definition))).toEqual([expected]);
  });
});

describe("edit", () => {
  test("posts the changes to the template", async () => {
    const { fetch, requests } = recorder(succeeded());
    expect(await client({ fetch }).templates.edit("77", { components: [body] })).toEqual({ success: true });
    expect(requests[0]?.method).toBe("POST");
    expect(requests[0]?.url.pathname).toBe("/v26.0/77");
    expect(requests[0]?.json).toEqual({ components: [body] });
  });

  test("an answer that writes success as a string is a success", async () => {
    const { fetch } = recorder(Response.json({ success: "true" }));
    const edit = client({ fetch }).templates.edit("77", { category: "MARKETING" });
    expect(await edit).toEqual({ success: true });
  });

  test("is not retried when no answer arrived: every edit counts", async () => {
    const { fetch, requests } = recorder(new TypeError("terminated"), succeeded());
    const edit = client({ fetch, retry: { attempts: 3 } }).templates.edit("77", { category: "MARKETING" });
    expect(await failure(edit)).toBeInstanceOf(AmbiguousSendError);
    expect(requests).toHaveLength(1);
  });

  test("accepts components of authentication templates without the category", async () => {
    const { fetch, requests } = recorder(succeeded());
    const components = [{ type: "BODY" }, { type: "FOOTER", code_expiration_minutes: 5 }] as const;
    await client({ fetch }).templates.edit("77", { components });
    expect(requests[0]?.json).toEqual({ components });
  });

  test.each([
    [{}, [" must change something"]],
    [{ name: "other" }, [" must change something", "name cannot be changed: create another template"]],
    [{ language: "de", category: "MARKETING" }, ["language cannot be changed: create another template"]],
    [
      { message_send_ttl_seconds: 29 },
      ["message_send_ttl_seconds must be a whole number from 30 to 2592000 seconds, or -1 for 30 days"],
    ],
    [
      { components: [{ type: "BODY", text: long(1025) }] },
      ["components.0.text must be at most 1024 characters; it has 1025"],
    ],
    [
      { components: [{ type: "BODY" }, { type: "FOOTER", code_expiration_minutes: 91 }] },
      ["components.1.code_expiration_minutes must be a whole number from 1 to 90"],
    ],
    [
      { components: [{ type: "BODY" }, { type: "FOOTER" }] },
      ["components.1.code_expiration_minutes is missing: expected a number"],
    ],
    [{ category: "OTHER" }, ["category must be AUTHENTICATION or MARKETING or UTILITY"]],
  ])("%j is refused", async (changes, expected) => {
    const { fetch, requests } = recorder();
    expect(await refusal(client({ fetch }).templates.edit("77", changes as TemplateChanges))).toEqual(
      expected,
    );
    expect(requests).toHaveLength(0);
  });

  test("an answer without success is an error", async () => {
    const { fetch } = recorder(Response.json({ success: false }));
    const edit = client({ fetch }).templates.edit("77", { category: "MARKETING" });
    expect(await failure(edit)).toBeInstanceOf(AmbiguousSendError);
  });
});

describe("delete", () => {
  test.each([
    [{ name: "order_shipped" }, { name: "order_shipped" }],
    [
      { name: "order_shipped", id: "77" },
      { name: "order_shipped", hsm_id: "77" },
    ],
    [{ ids: ["77", "9007199254740993"] }, { hsm_ids: '["77","9007199254740993"]' }],
  ])("%j", async (selection, query) => {
    const { fetch, requests } = recorder(succeeded());
    expect(await client({ fetch }).templates.delete(selection)).toEqual({ success: true });
    expect(requests[0]?.method).toBe("DELETE");
    expect(requests[0]?.url.pathname).toBe(edge);
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual(query);
  });

  test("a hundred ids are accepted", async () => {
    const { fetch, requests } = recorder(succeeded());
    await client({ fetch }).templates.delete({ ids: Array.from({ length: 100 }, (_, index) => `${index}`) });
    expect(JSON.parse(requests[0]?.url.searchParams.get("hsm_ids") ?? "")).toHaveLength(100);
  });

  const tooMany = Array.from({ length: 101 }, (_, index) => `${index}`);
  test.each([
    ["nothing", {}],
    ["an id alone", { id: "77" }],
    ["an id that is missing", { name: "order_shipped", id: undefined }],
    ["an empty id", { name: "order_shipped", id: "" }],
    ["an empty name", { name: "" }],
    ["no ids", { ids: [] }],
    ["ids that are missing", { name: "order_shipped", ids: undefined }],
    ["too many ids", { ids: tooMany }],
    ["ids that are numbers", { ids: [77] }],
    ["ids and a name", { ids: ["77"], name: "order_shipped" }],
    ["ids and an id", { ids: ["77"], id: "77" }],
    ["a language", { name: "order_shipped", language: "en_US" }],
    ["a text", "order_shipped"],
    ["undefined", undefined],
  ])("%s is refused: it could delete too much", async (_, selection) => {
    const { fetch, requests } = recorder();
    await refusal(client({ fetch }).templates.delete(selection as TemplateSelection));
    expect(requests).toHaveLength(0);
  });

  test("is retried when no answer arrived", async () => {
    const { fetch, requests } = recorder(new TypeError("terminated"), succeeded());
    await client({ fetch, retry: { attempts: 2, minDelayMs: 0 } }).templates.delete({ name: "x" });
    expect(requests).toHaveLength(2);
  });
});

test("any value passed as a template is sent or refused, and never crashes the check", async () => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("BODY", "HEADER", "BUTTONS", "constructor", "__proto__"),
  );
  const component = fc.record({
    type: field,
    format: field,
    text: field,
    buttons: field,
    cards: field,
    example: field,
  });
  const value = fc.record({
    ...{ name: fc.constant("x"), language: fc.constant("en"), category: fc.constant("UTILITY") },
    components: fc.oneof(fc.array(component), fc.jsonValue()),
  });
  await fc.assert(
    fc.asyncProperty(value, async (definition) => {
      const outcome = await creating(definition).catch((error: unknown) => error);
      const isRefused = outcome instanceof ValidationError;
      expect(isRefused || (outcome as { id?: string }).id === "77").toBe(true);
    }),
    { numRuns: 200 },
  );
});
