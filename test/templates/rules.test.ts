// Every rule of Meta's that a definition can break: what just keeps it, what just breaks it, and where that is told.
import { describe, expect, test } from "vitest";
import { defineTemplate, type TemplateSource } from "wacloud";
import { listIssues as issuesIn } from "../support/client.ts";

type Change = Record<string, unknown>;

const define = (source: unknown) => defineTemplate(source as TemplateSource);

/** The issues of a definition, `path message` each. */
function issuesOf(source: unknown): string[] {
  try {
    define(source);
  } catch (error) {
    return issuesIn(error);
  }
  return [];
}

const utility = (change: Change = {}) => ({
  name: "order_ok",
  language: "en_US",
  category: "UTILITY",
  body: "Your order is on its way.",
  ...change,
});
const marketing = (change: Change = {}) => utility({ category: "MARKETING", ...change });
const authentication = (change: Change = {}) => ({
  name: "login",
  language: "en_US",
  category: "AUTHENTICATION",
  buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
  ...change,
});
const bodied = (text: string, ...example: string[]) =>
  utility({ body: example.length === 0 ? { text } : { text, example } });
const named = (text: string, example: Record<string, string>) => utility({ body: { text, example } });
const headed = (text: string, example?: unknown) =>
  utility({ header: { format: "TEXT", text, ...(example === undefined ? {} : { example }) } });
const buttoned = (...buttons: unknown[]) => utility({ buttons });
const long = (length: number) => "x".repeat(length);
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const image = { format: "IMAGE", example: "4::aW" };
const video = { format: "VIDEO", example: "4::aW" };
const reply = { type: "QUICK_REPLY", text: "Yes" };
const link = { type: "URL", text: "Open", url: "https://ex.test" };
const tracking = { type: "URL", text: "Track", url: "https://ex.test/{{1}}", example: "https://ex.test/7" };
const phone = { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" };
const coupon = { type: "COPY_CODE", example: "SAVE20" };
const flow = { type: "FLOW", text: "Start", flow_id: "123" };
const catalog = { type: "CATALOG", text: "View catalog" };
const mpm = { type: "MPM", text: "View items" };
const spm = { type: "SPM", text: "View" };
const call = { type: "VOICE_CALL", text: "Call Now" };
const pay = { type: "ORDER_DETAILS", text: "Review and Pay" };
const contact = { type: "REQUEST_CONTACT_INFO" };
const request = (type: string) => ({ type: "PAYMENT_REQUEST", text: "Pay", payment_setting: { type } });
const app = { package_name: "com.example.app", signature_hash: "K8a/AINcGX7" };
const otp = (change: Change = {}) => ({ type: "OTP", otp_type: "ONE_TAP", supported_apps: [app], ...change });
const coded = (change: Change) => authentication({ buttons: [otp(change)] });

const card = (change: Change = {}) => ({ header: image, buttons: [reply], ...change });
const cards = (...all: unknown[]) => marketing({ cards: all });
const product = (...buttons: unknown[]) => ({ header: { format: "PRODUCT" }, buttons });
const offer = (change: Change = {}) =>
  marketing({
    header: image,
    limited_time_offer: { text: "Ends soon!" },
    buttons: [coupon, link],
    ...change,
  });

interface Case {
  rule: string;
  takes: unknown[];
  refuses: [source: unknown, issue: string][];
}

const rules: Case[] = [
  {
    rule: "name: lowercase letters, digits and underscores, up to 512",
    takes: [utility({ name: "a_1" }), utility({ name: long(512) })],
    refuses: [
      [utility({ name: "Order" }), "name must contain only lowercase letters, digits and underscores"],
      [utility({ name: "order-ok" }), "name must contain only lowercase letters, digits and underscores"],
      [utility({ name: long(513) }), "name must be at most 512 characters; it has 513"],
      [utility({ name: "" }), "name must not be empty"],
      [utility({ name: undefined }), "name is missing: expected a string"],
    ],
  },
  {
    rule: "language: as Meta writes it",
    takes: [utility({ language: "en" }), utility({ language: "fil" }), utility({ language: "prs_AF" })],
    refuses: [
      [utility({ language: "en-US" }), "language must be a language code such as en_US"],
      [utility({ language: "en_us" }), "language must be a language code such as en_US"],
      [utility({ language: "english" }), "language must be a language code such as en_US"],
    ],
  },
  {
    rule: "category: one of three",
    takes: [utility(), marketing(), authentication()],
    refuses: [
      [utility({ category: "TRANSACTIONAL" }), "category must be AUTHENTICATION or MARKETING or UTILITY"],
    ],
  },
  {
    rule: "keys: only those that the category has",
    takes: [utility({ footer: undefined })],
    refuses: [
      [utility({ buton: [] }), "buton is not allowed in UTILITY templates"],
      [utility({ components: [] }), "components is not allowed in UTILITY templates"],
      [utility({ parameter_format: "NAMED" }), "parameter_format is not allowed in UTILITY templates"],
      [authentication({ header: image }), "header is not allowed in AUTHENTICATION templates"],
      [cards(card({ footer: "x" }), card()), "cards.0.footer is not allowed in cards"],
    ],
  },
  {
    rule: "time to live: 30 to 43 200 or -1 for UTILITY",
    takes: [30, 43_200, -1].map((message_send_ttl_seconds) => utility({ message_send_ttl_seconds })),
    refuses: [29, 43_201, 0, 60.5].map((message_send_ttl_seconds) => [
      utility({ message_send_ttl_seconds }),
      "message_send_ttl_seconds must be a whole number from 30 to 43200 seconds, or -1 for 30 days",
    ]),
  },
  {
    rule: "time to live: 30 to 900 or -1 for AUTHENTICATION",
    takes: [30, 900, -1].map((message_send_ttl_seconds) => authentication({ message_send_ttl_seconds })),
    refuses: [29, 901].map((message_send_ttl_seconds) => [
      authentication({ message_send_ttl_seconds }),
      "message_send_ttl_seconds must be a whole number from 30 to 900 seconds, or -1 for 30 days",
    ]),
  },
  {
    rule: "time to live: 43 200 to 2 592 000 for MARKETING",
    takes: [43_200, 2_592_000].map((message_send_ttl_seconds) => marketing({ message_send_ttl_seconds })),
    refuses: [43_199, 2_592_001, -1].map((message_send_ttl_seconds) => [
      marketing({ message_send_ttl_seconds }),
      "message_send_ttl_seconds must be a whole number from 43200 to 2592000 seconds",
    ]),
  },
  {
    rule: "body: always there, up to 1024 characters",
    takes: [bodied(long(1024)), bodied("😀".repeat(1024))],
    refuses: [
      [bodied(long(1025)), "body.text must be at most 1024 characters; it has 1025"],
      [utility({ body: long(1025) }), "body must be at most 1024 characters; it has 1025"],
      [utility({ body: "" }), "body must not be empty"],
      [utility({ body: " \n" }), "body must not be blank"],
      [utility({ body: undefined }), "body is missing: every template needs one"],
      [utility({ body: 5 }), "body must be a string, or an object with a text and its samples"],
    ],
  },
  {
    rule: "header text: up to 60 characters, one line, no formatting",
    takes: [headed(long(60)), headed("2 * 3 * 4"), headed("snake_case_name"), headed("*")],
    refuses: [
      [headed(long(61)), "header.text must be at most 60 characters; it has 61"],
      [headed(" "), "header.text must not be blank"],
      [headed("two\nlines"), "header.text must be one line"],
      [headed("Some *bold* words"), "header.text must have no formatting such as *bold* or _italic_"],
      [headed("~gone~"), "header.text must have no formatting such as *bold* or _italic_"],
      [headed("a `b` c"), "header.text must have no formatting such as *bold* or _italic_"],
      [
        utility({ header: "Hello" }),
        'header must be an object with a `format`: { format: "TEXT", text: "…" }',
      ],
    ],
  },
  {
    rule: "header text: one placeholder at most",
    takes: [headed("Hi {{1}}", "Ana"), headed("{{1}}", ["Ana"]), headed("Hi {{name}}", { name: "Ana" })],
    refuses: [
      [headed("{{1}} and {{2}}", ["Ana", "Bo"]), "header.text must have at most one placeholder"],
      [headed("Hi {{1}}"), "header.example must have a sample for {{1}}"],
      [headed("Hi", "Ana"), "header.example has samples without a placeholder: {{1}}"],
      [headed("Hi {{name}}", "Ana"), 'header.example must give the samples by name: { first_name: "Ana" }'],
    ],
  },
  {
    rule: "media headers have a sample",
    takes: [image, video, { format: "DOCUMENT", example: "4::aW" }].map((header) => utility({ header })),
    refuses: [
      [
        utility({ header: { format: "IMAGE" } }),
        'header.example is missing: pass a sample, file("./sample.jpg") or the handle of an upload',
      ],
      [
        utility({ header: { format: "IMAGE", example: "" } }),
        "header.example must be an upload handle or file(…)",
      ],
      [
        utility({ header: { format: "IMAGE", example: new Uint8Array(3) } }),
        "header.example must be an upload handle or file(…)",
      ],
    ],
  },
  {
    rule: "footer: up to 60 characters, no placeholders",
    takes: [utility({ footer: long(60) })],
    refuses: [
      [utility({ footer: long(61) }), "footer must be at most 60 characters; it has 61"],
      [utility({ footer: "Bye {{1}}" }), "footer must have no placeholders"],
      [utility({ footer: " " }), "footer must not be blank"],
    ],
  },
  {
    rule: "placeholders: written in two pairs of braces",
    takes: [bodied("Use {1} or {x} freely."), bodied("Hi {{1}}.", "Ana")],
    refuses: ["Hi {{1}.", "Hi {1}}.", "Hi {{{1}}}."].map((text) => [
      bodied(text),
      "body.text has braces that do not form a placeholder: write {{1}} or {{first_name}}",
    ]),
  },
  {
    rule: "placeholders: numbered from 1 in their order, without gaps",
    takes: [bodied("Hi {{1}} and {{2}} and {{1}} too.", "a", "b")],
    refuses: [
      ["Hi {{1}} and {{2}} and {{5}} there.", "{{1}}, {{2}}, {{5}}"],
      ["Hi {{2}} and {{1}} there.", "{{2}}, {{1}}"],
      ["Hi {{0}} there.", "{{0}}"],
      ["Hi {{01}} there.", "{{01}}"],
    ].map(([text = "", shown]) => [
      bodied(text, "a"),
      `body.text must number its placeholders from {{1}}, in order and without gaps; it has ${shown}`,
    ]),
  },
  {
    rule: "placeholders: named in lowercase letters, digits and _, each once",
    takes: [named("Hi {{first_name}}, order {{order_2}}.", { first_name: "a", order_2: "b" })],
    refuses: [
      [
        named("Hi {{firstName}}.", { firstName: "a" }),
        "body.text must name placeholders with lowercase letters, digits and underscores only: {{firstName}}",
      ],
      [
        named("Hi {{first name}}.", { "first name": "a" }),
        "body.text must name placeholders with lowercase letters, digits and underscores only: {{first name}}",
      ],
      [
        named("Hi {{ name }}.", { name: "a" }),
        "body.text must have no spaces inside the braces of its placeholders: write {{1}} or {{first_name}}",
      ],
      [
        named("Costs {{amount$}} now.", { amount$: "5" }),
        "body.text must name placeholders with lowercase letters, digits and underscores only: {{amount$}}",
      ],
      [
        named("Hi {{name}}, so {{name}}.", { name: "a" }),
        "body.text must use each placeholder name only once",
      ],
    ],
  },
  {
    rule: "placeholders: one style in the whole template",
    takes: [
      utility({
        header: { format: "TEXT", text: "Hi {{name}}", example: { name: "a" } },
        body: { text: "Order {{order}} is here.", example: { order: "7" } },
        buttons: [tracking],
      }),
    ],
    refuses: [
      [
        bodied("Hi {{1}} and {{name}} there.", "a"),
        "body.text must number all placeholders or name them all: the styles cannot be mixed",
      ],
      [
        utility({
          header: { format: "TEXT", text: "Hi {{name}}", example: { name: "a" } },
          body: { text: "Order {{1}} is here.", example: ["7"] },
        }),
        "body.text must name its placeholders, as the other texts do: a template uses one style",
      ],
    ],
  },
  {
    rule: "placeholders: a sample for each, and none too many",
    takes: [bodied("Hi {{1}}, it is {{2}}.", "a", "b")],
    refuses: [
      [bodied("Hi {{1}}, it is {{2}}."), "body.example must have a sample for {{1}}, {{2}}"],
      [bodied("Hi {{1}}, it is {{2}}.", "a"), "body.example must have a sample for {{2}}"],
      [bodied("Hi {{1}} there.", "a", "b"), "body.example has samples without a placeholder: {{2}}"],
      [bodied("Hi there.", "a"), "body.example has samples without a placeholder: {{1}}"],
      [named("Hi {{name}}.", { nam: "a" }), "body.example must have a sample for {{name}}"],
      [
        named("Hi {{name}}.", { name: "a", extra: "b" }),
        "body.example has samples without a placeholder: {{extra}}",
      ],
      [bodied("Hi {{1}}.", ""), "body.example.0 must not be empty"],
      [named("Hi {{name}}.", { name: "" }), "body.example.name must not be empty"],
      [
        utility({ body: { text: "Hi {{1}}.", example: "a" } }),
        'body.example must be a list of samples: ["Ana"]',
      ],
    ],
  },
  {
    rule: "body: neither begins nor ends with a placeholder",
    takes: [bodied("Hi {{1}}.", "a"), bodied("¡{{1}}, hola!", "a")],
    refuses: ["{{1}} is here.", "Here is {{1}}", " {{1}} is here. ", "Here is {{1}} \n"].map((text) => [
      bodied(text, "a"),
      "body.text must not begin or end with a placeholder",
    ]),
  },
  {
    rule: "body: something stands between two placeholders",
    takes: [bodied("Dear {{1}} {{2}}, welcome.", "a", "b")],
    refuses: [
      [bodied("Dear {{1}}{{2}}, welcome.", "a", "b"), "body.text must have text between placeholders"],
    ],
  },
  {
    rule: "body: as many words as placeholders",
    takes: [bodied("Hi {{1}}, {{2}}, bye.", "a", "b"), bodied("您好{{1}}，订单{{2}}已发货", "a", "b")],
    refuses: [
      [
        bodied("Hi {{1}}, {{2}}, {{3}}.", "a", "b", "c"),
        "body.text must have at least as many other words as placeholders; it has 1 beside 3 placeholders",
      ],
    ],
  },
  {
    rule: "buttons: up to 10, labels of 1 to 25 characters",
    takes: [buttoned(...many(10, reply)), buttoned({ ...reply, text: long(25) })],
    refuses: [
      [buttoned(...many(11, reply)), "buttons must have 1 to 10 elements; it has 11"],
      [buttoned(), "buttons must have 1 to 10 elements; it has 0"],
      [buttoned({ ...reply, text: long(26) }), "buttons.0.text must be at most 25 characters; it has 26"],
      [buttoned({ ...link, text: "" }), "buttons.0.text must not be empty"],
      [buttoned({ ...phone, text: long(26) }), "buttons.0.text must be at most 25 characters; it has 26"],
      [buttoned({ ...flow, text: long(26) }), "buttons.0.text must be at most 25 characters; it has 26"],
      [buttoned({ ...call, text: long(26) }), "buttons.0.text must be at most 25 characters; it has 26"],
      [utility({ buttons: reply }), "buttons must be a list"],
    ],
  },
  {
    rule: "buttons: 2 of URL, 3 of PAYMENT_REQUEST, 1 of the others",
    takes: [
      buttoned(link, tracking, phone, flow, call, contact),
      buttoned({ ...call, ttl_minutes: 1440 }),
      buttoned({ ...call, ttl_minutes: 43_200 }),
      buttoned(request("boleto"), request("payment_link"), request("pix_dynamic_code")),
      marketing({ buttons: [coupon] }),
    ],
    refuses: [
      [buttoned(link, link, link), "buttons.2 exceeds the limit: a template can have at most 2 of type URL"],
      [
        buttoned(phone, phone),
        "buttons.1 exceeds the limit: a template can have at most 1 of type PHONE_NUMBER",
      ],
      [buttoned(flow, flow), "buttons.1 exceeds the limit: a template can have at most 1 of type FLOW"],
      [buttoned({ ...call, ttl_minutes: 1439 }), "buttons.0.ttl_minutes must be at least 1440"],
      [buttoned({ ...call, ttl_minutes: 43_201 }), "buttons.0.ttl_minutes must be at most 43200"],
      [buttoned({ ...call, ttl_minutes: 1440.5 }), "buttons.0.ttl_minutes must be whole minutes"],
      [buttoned(call, call), "buttons.1 exceeds the limit: a template can have at most 1 of type VOICE_CALL"],
      [
        buttoned(pay, pay),
        "buttons.1 exceeds the limit: a template can have at most 1 of type ORDER_DETAILS",
      ],
      [
        buttoned(contact, contact),
        "buttons.1 exceeds the limit: a template can have at most 1 of type REQUEST_CONTACT_INFO",
      ],
      [
        marketing({ buttons: [coupon, coupon] }),
        "buttons.1 exceeds the limit: a template can have at most 1 of type COPY_CODE",
      ],
      [
        buttoned(request("a"), request("b"), request("c"), request("d")),
        "buttons.3 exceeds the limit: a template can have at most 3 of type PAYMENT_REQUEST",
      ],
    ],
  },
  {
    rule: "quick replies: next to each other",
    takes: [
      buttoned(reply, reply, link, phone),
      buttoned(link, phone, reply, reply),
      buttoned(link, reply, phone),
    ],
    refuses: [
      [buttoned(reply, link, reply), "buttons.2 must be next to the other quick replies"],
      [buttoned(link, reply, phone, reply, reply), "buttons.3 must be next to the other quick replies"],
    ],
  },
  {
    rule: "URL: an address of up to 2000 characters, one {{1}} at its end with a sample",
    takes: [
      buttoned({ ...link, url: `https://ex.test/${long(1984)}` }),
      buttoned(tracking),
      buttoned({ ...tracking, example: ["https://ex.test/7"] }),
      buttoned({ ...link, app_deep_link: { meta_app_id: "1", android_deep_link: "shop://x" } }),
    ],
    refuses: [
      [
        buttoned({ ...link, url: `https://ex.test/${long(1985)}` }),
        "buttons.0.url must be at most 2000 characters; it has 2001",
      ],
      [buttoned({ ...link, url: "ex.test" }), "buttons.0.url must be an http or https URL"],
      [
        buttoned({ ...tracking, url: "https://ex.test/{{1}}/t" }),
        "buttons.0.url can have only one placeholder, {{1}}, at its very end",
      ],
      [
        buttoned({ ...tracking, url: "https://ex.test/{{1}}{{2}}" }),
        "buttons.0.url can have only one placeholder, {{1}}, at its very end",
      ],
      [
        buttoned({ ...tracking, url: "https://ex.test/{{order}}" }),
        "buttons.0.url can have only one placeholder, {{1}}, at its very end",
      ],
      [buttoned({ ...tracking, example: undefined }), "buttons.0.example must have a sample for {{1}}"],
      [buttoned({ ...tracking, example: ["a", "b"] }), "buttons.0.example must have 1 elements; it has 2"],
    ],
  },
  {
    rule: "PHONE_NUMBER: up to 20 characters",
    takes: [buttoned({ ...phone, phone_number: "1".repeat(20) })],
    refuses: [
      [
        buttoned({ ...phone, phone_number: "1".repeat(21) }),
        "buttons.0.phone_number must be at most 20 characters; it has 21",
      ],
      [buttoned({ ...phone, phone_number: "call me" }), "buttons.0.phone_number must be a phone number"],
    ],
  },
  {
    rule: "COPY_CODE: a sample of up to 20 characters",
    takes: [
      marketing({ buttons: [{ ...coupon, example: long(20) }] }),
      marketing({ buttons: [reply, coupon] }),
    ],
    refuses: [
      [
        marketing({ buttons: [{ ...coupon, example: long(21) }] }),
        "buttons.0.example must be at most 20 characters; it has 21",
      ],
      [marketing({ buttons: [{ type: "COPY_CODE" }] }), "buttons.0.example is missing: expected a string"],
    ],
  },
  {
    rule: "FLOW: named in one way",
    takes: [
      buttoned(flow),
      buttoned({ type: "FLOW", text: "Go", flow_name: "f", flow_action: "data_exchange" }),
      buttoned({ type: "FLOW", text: "Go", flow_json: "{}", icon: "REVIEW", navigate_screen: "A" }),
    ],
    refuses: [
      [
        buttoned({ type: "FLOW", text: "Go" }),
        "buttons.0 must name its Flow exactly once: by flow_id, flow_name or flow_json",
      ],
      [
        buttoned({ ...flow, flow_name: "f" }),
        "buttons.0 must name its Flow exactly once: by flow_id, flow_name or flow_json",
      ],
      [
        buttoned({ type: "FLOW", text: "Go", flow_json: "no json" }),
        "buttons.0.flow_json must be the JSON text of a Flow",
      ],
      [buttoned({ ...flow, icon: "STAR" }), "buttons.0.icon must be DOCUMENT or PROMOTION or REVIEW"],
      [
        buttoned({ ...flow, flow_action: "open" }),
        'buttons.0.flow_action must be "navigate" or "data_exchange"',
      ],
    ],
  },
  {
    rule: "labels that are fixed",
    takes: [
      marketing({ buttons: [catalog] }),
      marketing({ buttons: [mpm] }),
      marketing({ header: { format: "PRODUCT" }, buttons: [spm] }),
      buttoned({ ...contact, text: "Share Contact Info" }),
    ],
    refuses: [
      [
        marketing({ buttons: [{ ...catalog, text: "Catalog" }] }),
        'buttons.0.text must be "View catalog": this label is fixed',
      ],
      [
        marketing({ buttons: [{ ...mpm, text: "Items" }] }),
        'buttons.0.text must be "View items": this label is fixed',
      ],
      [
        marketing({ header: { format: "PRODUCT" }, buttons: [{ ...spm, text: "Look" }] }),
        'buttons.0.text must be "View": this label is fixed',
      ],
      [
        buttoned({ ...contact, text: "Share" }),
        'buttons.0.text must be "Share Contact Info": this label is fixed',
      ],
    ],
  },
  {
    rule: "PAYMENT_REQUEST: each another way to pay",
    takes: [buttoned(request("boleto"), request("payment_link"), reply)],
    refuses: [
      [
        buttoned(request("boleto"), request("boleto")),
        "buttons.1.payment_setting.type must differ from the other payment requests: each offers its own way to pay",
      ],
      [
        buttoned({ type: "PAYMENT_REQUEST", text: "Pay" }),
        "buttons.0.payment_setting is missing: expected an object",
      ],
    ],
  },
  {
    rule: "UTILITY: nothing that sells",
    takes: [buttoned(reply, link, phone, flow, call, contact), utility({ header: { format: "LOCATION" } })],
    refuses: [
      [buttoned(coupon), "buttons.0 is only allowed in MARKETING templates: COPY_CODE"],
      [buttoned(catalog), "buttons.0 is only allowed in MARKETING templates: CATALOG"],
      [buttoned(mpm), "buttons.0 is only allowed in MARKETING templates: MPM"],
      [
        utility({ header: { format: "PRODUCT" }, buttons: [spm] }),
        "buttons.0 is only allowed in MARKETING templates: SPM",
      ],
      [
        utility({ header: { format: "PRODUCT" }, buttons: [spm] }),
        "header.format is only allowed in MARKETING templates: PRODUCT",
      ],
      [
        utility({ header: { format: "GIF", example: "4::aW" } }),
        "header.format is only allowed in MARKETING templates: GIF",
      ],
      [
        utility({ limited_time_offer: { text: "Now" } }),
        "limited_time_offer is only allowed in MARKETING templates: LIMITED_TIME_OFFER",
      ],
      [utility({ cards: [card(), card()] }), "cards is only allowed in MARKETING templates: CAROUSEL"],
      [utility({ send_type: "campaign" }), "send_type is only allowed in MARKETING templates"],
      [
        utility({ optimization_spec: { bid_amount: 1, bid_strategy: "LOWEST_COST_WITH_BID_CAP" } }),
        "optimization_spec is only allowed in MARKETING templates",
      ],
    ],
  },
  {
    rule: "MARKETING: no codes, no news of orders",
    takes: [
      marketing({
        header: { format: "GIF", example: "4::aW" },
        send_type: "campaign",
        optimization_spec: { bid_amount: 1, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
      }),
    ],
    refuses: [
      [marketing({ buttons: [otp()] }), "buttons.0 is only allowed in AUTHENTICATION templates: OTP"],
      [
        marketing({ sub_category: "ORDER_STATUS" }),
        "sub_category is only allowed in UTILITY templates: ORDER_STATUS",
      ],
    ],
  },
  {
    rule: "AUTHENTICATION: Meta's text and one OTP button",
    takes: [
      authentication(),
      authentication({
        body: { add_security_recommendation: true },
        footer: { code_expiration_minutes: 90 },
      }),
    ],
    refuses: [
      [
        authentication({ body: { text: "Your code" } }),
        "body.text must be left out: Meta writes the text of AUTHENTICATION templates",
      ],
      [
        authentication({ body: "Your code" }),
        "body.text must be left out: Meta writes the text of AUTHENTICATION templates",
      ],
      [
        authentication({ footer: { code_expiration_minutes: 91 } }),
        "footer.code_expiration_minutes must be a whole number from 1 to 90",
      ],
      [
        authentication({ footer: { code_expiration_minutes: 0 } }),
        "footer.code_expiration_minutes must be a whole number from 1 to 90",
      ],
      [
        authentication({ buttons: undefined }),
        "buttons is missing: AUTHENTICATION templates need one button of type OTP",
      ],
      [authentication({ buttons: [otp(), otp()] }), "buttons must have 1 elements; it has 2"],
      [authentication({ buttons: [reply] }), "buttons.0.type must be OTP"],
    ],
  },
  {
    rule: "OTP: what each way of handing the code over needs",
    takes: [
      coded({}),
      coded({ text: long(25), autofill_text: long(25), supported_apps: many(5, app) }),
      coded({ otp_type: "ZERO_TAP", zero_tap_terms_accepted: true }),
    ],
    refuses: [
      [
        coded({ supported_apps: undefined }),
        "buttons.0.supported_apps is missing: ONE_TAP needs the apps that receive the code",
      ],
      [coded({ otp_type: "ZERO_TAP" }), "buttons.0.zero_tap_terms_accepted must be true for ZERO_TAP"],
      [
        coded({ otp_type: "ZERO_TAP", zero_tap_terms_accepted: false }),
        "buttons.0.zero_tap_terms_accepted must be true for ZERO_TAP",
      ],
      [
        coded({ supported_apps: many(6, app) }),
        "buttons.0.supported_apps must have 1 to 5 elements; it has 6",
      ],
      [coded({ supported_apps: [] }), "buttons.0.supported_apps must have 1 to 5 elements; it has 0"],
      [coded({ text: long(26) }), "buttons.0.text must be at most 25 characters; it has 26"],
      [
        coded({ autofill_text: long(26) }),
        "buttons.0.autofill_text must be at most 25 characters; it has 26",
      ],
      [coded({ otp_type: "TWO_TAP" }), "buttons.0.otp_type must be COPY_CODE or ONE_TAP or ZERO_TAP"],
    ],
  },
  {
    rule: "OTP apps: package names and hashes",
    takes: [
      coded({ supported_apps: [{ ...app, package_name: `a.${long(222)}` }] }),
      coded({ supported_apps: [{ ...app, signature_hash: "AZaz09+/=AZ" }] }),
    ],
    refuses: [
      [
        coded({ supported_apps: [{ ...app, package_name: `a.${long(223)}` }] }),
        "buttons.0.supported_apps.0.package_name must be at most 224 characters; it has 225",
      ],
      ...["example", "com.1app", "com..app", "com.my-app"].map((package_name): [unknown, string] => [
        coded({ supported_apps: [{ ...app, package_name }] }),
        "buttons.0.supported_apps.0.package_name must be an Android package name such as com.example.app",
      ]),
      ...["K8a/AINcGX", "K8a/AINcGX77", "K8a/AINcG-7"].map((signature_hash): [unknown, string] => [
        coded({ supported_apps: [{ ...app, signature_hash }] }),
        "buttons.0.supported_apps.0.signature_hash must be 11 characters of A-Z, a-z, 0-9, +, / and =",
      ]),
    ],
  },
  {
    rule: "carousel: 2 to 10 cards below a body alone",
    takes: [cards(card(), card()), cards(...many(10, card()))],
    refuses: [
      [cards(card()), "cards must have 2 to 10 elements; it has 1"],
      [cards(...many(11, card())), "cards must have 2 to 10 elements; it has 11"],
      [
        marketing({ cards: [card(), card()], footer: "x" }),
        "footer is not allowed with cards: only a body can precede them",
      ],
      [
        marketing({ cards: [card(), card()], buttons: [reply] }),
        "buttons is not allowed with cards: only a body can precede them",
      ],
      [
        marketing({ cards: [card(), card()], header: image }),
        "header is not allowed with cards: only a body can precede them",
      ],
      [marketing({ cards: "x" }), "cards must be a list"],
      [cards(card(), 5), "cards.1 must be an object with header, body and buttons"],
    ],
  },
  {
    rule: "cards: a picture, a video or a product; text of up to 160 characters; one or two buttons",
    takes: [
      cards(card({ body: long(160) }), card({ body: "x" })),
      cards(
        card({ header: video, buttons: [reply, phone] }),
        card({ header: video, buttons: [reply, phone] }),
      ),
      cards(
        card({ body: { text: "Item {{1}}", example: ["a"] }, buttons: [tracking] }),
        card({ body: "Plain", buttons: [link] }),
      ),
      cards(card({ buttons: [pay, reply] }), card({ buttons: [pay, reply] })),
    ],
    refuses: [
      [
        cards(card({ body: long(161) }), card({ body: "x" })),
        "cards.0.body must be at most 160 characters; it has 161",
      ],
      [
        cards(card(), card({ header: { format: "DOCUMENT", example: "4::aW" } })),
        "cards.1.header.format must be IMAGE, VIDEO or PRODUCT in a card",
      ],
      [cards(card({ header: undefined }), card()), "cards.0 must have a header"],
      [cards(card({ buttons: undefined }), card()), "cards.0 must have one or two buttons"],
      [
        cards(card({ buttons: many(3, reply) }), card()),
        "cards.0.buttons must have 1 to 2 elements; it has 3",
      ],
      [
        cards(card({ buttons: [flow] }), card()),
        "cards.0.buttons.0 is not allowed in this card: use QUICK_REPLY, URL, PHONE_NUMBER, ORDER_DETAILS",
      ],
      [cards(card({ buttons: [reply, pay] }), card()), "cards.0.buttons.1 must be the card's first button"],
      [
        cards(card({ body: { text: "Item {{1}}" } }), card({ body: "x" })),
        "cards.0.body.example must have a sample for {{1}}",
      ],
      [
        cards(card({ body: { text: "Item {{2}}", example: ["a"] } }), card({ body: "x" })),
        "cards.0.body.text must number its placeholders from {{1}}, in order and without gaps; it has {{2}}",
      ],
      [
        cards(card({ buttons: [{ ...tracking, url: "https://ex.test/{{1}}/" }] }), card()),
        "cards.0.buttons.0.url can have only one placeholder, {{1}}, at its very end",
      ],
    ],
  },
  {
    rule: "cards: all of the same make",
    takes: [
      cards(card({ body: "a", buttons: [reply, link] }), card({ body: "b", buttons: [reply, tracking] })),
    ],
    refuses: [
      [
        cards(card(), card({ header: video })),
        "cards.1 must have the same parts as the first card: IMAGE, QUICK_REPLY; it is VIDEO, QUICK_REPLY",
      ],
      [
        cards(card({ body: "a" }), card()),
        "cards.1 must have the same parts as the first card: IMAGE, BODY, QUICK_REPLY; it is IMAGE, QUICK_REPLY",
      ],
      [
        cards(card(), card({ buttons: [link] })),
        "cards.1 must have the same parts as the first card: IMAGE, QUICK_REPLY; it is IMAGE, URL",
      ],
      [
        cards(card(), card({ buttons: [reply, reply] })),
        "cards.1 must have the same parts as the first card: IMAGE, QUICK_REPLY; it is IMAGE, QUICK_REPLY, QUICK_REPLY",
      ],
    ],
  },
  {
    rule: "product cards: a product and one button",
    takes: [cards(product(spm), product(spm)), cards(product(link), product(tracking))],
    refuses: [
      [cards({ ...product(spm), body: "x" }, product(spm)), "cards.0.body is not allowed in product cards"],
      [
        cards(product(spm, link), product(spm)),
        "cards.0.buttons.1 exceeds the limit: a product card has one button",
      ],
      [cards(product(reply), product(spm)), "cards.0.buttons.0 is not allowed in this card: use URL, SPM"],
    ],
  },
  {
    rule: "limited-time offer: 16 characters, body of 600, picture or video, no footer",
    takes: [
      offer({ body: long(600) }),
      offer({ header: video, limited_time_offer: { text: long(16), has_expiration: true } }),
      offer({ header: undefined }),
    ],
    refuses: [
      [
        offer({ limited_time_offer: { text: long(17) } }),
        "limited_time_offer.text must be at most 16 characters; it has 17",
      ],
      [
        offer({ body: long(601) }),
        "body must be at most 600 characters long beside a limited-time offer; it has 601",
      ],
      [
        offer({ header: { format: "TEXT", text: "Hi" } }),
        "header.format must be IMAGE or VIDEO with a limited-time offer",
      ],
      [offer({ footer: "x" }), "footer is not allowed with a limited-time offer"],
    ],
  },
  {
    rule: "limited-time offer: a code first, then links",
    takes: [offer({ buttons: [link] }), offer({ buttons: [coupon, tracking, request("boleto")] })],
    refuses: [
      [offer({ buttons: [link, coupon] }), "buttons.1 must come first with a limited-time offer"],
      [offer({ buttons: [link, reply] }), "buttons.1 is not allowed with a limited-time offer: QUICK_REPLY"],
    ],
  },
  {
    rule: "shops: their header, and no other button",
    takes: [
      marketing({ buttons: [catalog], footer: "x" }),
      marketing({ header: { format: "TEXT", text: "Hi" }, buttons: [mpm] }),
      marketing({ header: { format: "PRODUCT" }, buttons: [spm], body: long(160) }),
    ],
    refuses: [
      [
        marketing({ header: image, buttons: [catalog] }),
        "header is not allowed with a button of type CATALOG",
      ],
      [marketing({ header: image, buttons: [mpm] }), "header.format must be TEXT above a list of products"],
      [marketing({ buttons: [spm] }), "buttons.0 needs a header of format PRODUCT"],
      [marketing({ header: { format: "PRODUCT" } }), "header.format needs a button of type SPM"],
      [
        marketing({ header: { format: "PRODUCT" }, buttons: [spm], body: long(161) }),
        "body must be at most 160 characters long above a single product; it has 161",
      ],
      [marketing({ buttons: [catalog, reply] }), "buttons.1 is not allowed with a button of type CATALOG"],
    ],
  },
  {
    rule: "call permission: beside texts alone",
    takes: [
      utility({
        call_permission_request: true,
        header: { format: "TEXT", text: "Hi" },
        footer: "x",
        sub_category: "CALL_PERMISSIONS_REQUEST",
      }),
      marketing({ call_permission_request: true }),
    ],
    refuses: [
      [
        utility({ call_permission_request: true, buttons: [reply] }),
        "buttons is not allowed with a call permission request",
      ],
      [
        utility({ call_permission_request: true, header: image }),
        "header.format must be TEXT above a call permission request",
      ],
      [utility({ call_permission_request: "yes" }), "call_permission_request must be true or left out"],
    ],
  },
  {
    rule: "order status: body and footer",
    takes: [utility({ sub_category: "ORDER_STATUS", footer: "x" })],
    refuses: [
      [
        utility({ sub_category: "ORDER_STATUS", buttons: [reply] }),
        "buttons is not allowed with sub_category ORDER_STATUS: only a body and a footer are",
      ],
      [
        utility({ sub_category: "ORDER_STATUS", header: image }),
        "header is not allowed with sub_category ORDER_STATUS: only a body and a footer are",
      ],
    ],
  },
  {
    rule: "order details: below a text, a picture or a document",
    takes: [
      buttoned(pay),
      utility({ header: image, buttons: [pay], display_format: "ORDER_DETAILS" }),
      marketing({
        header: { format: "DOCUMENT", example: "4::aW" },
        buttons: [pay],
        display_format: "ORDER_DETAILS",
      }),
    ],
    refuses: [
      [
        utility({ header: video, buttons: [pay] }),
        "header.format must be TEXT or IMAGE or DOCUMENT above an order",
      ],
      [utility({ display_format: "ORDER_DETAILS" }), "display_format needs a button of type ORDER_DETAILS"],
    ],
  },
  {
    rule: "checkout button: below a picture or a video, first, beside quick replies",
    takes: [marketing({ header: video, buttons: [pay, ...many(9, reply)] })],
    refuses: [
      [
        marketing({ buttons: [pay] }),
        "buttons.0 needs a header of format IMAGE or VIDEO, or display_format ORDER_DETAILS",
      ],
      [
        marketing({ header: { format: "TEXT", text: "Hi" }, buttons: [pay] }),
        "header.format must be IMAGE or VIDEO above an order",
      ],
      [marketing({ header: image, buttons: [reply, pay] }), "buttons.1 must come first"],
      [
        marketing({ header: image, buttons: [pay, link] }),
        "buttons.1 is not allowed with a checkout button: use quick replies",
      ],
    ],
  },
];

describe.each(rules)("$rule", ({ takes, refuses }) => {
  test.each(takes.map((source, index) => [index, source]))("takes %#", (_, source) => {
    expect(issuesOf(source)).toEqual([]);
  });

  test.each(refuses)("refuses %#", (source, issue) => {
    expect(issuesOf(source)).toContain(issue);
  });
});

test("kinds that Meta has added since pass unchanged", () => {
  const { definition } = define(
    utility({
      header: { format: "COLLECTION", collection: "c1" },
      buttons: [{ type: "REMINDER", minutes: 5 }],
    }),
  );
  expect(definition).toMatchObject({
    components: [
      { type: "HEADER", format: "COLLECTION", collection: "c1" },
      { type: "BODY" },
      { type: "BUTTONS", buttons: [{ type: "REMINDER", minutes: 5 }] },
    ],
  });
});

test.each([
  ["a body's", utility({ body: { text: "Hello.", exmaple: ["a"] } }), "body.exmaple", "example"],
  ["a header's", utility({ header: { ...image, exampel: "4::aW" } }), undefined, undefined],
  [
    "a text header's",
    utility({ header: { format: "TEXT", text: "Hi", exmple: "a" } }),
    "header.exmple",
    "example",
  ],
  ["a button's", buttoned({ ...flow, navigatescreen: "A" }), "buttons.0.navigatescreen", "navigate_screen"],
  ["a code's button's", coded({ autofil_text: "Fill" }), "buttons.0.autofil_text", "autofill_text"],
  [
    "a code's body's",
    authentication({ body: { add_security_recomendation: true } }),
    "body.add_security_recomendation",
    "add_security_recommendation",
  ],
  [
    "an offer's",
    offer({ limited_time_offer: { text: "Ends soon!", has_expiraton: true } }),
    "limited_time_offer.has_expiraton",
    "has_expiration",
  ],
  ["a card's body's", cards(card({ body: { txt: "Hi." } }), card()), "cards.0.body.txt", "text"],
  ["one that is new at Meta", buttoned({ ...reply, haptic_feedback: true }), undefined, undefined],
  ["one of a new kind of button", buttoned({ type: "REMINDER", txt: "Later" }), undefined, undefined],
])("a mistyped key is named: %s", (_, source, path, meant) => {
  const issues = issuesOf(source).filter((issue) => issue.includes("is not a key here"));
  expect(issues).toEqual(path === undefined ? [] : [`${path} is not a key here. Did you mean \`${meant}\`?`]);
});

test("Meta's words may be lowercase, as Meta accepts them", () => {
  const small = utility({
    category: "utility",
    header: { format: "text", text: "Hi {{1}}", example: "Ana" },
    buttons: [{ ...tracking, type: "url" }],
  });
  expect(issuesOf(small)).toEqual([]);
  expect(issuesOf(utility({ header: { format: "image", example: "4::aW" } }))).toEqual([]);
  expect(issuesOf(authentication({ category: "authentication" }))).toEqual([]);
});

test.each([[{}], [5], [["URL"]], [null]])("a kind that is not a string is refused: %j", (type) => {
  const kind =
    type === null
      ? "null"
      : Array.isArray(type)
        ? "an array"
        : `a${typeof type === "object" ? "n" : ""} ${typeof type}`;
  expect(issuesOf(buttoned({ type, text: "Yes" }))).toContain(`buttons.0.type must be a string; got ${kind}`);
  expect(issuesOf(utility({ header: { format: type } }))).toContain(
    `header.format must be a string; got ${kind}`,
  );
});

test("values other than objects are refused", () => {
  expect(issuesOf(undefined)).toEqual([" must be an object with name, language, category and body"]);
});
