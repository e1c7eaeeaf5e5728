import type { Simulator } from "wacloud/testing";
import {
  composed,
  link,
  type Making,
  mediaHeader,
  phone,
  quickReply,
  type TemplateRule,
  withButtons,
} from "./template-support.ts";

const x = (count: number): string => "x".repeat(count);
const utility = (template: object) => ({ category: "UTILITY", ...template });

const otp = (button: object, footer: object[] = [], body: object = {}) => ({
  category: "AUTHENTICATION",
  components: [
    { type: "BODY", ...body },
    ...footer,
    { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", ...button }] },
  ],
});
const app = (facts: object = {}) => ({ package_name: "com.ex.app", signature_hash: "K8a/AINcGX7", ...facts });
const oneTap = (...supported_apps: object[]) => otp({ otp_type: "ONE_TAP", supported_apps });
const expires = (code_expiration_minutes: number) => [{ type: "FOOTER", code_expiration_minutes }];
const brief = (message_send_ttl_seconds: number) => ({ ...otp({}), message_send_ttl_seconds });

const authentication: TemplateRule[] = [
  ["no text of its own", otp({}), otp({}, [], { text: "Your code" }), "100/2388072"],
  [
    "no header",
    otp({}),
    { ...otp({}), components: [{ type: "HEADER", format: "LOCATION" }, ...otp({}).components] },
    "100",
  ],
  ["an OTP button", otp({}), { category: "AUTHENTICATION", components: [{ type: "BODY" }] }, "100"],
  [
    "no other button",
    otp({}),
    {
      category: "AUTHENTICATION",
      components: [{ type: "BODY" }, { type: "BUTTONS", buttons: [quickReply()] }],
    },
    "100",
  ],
  [
    "an OTP button in authentication only",
    otp({}),
    withButtons({ type: "OTP", otp_type: "COPY_CODE" }),
    "100",
  ],
  ["codes that expire in 1 to 90 minutes", otp({}, expires(90)), otp({}, expires(91)), "100"],
  ["no text in the footer", otp({}, expires(1)), otp({}, [{ type: "FOOTER", text: "Bye" }]), "100"],
  ["a label of 25 characters", otp({ text: x(25) }), otp({ text: x(26) }), "100/2388040"],
  ["an app for autofill", oneTap(app()), otp({ otp_type: "one_tap" }), "100"],
  [
    "one to five apps",
    oneTap(...[1, 2, 3, 4, 5].map(() => app())),
    oneTap(...[1, 2, 3, 4, 5, 6].map(() => app())),
    "100",
  ],
  [
    "two segments in a package",
    oneTap(app({ package_name: "com.ex" })),
    oneTap(app({ package_name: "com" })),
    "100",
  ],
  ["segments that begin with a letter", oneTap(app()), oneTap(app({ package_name: "com.1ex" })), "100"],
  [
    "a package of 224 characters",
    oneTap(app({ package_name: `com.${x(220)}` })),
    oneTap(app({ package_name: `com.${x(221)}` })),
    "100/2388040",
  ],
  ["a signature of 11 characters", oneTap(app()), oneTap(app({ signature_hash: "K8a/AINcGX" })), "100"],
  [
    "no package beside the apps",
    oneTap(app()),
    otp({ otp_type: "ONE_TAP", package_name: "com.ex.app", signature_hash: "K8a/AINcGX7" }),
    "100",
  ],
  [
    "terms accepted for zero tap",
    otp({ otp_type: "ZERO_TAP", supported_apps: [app()], zero_tap_terms_accepted: true }),
    otp({ otp_type: "ZERO_TAP", supported_apps: [app()] }),
    "100",
  ],
  ["a time to live of 30 to 900 seconds", brief(900), brief(901), "100"],
  ["30 days, written -1", brief(-1), brief(29), "100"],
];

interface Card {
  format?: string;
  body?: string;
  buttons?: object[];
}

/** Cards below a body, after their media has been uploaded. */
const carousel =
  (cards: Card[], further: object = {}): Making =>
  async (simulator: Simulator) => ({
    ...composed({
      type: "CAROUSEL",
      cards: await Promise.all(cards.map(async (card) => ({ components: await cardOf(simulator, card) }))),
    }),
    ...further,
  });

async function cardOf(simulator: Simulator, { format = "IMAGE", body, buttons = [quickReply()] }: Card) {
  const type = format === "IMAGE" ? "image/png" : "video/mp4";
  const isMedia = ["IMAGE", "VIDEO", "DOCUMENT"].includes(format);
  return [
    isMedia ? await mediaHeader(simulator, format, type) : { type: "HEADER", format },
    ...(body === undefined ? [] : [{ type: "BODY", text: body }]),
    ...(buttons.length === 0 ? [] : [{ type: "BUTTONS", buttons }]),
  ];
}

const pair = (card: Card): Card[] => [card, card];
const cards = (count: number): Card[] => Array.from({ length: count }, () => ({}));
const view = { type: "SPM", text: "View" };
const product: Card = { format: "PRODUCT", buttons: [view] };
const payFirst = { type: "ORDER_DETAILS", text: "Buy now" };

const carousels: TemplateRule[] = [
  ["two cards", carousel(cards(2)), carousel(cards(1)), "100"],
  ["ten cards", carousel(cards(10)), carousel(cards(11)), "100"],
  ["cards in marketing only", carousel(cards(2)), carousel(cards(2), { category: "UTILITY" }), "100"],
  [
    "an image or video on a card",
    carousel(pair({ format: "VIDEO" })),
    carousel(pair({ format: "LOCATION" })),
    "100/2388047",
  ],
  ["cards of one format", carousel(pair({ format: "VIDEO" })), carousel([{}, { format: "VIDEO" }]), "100"],
  ["a text on all cards or none", carousel(pair({ body: "One" })), carousel([{ body: "One" }, {}]), "100"],
  [
    "a text of 160 characters",
    carousel(pair({ body: x(160) })),
    carousel(pair({ body: x(161) })),
    "100/2388040",
  ],
  ["buttons on each card", carousel(pair({})), carousel(pair({ buttons: [] })), "100"],
  [
    "two buttons",
    carousel(pair({ buttons: [quickReply(), link] })),
    carousel(pair({ buttons: [quickReply(), link, phone] })),
    "100",
  ],
  [
    "the same buttons on all cards",
    carousel(pair({ buttons: [link] })),
    carousel([{ buttons: [link] }, { buttons: [phone] }]),
    "100",
  ],
  [
    "replies, links and numbers on a card",
    carousel(pair({ buttons: [payFirst] })),
    carousel(pair({ buttons: [{ type: "COPY_CODE", example: "A" }] })),
    "100",
  ],
  [
    "a body above the cards and nothing else",
    carousel(cards(2)),
    async (simulator) => {
      const { components } = await (
        carousel(cards(2)) as (one: Simulator) => Promise<{ components: object[] }>
      )(simulator);
      return { components: [...components, { type: "FOOTER", text: "Bye" }] };
    },
    "100",
  ],
  ["a view button on a product", carousel(pair(product)), carousel(pair({ format: "PRODUCT" })), "100"],
  [
    "no text on a product",
    carousel(pair({ ...product, buttons: [link] })),
    carousel(pair({ ...product, body: "One" })),
    "100/2388072",
  ],
];

const coupon = { type: "COPY_CODE", example: "CARIBE25" };
const offer =
  ({
    text = "Expiring offer!",
    format = "IMAGE",
    body = "Use it.",
    buttons = [coupon, link],
    further = [] as object[],
    category = "MARKETING",
  }): Making =>
  async (simulator) => ({
    category,
    components: [
      await mediaHeader(
        simulator,
        format,
        { IMAGE: "image/png", VIDEO: "video/mp4" }[format] ?? "application/pdf",
      ),
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text, has_expiration: true } },
      { type: "BODY", text: body },
      { type: "BUTTONS", buttons },
      ...further,
    ],
  });

const catalog = { type: "CATALOG", text: "View catalog" };
const items = { type: "MPM", text: "View items" };
const productHeader = { type: "HEADER", format: "PRODUCT" };
const location = { type: "HEADER", format: "LOCATION" };
const words = { type: "HEADER", format: "TEXT", text: "Hello" };
const withAll = (buttons: object[], ...components: object[]) =>
  composed(...components, { type: "BUTTONS", buttons });
const askToCall = { type: "CALL_PERMISSION_REQUEST" };
const bill = { type: "ORDER_DETAILS", text: "Review and Pay" };
const orderStatus = utility({
  ...composed({ type: "FOOTER", text: "Thanks" }),
  sub_category: "ORDER_STATUS",
});

const kinds: TemplateRule[] = [
  ["an offer of 16 characters", offer({ text: x(16) }), offer({ text: x(17) }), "100/2388040"],
  [
    "an offer with an image or video",
    offer({ format: "VIDEO" }),
    offer({ format: "DOCUMENT" }),
    "100/2388047",
  ],
  ["an offer with a body of 600 characters", offer({ body: x(600) }), offer({ body: x(601) }), "100/2388040"],
  [
    "an offer without footer",
    offer({}),
    offer({ further: [{ type: "FOOTER", text: "Bye" }] }),
    "100/2388073",
  ],
  ["the coupon of an offer first", offer({}), offer({ buttons: [link, coupon] }), "100"],
  [
    "no other buttons on an offer",
    offer({ buttons: [coupon] }),
    offer({ buttons: [quickReply()] as never }),
    "100",
  ],
  ["offers in marketing only", offer({}), offer({ category: "UTILITY", buttons: [link] as never }), "100"],
  ["coupons in marketing only", withButtons(quickReply(), coupon), utility(withButtons(coupon)), "100"],
  ["one coupon", withButtons(coupon), withButtons(coupon, coupon), "100"],
  ["the label of a catalog", withButtons(catalog), withButtons({ ...catalog, text: "Shop" }), "100"],
  ["catalogs in marketing only", withButtons(catalog), utility(withButtons(catalog)), "100"],
  ["a catalog button alone", withButtons(catalog), withButtons(catalog, quickReply()), "100"],
  ["a catalog without header", withButtons(catalog), withAll([catalog], words), "100/2388047"],
  ["the label of a product list", withAll([items], words), withButtons({ ...items, text: "Shop" }), "100"],
  ["product lists in marketing only", withButtons(items), utility(withButtons(items)), "100"],
  ["a text header above a product list", withAll([items], words), withAll([items], location), "100/2388047"],
  ["a product above its button", withAll([view], productHeader), withAll([view], words), "100/2388047"],
  ["a button below a product", withAll([view], productHeader), composed(productHeader), "100/2388047"],
  [
    "a product with 160 characters",
    { components: [productHeader, { type: "BODY", text: x(160) }, { type: "BUTTONS", buttons: [view] }] },
    { components: [productHeader, { type: "BODY", text: x(161) }, { type: "BUTTONS", buttons: [view] }] },
    "100/2388040",
  ],
  [
    "a call request without buttons",
    utility(composed(askToCall)),
    composed(askToCall, { type: "BUTTONS", buttons: [quickReply()] }),
    "100",
  ],
  [
    "a call request below a text header",
    composed(words, askToCall),
    composed(location, askToCall),
    "100/2388047",
  ],
  ["a call request below a body", composed(askToCall), { components: [askToCall] }, "100/2388072"],
  [
    "call requests not for codes",
    composed(askToCall),
    { category: "AUTHENTICATION", components: [{ type: "BODY" }, askToCall] },
    "100",
  ],
  ["an order status in utility", orderStatus, { ...orderStatus, category: "MARKETING" }, "100"],
  ["body and footer in an order status", orderStatus, { ...orderStatus, ...withButtons(link) }, "100"],
  ["order details in utility", utility(withButtons(bill)), withButtons(bill), "100/2388047"],
  [
    "order details in marketing, if they say so",
    { ...withButtons(bill), display_format: "order_details" },
    { ...withButtons(link), display_format: "ORDER_DETAILS" },
    "100",
  ],
  [
    "order details below a text header",
    utility(withAll([bill], words)),
    utility(withAll([bill], location)),
    "100/2388047",
  ],
  [
    "a checkout button below an image, first",
    async (simulator) => withAll([bill, quickReply()], await mediaHeader(simulator, "IMAGE", "image/png")),
    async (simulator) => withAll([quickReply(), bill], await mediaHeader(simulator, "IMAGE", "image/png")),
    "100",
  ],
  [
    "an animation in marketing only",
    async (simulator) => composed(await mediaHeader(simulator, "GIF", "video/mp4")),
    async (simulator) => utility(composed(await mediaHeader(simulator, "GIF", "video/mp4"))),
    "100",
  ],
  [
    "a location in utility",
    utility(composed(location)),
    { category: "AUTHENTICATION", components: [location, { type: "BODY" }] },
    "100",
  ],
];

/** Meta's rules for each kind of template. */
export const templateKinds: readonly TemplateRule[] = [...authentication, ...carousels, ...kinds];
