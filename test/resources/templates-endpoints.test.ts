import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, ConfigurationError } from "wacloud";
import { client, failure, fakeClock, refusal } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";

type Templates = ReturnType<typeof client>["templates"];
type Account = `/v26.0/102290129340398/${string}`;
const account = (edge: string): Account => `/v26.0/102290129340398/${edge}`;
const otp = { type: "OTP", otp_type: "COPY_CODE" } as const;
const upsert = {
  name: "one_time_code",
  languages: ["en_US", "fr"],
  category: "AUTHENTICATION",
  components: [
    { type: "BODY", add_security_recommendation: true },
    { type: "FOOTER", code_expiration_minutes: 10 },
    { type: "BUTTONS", buttons: [otp] },
  ],
} as const;
const upserted = [{ id: "1", status: "PENDING", language: "en_US" }];
const preview = {
  language: "en_US",
  body: "Code.",
  footer: "10 min",
  buttons: [{ text: "Copy", autofill_text: "Fill" }],
};
const blocked = { metric: "BLOCK_RATE", type: "RELATIVE", order_by_relative_metric: ["2", "1"] };
const points = {
  granularity: "DAILY",
  product_type: "CLOUD_API",
  data_points: [{ template_id: "1", start: 1, end: 2, sent: 3 }],
};
const ready = {
  name: "delivery_update_1",
  id: "9",
  language: "en_US",
  body: "Hi {{1}}",
  industry: ["E_COMMERCE"],
};
const span = { start: 1_790_000_000, end: 1_790_600_000 };
const group = { name: "Autumn", description: "Sales", whatsapp_business_templates: ["1", "2"] };
const now = 1_790_000_000;

/** The request of each call, Meta's answer, and the result. */
const calls: {
  name: string;
  act: (templates: Templates, options?: { businessAccountId: string }) => Promise<unknown>;
  asks: string;
  query?: Record<string, string>;
  body?: unknown;
  answer: unknown;
  gives: unknown;
  idempotent: boolean;
  needsAccount?: false;
  /** An answer that does not belong to this call. */
  foreign?: unknown;
}[] = [
  {
    name: "library",
    act: async (templates) =>
      (
        await templates
          .library({ topic: "ORDER_MANAGEMENT", language: "en_US", search: "late", limit: 5 })
          .page()
      ).data,
    asks: "GET /v26.0/message_template_library",
    query: { topic: "ORDER_MANAGEMENT", language: "en_US", search: "late", limit: "5" },
    answer: { data: [ready] },
    gives: [ready],
    idempotent: true,
    needsAccount: false,
  },
  {
    name: "upsert",
    act: (templates, options) => templates.upsert(upsert, options),
    asks: `POST ${account("upsert_message_templates")}`,
    body: upsert,
    answer: { data: upserted },
    gives: upserted,
    idempotent: false,
  },
  {
    name: "previews",
    act: (templates, options) =>
      templates.previews({ languages: ["en_US", "fr"], code_expiration_minutes: 10 }, options),
    asks: `GET ${account("message_template_previews")}`,
    query: {
      category: "AUTHENTICATION",
      languages: "en_US,fr",
      code_expiration_minutes: "10",
      button_types: "OTP",
    },
    answer: { data: [preview] },
    gives: [preview],
    idempotent: true,
  },
  {
    name: "compare",
    act: (templates) => templates.compare("1", { with: "2", days: 7 }),
    asks: "GET /v26.0/1/compare",
    query: { template_ids: '["2"]', start: String(now - 604_800), end: String(now) },
    answer: { data: [blocked] },
    gives: [blocked],
    idempotent: true,
    needsAccount: false,
  },
  {
    name: "migrate",
    act: (templates, options) =>
      templates.migrate({ source_waba_id: "5", count: 100, page_number: 0 }, options),
    asks: `POST ${account("migrate_message_templates")}`,
    body: { source_waba_id: "5", count: 100, page_number: 0 },
    answer: { migrated_templates: ["1"], failed_templates: { 2: "quality" } },
    gives: { migrated_templates: ["1"], failed_templates: { 2: "quality" } },
    idempotent: false,
  },
  {
    name: "unpause",
    act: (templates) => templates.unpause("1"),
    asks: "POST /v26.0/1/unpause",
    answer: { success: false, reason: "Wait 5 minutes." },
    gives: { success: false, reason: "Wait 5 minutes." },
    idempotent: true,
    needsAccount: false,
  },
  {
    name: "enableInsights",
    act: (templates, options) => templates.enableInsights(options),
    asks: "POST /v26.0/102290129340398",
    query: { is_enabled_for_insights: "true" },
    answer: { id: "102290129340398" },
    foreign: { success: false },
    gives: undefined,
    idempotent: true,
  },
  {
    name: "analytics",
    act: async (templates, options) =>
      (
        await templates
          .analytics({ ...span, template_ids: ["1", "2"], metric_types: ["SENT", "READ"] }, options)
          .page()
      ).data,
    asks: `GET ${account("template_analytics")}`,
    query: {
      start: "1790000000",
      end: "1790600000",
      granularity: "DAILY",
      template_ids: '["1","2"]',
      metric_types: '["SENT","READ"]',
    },
    answer: { data: [points] },
    gives: [points],
    idempotent: true,
  },
  {
    name: "groupAnalytics",
    act: async (templates, options) => {
      const days = { start: "2026-10-01", end: "2026-10-07", use_waba_timezone: true };
      return (await templates.groupAnalytics({ ...days, template_group_ids: ["7"] }, options).page()).data;
    },
    asks: `GET ${account("template_group_analytics")}`,
    query: {
      start: "2026-10-01",
      end: "2026-10-07",
      use_waba_timezone: "true",
      granularity: "DAILY",
      template_group_ids: '["7"]',
    },
    answer: { data: [points] },
    gives: [points],
    idempotent: true,
  },
  {
    name: "performance",
    act: async (templates, options) =>
      (await templates.performance({ name: "order_shipped" }, options).page()).data,
    asks: `GET ${account("template_performance_metrics")}`,
    query: { name: "order_shipped" },
    answer: { data: [{ anything: 1 }] },
    gives: [{ anything: 1 }],
    idempotent: true,
  },
  {
    name: "groups",
    act: async (templates, options) => (await templates.groups({ limit: 10 }, options).page()).data,
    asks: `GET ${account("template_groups")}`,
    query: { limit: "10" },
    answer: { data: [{ id: "7", name: "Autumn" }] },
    gives: [{ id: "7", name: "Autumn" }],
    idempotent: true,
  },
  {
    name: "createGroup",
    act: (templates, options) => templates.createGroup(group, options),
    asks: `POST ${account("template_groups")}`,
    body: group,
    answer: { id: "7" },
    gives: { id: "7" },
    idempotent: false,
  },
  {
    name: "archive",
    act: (templates, options) => templates.archive(["1", "2"], options),
    asks: "POST /102290129340398/message_templates/archive",
    body: { hsm_ids: ["1", "2"] },
    answer: { archived_templates: ["1"], failed_templates: { 2: "is paused" } },
    gives: { archived_templates: ["1"], failed_templates: { 2: "is paused" } },
    idempotent: false,
  },
  {
    name: "unarchive",
    act: (templates, options) => templates.unarchive(["1"], options),
    asks: "POST /102290129340398/message_templates/unarchive",
    body: { hsm_ids: ["1"] },
    answer: { unarchived_templates: ["1"], failed_templates: [] },
    gives: { unarchived_templates: ["1"], failed_templates: {} },
    idempotent: false,
  },
];

describe.each(calls)(
  "$name",
  ({
    foreign = { data: [null], success: "yes" },
    act,
    asks,
    query = {},
    body,
    answer,
    gives,
    idempotent,
    needsAccount,
  }) => {
    const clock = { ...fakeClock(), now: () => now * 1000 + 999 };

    test("sends the documented request and returns Meta's answer", async () => {
      const { fetch, requests } = recorder(Response.json(answer));
      expect(await act(client({ fetch, clock }).templates)).toEqual(gives);
      const [request] = requests;
      expect(`${request?.method} ${request?.url.pathname}`).toBe(asks);
      expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual(query);
      expect(request?.json).toEqual(body);
    });

    test("a refusal by Meta is an ApiError", async () => {
      const { fetch } = recorder(refused(400, 200_007));
      const error = await failure(act(client({ fetch, clock }).templates));
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ code: 200_007 });
    });

    test(
      idempotent ? "is retried when no answer arrived" : "is not retried when no answer arrived",
      async () => {
        const { fetch, requests } = recorder(new TypeError("terminated"), Response.json(answer));
        const outcome = act(client({ fetch, clock: fakeClock(), retry: { attempts: 2 } }).templates);
        if (idempotent) expect(await outcome).toEqual(gives);
        else expect(await failure(outcome)).toBeInstanceOf(AmbiguousSendError);
        expect(requests).toHaveLength(idempotent ? 2 : 1);
      },
    );

    test("an answer of another form is an error", async () => {
      const { fetch } = recorder(Response.json(foreign));
      const error = await failure(act(client({ fetch, clock }).templates));
      expect(error).toBeInstanceOf(idempotent ? ApiError : AmbiguousSendError);
    });

    test(needsAccount === false ? "needs no account" : "needs an account", async () => {
      const { fetch, requests } = recorder(Response.json(answer));
      const outcome = act(client({ fetch, clock, businessAccountId: undefined }).templates);
      if (needsAccount === false) return expect(await outcome).toEqual(gives);
      expect(await failure(outcome)).toBeInstanceOf(ConfigurationError);
      expect(requests).toHaveLength(0);
    });

    if (needsAccount === false) return;
    test("uses the account that the call names", async () => {
      const { fetch, requests } = recorder(Response.json(answer));
      const { templates } = client({ fetch, clock, businessAccountId: undefined });
      expect(await act(templates, { businessAccountId: "555" })).toEqual(gives);
      const [request] = requests;
      expect(`${request?.method} ${request?.url.pathname}`).toBe(asks.replace("102290129340398", "555"));
    });
  },
);

describe("the archive", () => {
  const findHost = async (baseUrl: string | undefined) => {
    const { fetch, requests } = recorder(Response.json({ archived_templates: ["1"], failed_templates: {} }));
    await client({ fetch, baseUrl }).templates.archive(["1"]);
    return requests[0]?.url.href;
  };

  test.each([undefined, "https://graph.facebook.com", "https://graph.facebook.com/"])(
    "has a host of its own with Meta's base URL: %s",
    async (baseUrl) => {
      expect(await findHost(baseUrl)).toBe(
        "https://api.facebook.com/102290129340398/message_templates/archive",
      );
    },
  );

  test("uses the client's own base URL", async () => {
    expect(await findHost("http://127.0.0.1:4000/graph")).toBe(
      "http://127.0.0.1:4000/graph/v26.0/102290129340398/message_templates/archive",
    );
  });

  test("receives the token", async () => {
    const { fetch, requests } = recorder(Response.json({ archived_templates: ["1"], failed_templates: {} }));
    await client({ fetch }).templates.archive(["1"]);
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
  });
});

const eleven = Array.from({ length: 11 }, (_, index) => `${index}`);
const hundredOne = Array.from({ length: 101 }, (_, index) => `${index}`);
const seconds = "must be Unix time in whole seconds; to pass days, set `use_waba_timezone`";
const day = "must be a day such as 2026-10-01, because `use_waba_timezone` is set";
const buttons = (button: object) => [{ type: "BUTTONS", buttons: [{ ...otp, ...button }] }];
const labels = "must not have `text` or `autofill_text`: Meta writes the labels in each language";

test.each<[string, (templates: Templates) => Promise<unknown>, string[]]>([
  ["library", (t) => t.library({ subject: "x" } as object).page(), [" has unknown keys: subject"]],
  ["upsert", (t) => t.upsert({ ...upsert, languages: [] }), ["languages must not be empty"]],
  [
    "upsert",
    (t) => t.upsert({ ...upsert, name: "One", message_send_ttl_seconds: 29 }),
    [
      "name must contain only lowercase letters, digits and underscores",
      "message_send_ttl_seconds must be a whole number from 30 to 900 seconds, or -1 for 30 days",
    ],
  ],
  [
    "upsert",
    (t) => t.upsert({ ...upsert, components: buttons({ text: "Copy" }) } as never),
    [`components.0.buttons.0 ${labels}`],
  ],
  [
    "upsert",
    (t) => t.upsert({ ...upsert, components: buttons({ autofill_text: "Fill" }) } as never),
    [`components.0.buttons.0 ${labels}`],
  ],
  [
    "upsert",
    (t) => t.upsert({ ...upsert, components: buttons({ otp_type: "X" }) } as never),
    ["components.0.buttons.0.otp_type must be COPY_CODE or ONE_TAP or ZERO_TAP"],
  ],
  [
    "previews",
    (t) => t.previews({ code_expiration_minutes: 91 }),
    ["code_expiration_minutes must be a whole number from 1 to 90"],
  ],
  [
    "previews",
    (t) => t.previews({ button_types: [] }),
    ["button_types must have 1 to 10 elements; it has 0"],
  ],
  ["compare", (t) => t.compare("1", { with: "2", days: 8 } as never), ["days must be 7, 30, 60 or 90"]],
  ["compare", (t) => t.compare("1", { with: "", days: 7 }), ["with must not be empty"]],
  [
    "migrate",
    (t) => t.migrate({ source_waba_id: "5", count: 501 }),
    ["count must be a whole number from 1 to 500"],
  ],
  [
    "migrate",
    (t) => t.migrate({ source_waba_id: "5", template_ids: [] }),
    ["template_ids must have 1 to 500 elements; it has 0"],
  ],
  ["archive", (t) => t.archive([]), ["ids must have 1 to 100 elements; it has 0"]],
  ["archive", (t) => t.archive(hundredOne), ["ids must have 1 to 100 elements; it has 101"]],
  ["unarchive", (t) => t.unarchive([""]), ["ids.0 must not be empty"]],
  [
    "analytics",
    (t) => t.analytics({ ...span, template_ids: eleven }).page(),
    ["template_ids must have 1 to 10 elements; it has 11"],
  ],
  [
    "analytics",
    (t) => t.analytics({ ...span, start: "2026-10-01", template_ids: ["1"] }).page(),
    [`start ${seconds}`],
  ],
  [
    "analytics",
    (t) => t.analytics({ ...span, use_waba_timezone: true, template_ids: ["1"] }).page(),
    [`start ${day}`, `end ${day}`],
  ],
  [
    "groupAnalytics",
    (t) => t.groupAnalytics({ ...span, end: 1.5, template_group_ids: [] }).page(),
    ["template_group_ids must have 1 to 10 elements; it has 0", `end ${seconds}`],
  ],
  ["performance", (t) => t.performance({ id: "1" } as object).page(), [" has unknown keys: id"]],
  ["groups", (t) => t.groups({ limit: 0 }).page(), ["limit must be a whole number of 1 or more"]],
  [
    "createGroup",
    (t) => t.createGroup({ ...group, whatsapp_business_templates: [] }),
    ["whatsapp_business_templates must not be empty"],
  ],
])("%s refuses invalid input before any request: %#", async (_, act, expected) => {
  const { fetch, requests } = recorder();
  expect(await refusal(act(client({ fetch }).templates))).toEqual(expected);
  expect(requests).toHaveLength(0);
});

test("metrics are read page by page", async () => {
  const paging = { cursors: { after: "c" }, next: "https://graph.facebook.com/x" };
  const { fetch, requests } = recorder(
    Response.json({ data: [points], paging }),
    Response.json({ data: [{ ...points, product_type: "MM" }] }),
  );
  const seen: unknown[] = [];
  const figures = client({ fetch }).templates.analytics({ ...span, template_ids: ["1"] });
  expect(requests).toHaveLength(0);
  for await (const { product_type } of figures) seen.push(product_type);
  expect(seen).toEqual(["CLOUD_API", "MM"]);
  expect(requests[1]?.url.searchParams.get("after")).toBe("c");
});
