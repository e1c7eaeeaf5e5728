import {
  bodied,
  bodyText,
  composed,
  link,
  type Making,
  mediaHeader,
  named,
  phone,
  quickReply,
  type TemplateRule,
  withButtons,
  withHeader,
} from "./template-support.ts";

const x = (count: number): string => "x".repeat(count);
const repeated = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const head: TemplateRule[] = [
  ["a name in lower case", { name: "news_2" }, { name: "News" }, "100"],
  ["a name without hyphens", { name: "a_b" }, { name: "a-b" }, "100"],
  ["a name of 1 to 512 characters", { name: x(512) }, { name: x(513) }, "100/2388040"],
  ["a name", { name: "a" }, { name: "" }, "100"],
  ["a known language", { language: "pt_BR" }, { language: "xx" }, "100"],
  ["a known category in any case", { category: "utility" }, { category: "TRANSACTIONAL" }, "100"],
  ["no unknown keys", {}, { categories: ["UTILITY"] }, "100"],
  ["components", {}, { components: undefined }, "100"],
  ["a known parameter_format", { parameter_format: "positional" }, { parameter_format: "MIXED" }, "100"],
  ["a known sub_category", { sub_category: "FRAUD_ALERT" }, { sub_category: "CUSTOM" }, "100"],
  ["booleans", { cta_url_link_tracking_opted_out: true }, { is_primary_device_delivery_only: 1 }, "100"],
  ["a known send_type", { send_type: "campaign" }, { send_type: "MAIL" }, "100"],
  ["a send_type in marketing", { send_type: "DIRECT" }, { send_type: "DIRECT", category: "UTILITY" }, "100"],
  [
    "a whole max price",
    { optimization_spec: { bid_amount: 5000, bid_strategy: "LOWEST_COST_WITH_BID_CAP" } },
    { optimization_spec: { bid_amount: 0.5, bid_strategy: "LOWEST_COST_WITH_BID_CAP" } },
    "100",
  ],
  ["no bid_spec", {}, { bid_spec: { bid_amount: 5000 } }, "100"],
  [
    "creative features that are opted in or out",
    {
      degrees_of_freedom_spec: { creative_features_spec: { image_touchups: { enroll_status: "OPT_OUT" } } },
    },
    { degrees_of_freedom_spec: { creative_features_spec: { image_touchups: { enroll_status: "MAYBE" } } } },
    "100",
  ],
  [
    "a time to live of 12 hours to 30 days in marketing",
    { message_send_ttl_seconds: 43_200 },
    { message_send_ttl_seconds: 43_199 },
    "100",
  ],
  [
    "a time to live of 30 seconds to 12 hours in utility",
    { category: "UTILITY", message_send_ttl_seconds: 43_200 },
    { category: "UTILITY", message_send_ttl_seconds: 43_201 },
    "100",
  ],
  [
    "-1 is 30 days, except for marketing",
    { category: "UTILITY", message_send_ttl_seconds: -1 },
    { message_send_ttl_seconds: -1 },
    "100",
  ],
  [
    "whole seconds",
    { category: "UTILITY", message_send_ttl_seconds: 31 },
    { category: "UTILITY", message_send_ttl_seconds: 30.5 },
    "100",
  ],
];

const texts: TemplateRule[] = [
  ["a body", {}, { components: [{ type: "FOOTER", text: "Bye" }] }, "100/2388072"],
  ["text in the body", {}, bodied(" "), "100/2388072"],
  ["each component once", {}, composed(bodyText), "100"],
  ["known components", {}, composed({ type: "ALBUM" }), "100"],
  ["no unknown keys in a component", {}, composed({ type: "FOOTER", text: "Bye", bold: true }), "100"],
  ["a body of 1024 characters", bodied(x(1024)), bodied(x(1025)), "100/2388040"],
  ["text before a parameter", bodied("Hi {{1}}!", "Ana"), bodied("{{1}}, hi!", "Ana"), "100/2388299"],
  ["text after a parameter", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{1}}", "Ana"), "100/2388299"],
  [
    "numbers that count from 1",
    bodied("Hi {{1}} and {{2}}, hello", "a", "b"),
    bodied("Hi {{1}} and {{3}}, hello", "a", "b"),
    "100/2388072",
  ],
  ["balanced braces", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{1}!", "Ana"), "100/2388072"],
  ["no symbols in parameters", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{#1}}!", "Ana"), "100/2388072"],
  [
    "as many words as parameters",
    bodied("a {{1}} b {{2}} c", "a", "b"),
    bodied("a {{1}} {{2}} {{3}}!", "a", "b", "c"),
    "100/2388293",
  ],
  ["an example for each parameter", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{1}}!"), "100/2388043"],
  ["an example that is not blank", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{1}}!", ""), "100/2388043"],
  ["no surplus example", bodied("Hi {{1}}!", "Ana"), bodied("Hi {{1}}!", "Ana", "Bia"), "100/2388043"],
  [
    "one style of parameters",
    named("Hi {{first_name}}!", "first_name"),
    bodied("Hi {{first_name}}!", "Ana"),
    "100/2388072",
  ],
  [
    "names in lower case",
    named("Hi {{first_name}}!", "first_name"),
    named("Hi {{Name}}!", "Name"),
    "100/2388072",
  ],
  [
    "names that are used once",
    named("Hi {{a}} and {{b}}, hello", "a", "b"),
    named("Hi {{a}} and {{a}}, hello", "a"),
    "100/2388072",
  ],
  ["examples by name", named("Hi {{a}}!", "a"), named("Hi {{a}}!", "b"), "100/2388043"],
  [
    "a header of 60 characters",
    withHeader({ format: "text", text: x(60) }),
    withHeader({ format: "TEXT", text: x(61) }),
    "100/2388040",
  ],
  [
    "one parameter in a header",
    withHeader({ format: "TEXT", text: "Hi {{1}}", example: { header_text: ["Ana"] } }),
    withHeader({ format: "TEXT", text: "Hi {{1}} {{2}}", example: { header_text: ["Ana", "Bia"] } }),
    "100/2388047",
  ],
  [
    "an example for it",
    withHeader({ format: "TEXT", text: "Hi {{1}}", example: { header_text: ["Ana"] } }),
    withHeader({ format: "TEXT", text: "Hi {{1}}" }),
    "100/2388043",
  ],
  ["a format", withHeader({ format: "TEXT", text: "Hi" }), withHeader({ text: "Hi" }), "100/2388047"],
  ["a known format", withHeader({ format: "LOCATION" }), withHeader({ format: "AUDIO" }), "100"],
  [
    "no formatting in a header",
    withHeader({ format: "TEXT", text: "2 * 3 * 4" }),
    withHeader({ format: "TEXT", text: "*Hi* there" }),
    "100/2388047",
  ],
  [
    "no example in a header without values",
    withHeader({ format: "LOCATION" }),
    withHeader({ format: "LOCATION", text: "Here" }),
    "100/2388047",
  ],
  [
    "a footer of 60 characters",
    composed({ type: "FOOTER", text: x(60) }),
    composed({ type: "FOOTER", text: x(61) }),
    "100/2388040",
  ],
  [
    "no parameter in a footer",
    composed({ type: "FOOTER", text: "Bye" }),
    composed({ type: "FOOTER", text: "Bye {{1}}" }),
    "100/2388073",
  ],
];

const header =
  (format: string, type: string, bytes?: number): Making =>
  async (simulator) =>
    composed(await mediaHeader(simulator, format, type, bytes));

const samples: TemplateRule[] = [
  ["a sample of the media", header("IMAGE", "image/png"), withHeader({ format: "IMAGE" }), "100/2388043"],
  [
    "a sample that was uploaded",
    header("IMAGE", "image/jpeg"),
    withHeader({ format: "IMAGE", example: { header_handle: ["4::x"] } }),
    "100/2388273",
  ],
  ["an image in an image header", header("image", "image/png"), header("IMAGE", "video/mp4"), "100/2388273"],
  ["a video in a video header", header("VIDEO", "video/mp4"), header("VIDEO", "image/png"), "100/2388273"],
  [
    "a PDF in a document header",
    header("DOCUMENT", "application/pdf"),
    header("DOCUMENT", "image/png"),
    "100/2388273",
  ],
  [
    "an image of 5 MB",
    header("IMAGE", "image/png", 5 * 1024 * 1024),
    header("IMAGE", "image/png", 5 * 1024 * 1024 + 1),
    "100/2388273",
  ],
  [
    "an animation of 3.5 MB",
    header("GIF", "video/mp4", 3.5 * 1024 * 1024),
    header("GIF", "video/mp4", 3.5 * 1024 * 1024 + 1),
    "100/2388273",
  ],
];

const withParameter = (url: string, ...example: string[]) => withButtons({ ...link, url, example });
const flow = { type: "FLOW", text: "Sign up", flow_id: "123" };
const pay = (type: string) => ({ type: "PAYMENT_REQUEST", text: "Pay", payment_setting: { type } });

const deepLink = { meta_app_id: "1", android_deep_link: "ex://shop" };

const buttons: TemplateRule[] = [
  [
    "a complete deep link",
    withButtons({ ...link, app_deep_link: deepLink }),
    withButtons({ ...link, app_deep_link: { meta_app_id: "1" } }),
    "100",
  ],
  [
    "deep links in marketing only",
    withButtons({ ...link, app_deep_link: deepLink }),
    { category: "UTILITY", ...withButtons({ ...link, app_deep_link: deepLink }) },
    "100",
  ],
  [
    "an example of a coupon",
    withButtons({ type: "COPY_CODE", example: "A" }),
    withButtons({ type: "COPY_CODE" }),
    "100",
  ],
  [
    "ten buttons",
    withButtons(...repeated(10, (index) => quickReply(`${index}`))),
    withButtons(...repeated(11, (index) => quickReply(`${index}`))),
    "100",
  ],
  ["a button", withButtons(quickReply()), withButtons(), "100"],
  ["a label of 25 characters", withButtons(quickReply(x(25))), withButtons(quickReply(x(26))), "100/2388040"],
  ["a label", withButtons(quickReply("a")), withButtons(quickReply("")), "100"],
  ["two links", withButtons(link, link), withButtons(link, link, link), "100"],
  ["one phone number", withButtons(phone), withButtons(phone, phone), "100"],
  [
    "a number of 20 characters",
    withButtons({ ...phone, phone_number: "+1 (555) 005-1310" }),
    withButtons({ ...phone, phone_number: `+${"1".repeat(20)}` }),
    "100/2388040",
  ],
  ["a phone number", withButtons(phone), withButtons({ ...phone, phone_number: "call me!" }), "100"],
  [
    "a URL of 2000 characters",
    withButtons({ ...link, url: `https://ex.test/${x(1984)}` }),
    withButtons({ ...link, url: `https://ex.test/${x(1985)}` }),
    "100/2388040",
  ],
  ["an address", withButtons(link), withButtons({ ...link, url: "example" }), "100"],
  [
    "a parameter at the end of a URL",
    withParameter("https://ex.test/{{1}}", "https://ex.test/a"),
    withParameter("https://ex.test/{{1}}/x", "a"),
    "100",
  ],
  [
    "an example for it",
    withParameter("https://ex.test/{{1}}", "a"),
    withParameter("https://ex.test/{{1}}"),
    "100/2388043",
  ],
  [
    "quick replies together",
    withButtons(link, quickReply("A"), quickReply("B")),
    withButtons(quickReply("A"), link, quickReply("B")),
    "100",
  ],
  [
    "a coupon of 20 characters",
    withButtons({ type: "COPY_CODE", example: x(20) }),
    withButtons({ type: "COPY_CODE", example: x(21) }),
    "100/2388040",
  ],
  ["buttons that can be created", withButtons(flow), withButtons({ type: "APP", text: "Open" }), "100"],
  ["one way to identify a flow", withButtons(flow), withButtons({ ...flow, flow_name: "sign_up" }), "100"],
  [
    "a flow as JSON",
    withButtons({ type: "FLOW", text: "Go", flow_json: '{"version":"7.0"}' }),
    withButtons({ type: "FLOW", text: "Go", flow_json: "{" }),
    "100",
  ],
  ["a known icon", withButtons({ ...flow, icon: "REVIEW" }), withButtons({ ...flow, icon: "STAR" }), "100"],
  ["one flow", withButtons(flow), withButtons(flow, flow), "100"],
  [
    "one call button",
    withButtons({ type: "VOICE_CALL", text: "Call" }),
    withButtons({ type: "VOICE_CALL" }),
    "100",
  ],
  [
    "a call button that works for a day at least",
    withButtons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 1440 }),
    withButtons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 1439 }),
    "100",
  ],
  [
    "a call button that works for thirty days at most",
    withButtons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 43_200 }),
    withButtons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 43_201 }),
    "100",
  ],
  [
    "the label of a contact request",
    withButtons({ type: "REQUEST_CONTACT_INFO", text: "Share Contact Info" }),
    withButtons({ type: "REQUEST_CONTACT_INFO", text: "Share" }),
    "100",
  ],
  [
    "three different payment methods",
    withButtons(pay("boleto"), pay("payment_link"), pay("pix_dynamic_code")),
    withButtons(pay("boleto"), pay("boleto")),
    "100",
  ],
];

/** Meta's rules for names, texts, samples and buttons. */
export const templateRules: readonly TemplateRule[] = [...head, ...texts, ...samples, ...buttons];
