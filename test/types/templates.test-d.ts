// Templates as values: what compiles, kind by kind, and what does not. Compiled by `npm run typecheck`; the words that
// a compiler says are in template-diagnostics.test.ts.
import {
  currency,
  type DefinedTemplate,
  dateTime,
  defineTemplate,
  file,
  type TemplateMessage,
  type TemplateSource,
  type TemplateValuesOf,
  type WhatsAppClient,
} from "wacloud";
import type { MessageEvent } from "wacloud/webhooks";
import { type Exact, holds } from "./exact.ts";

const base = { name: "a", language: "en_US", category: "UTILITY" } as const;
const sale = { name: "a", language: "en_US", category: "MARKETING" } as const;
const to = "+14155552671";

/** The values without what every template may have. */
type Values<Template extends DefinedTemplate> = Omit<TemplateValuesOf<Template>, "tap_target_configuration">;

// Text, positional and named

const plain = defineTemplate({ ...base, body: "Hi." });
holds<Exact<keyof Values<typeof plain>, never>>();

const positional = defineTemplate({
  ...base,
  header: { format: "TEXT", text: "Order {{1}}", example: "7" },
  body: { text: "Hi {{1}}, {{2}} and {{3}} and {{1}}.", example: ["a", "b", "c"] },
  footer: "Bye",
});
holds<Exact<TemplateValuesOf<typeof positional>["parameters"]["length"], 3>>();
positional.fill({ header: 7, parameters: ["Ana", 7, currency(10.99, "USD")] });
positional.fill({ header: "7", parameters: ["Ana", 7, dateTime(0)] });
// @ts-expect-error a value is missing
positional.fill({ header: "7", parameters: ["Ana", 7] });
// @ts-expect-error a value too many
positional.fill({ header: "7", parameters: ["Ana", 7, "c", "d"] });
// @ts-expect-error the header's value is missing
positional.fill({ parameters: ["Ana", 7, "c"] });
// @ts-expect-error values are texts and numbers
positional.fill({ header: "7", parameters: ["Ana", 7, true] });
// @ts-expect-error positions have no names
positional.fill({ header: "7", parameters: { "1": "Ana" } });

const named = defineTemplate({
  ...base,
  header: { format: "TEXT", text: "Hi {{first_name}}", example: { first_name: "a" } },
  body: { text: "Hi {{first_name}}, order {{order}}.", example: { first_name: "a", order: "b" } },
});
holds<Exact<keyof TemplateValuesOf<typeof named>["parameters"], "first_name" | "order">>();
named.fill({ header: "Ana", parameters: { first_name: "Ana", order: 7 } });
// @ts-expect-error a value is missing
named.fill({ header: "Ana", parameters: { first_name: "Ana" } });
// @ts-expect-error a value is misnamed
named.fill({ header: "Ana", parameters: { first_name: "Ana", oder: 7 } });
// @ts-expect-error names have no positions
named.fill({ header: "Ana", parameters: ["Ana", 7] });

const many = defineTemplate({
  ...base,
  body: {
    text: "a {{1}} b {{2}} c {{3}} d {{4}} e {{5}} f {{6}} g {{7}} h {{8}} i {{9}} j {{10}} k {{11}} l {{12}}.",
    example: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
  },
});
holds<Exact<TemplateValuesOf<typeof many>["parameters"]["length"], 12>>();

/** Beyond twenty, their number is checked when the program runs. */
const beyond = defineTemplate({
  ...base,
  body: {
    text: "{{1}}{{2}}{{3}}{{4}}{{5}}{{6}}{{7}}{{8}}{{9}}{{10}}{{11}}{{12}}{{13}}{{14}}{{15}}{{16}}{{17}}{{18}}{{19}}{{20}}{{21}}",
    example: ["x"],
  },
});
holds<Exact<TemplateValuesOf<typeof beyond>["parameters"]["length"], number>>();

// Samples

// @ts-expect-error {{1}} has no sample
defineTemplate({ ...base, body: "Hi {{1}}." });
// @ts-expect-error {{1}} has no sample
defineTemplate({ ...base, body: { text: "Hi {{1}}." } });
// @ts-expect-error {{2}} has no sample
defineTemplate({ ...base, body: { text: "Hi {{1}}, {{2}}.", example: ["a"] } });
// @ts-expect-error a sample too many
defineTemplate({ ...base, body: { text: "Hi {{1}}.", example: ["a", "b"] } });
// @ts-expect-error a sample for nothing
defineTemplate({ ...base, body: { text: "Hi.", example: ["a"] } });
// @ts-expect-error a sample is missing
defineTemplate({ ...base, body: { text: "Hi {{name}}.", example: {} } });
// @ts-expect-error a sample too many
defineTemplate({ ...base, body: { text: "Hi {{name}}.", example: { name: "a", order: "b" } } });
// @ts-expect-error names want names
defineTemplate({ ...base, body: { text: "Hi {{name}}.", example: ["a"] } });
// @ts-expect-error the header has no sample
defineTemplate({ ...base, header: { format: "TEXT", text: "Hi {{1}}" }, body: "x" });

// Headers

const image = defineTemplate({ ...base, header: { format: "IMAGE", example: file("./a.png") }, body: "Hi." });
image.fill({ header: { id: "1" } });
image.fill({ header: { link: "https://ex.test/a.png" }, tap_target_configuration: { url: "x", title: "y" } });
// @ts-expect-error the image is missing
image.fill({});
// @ts-expect-error by id or by link
image.fill({ header: { id: "1", link: "x" } });
// @ts-expect-error images have no file name
image.fill({ header: { id: "1", filename: "a.png" } });
// @ts-expect-error a sample is needed
defineTemplate({ ...base, header: { format: "VIDEO" }, body: "Hi." });

const video = defineTemplate({ ...base, header: { format: "VIDEO", example: "4::a" }, body: "Hi." });
video.fill({ header: { id: "1" } });
const invoice = defineTemplate({ ...base, header: { format: "DOCUMENT", example: "4::a" }, body: "Hi." });
invoice.fill({ header: { id: "1", filename: "invoice.pdf" } });
const gif = defineTemplate({ ...sale, header: { format: "GIF", example: "4::a" }, body: "Hi." });
gif.fill({ header: { id: "1" } });
// @ts-expect-error GIFs are marketing
defineTemplate({ ...base, header: { format: "GIF", example: "4::a" }, body: "Hi." });

const place = defineTemplate({ ...base, header: { format: "LOCATION" }, body: "Hi." });
place.fill({ header: { latitude: 1, longitude: "2", name: "Shop", address: "1 Main St" } });
// @ts-expect-error a place has a name and an address
place.fill({ header: { latitude: 1, longitude: 2 } });

// Buttons: the values stand at the places of the definition's buttons

const buttons = defineTemplate({
  ...base,
  body: "Hi.",
  buttons: [
    { type: "QUICK_REPLY", text: "Stop" },
    { type: "URL", text: "Track", url: "https://ex.test/{{1}}", example: "https://ex.test/7" },
    { type: "URL", text: "Shop", url: "https://ex.test" },
    { type: "PHONE_NUMBER", text: "Call", phone_number: "+1" },
    { type: "FLOW", text: "Start", flow_id: "1" },
    { type: "VOICE_CALL", text: "Call" },
  ],
});
buttons.fill({ buttons: ["STOP", "7"] });
buttons.fill({ buttons: [undefined, 7, undefined, undefined, { flow_token: "t" }, { ttl_minutes: 5 }] });
// @ts-expect-error the link's end is missing
buttons.fill({});
// @ts-expect-error the link's end is missing
buttons.fill({ buttons: ["STOP"] });
// @ts-expect-error this link has no end to fill
buttons.fill({ buttons: ["STOP", "7", "8"] });
// @ts-expect-error there are six
buttons.fill({ buttons: ["STOP", "7", undefined, undefined, undefined, undefined, "x"] });
// @ts-expect-error a sample is needed
defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "URL", text: "x", url: "https://ex.test/{{1}}" }] });
// @ts-expect-error there is no such button
defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "LINK", text: "x" }] });

const coupon = defineTemplate({ ...sale, body: "Hi.", buttons: [{ type: "COPY_CODE", example: "SAVE" }] });
coupon.fill({ buttons: ["SAVE20"] });
// @ts-expect-error the code is missing
coupon.fill({});
// @ts-expect-error coupons are marketing
defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "COPY_CODE", example: "SAVE" }] });

const catalog = defineTemplate({
  ...sale,
  body: "Hi.",
  buttons: [{ type: "CATALOG", text: "View catalog" }],
});
catalog.fill({});
catalog.fill({ buttons: [{ thumbnail_product_retailer_id: "1" }] });

const products = defineTemplate({ ...sale, body: "Hi.", buttons: [{ type: "MPM", text: "View items" }] });
products.fill({ buttons: [{ thumbnail_product_retailer_id: "1", sections: [] }] });
// @ts-expect-error the products are missing
products.fill({});

const product = defineTemplate({
  ...sale,
  header: { format: "PRODUCT" },
  body: "Hi.",
  buttons: [{ type: "SPM", text: "View" }],
});
product.fill({ header: { product_retailer_id: "1", catalog_id: "2" } });
// @ts-expect-error the product is missing
product.fill({});

const bill = defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "ORDER_DETAILS", text: "Pay" }] });
bill.fill({
  buttons: [
    { reference_id: "1", type: "digital-goods", currency: "BRL", total_amount: { value: 1, offset: 100 } },
  ],
});
// @ts-expect-error the order is missing
bill.fill({ buttons: [undefined] });

const pix = defineTemplate({
  ...base,
  body: "Hi.",
  buttons: [
    { type: "PAYMENT_REQUEST", text: "Copy Pix code", payment_setting: { type: "pix_dynamic_code" } },
  ],
});
pix.fill({ buttons: [{ payment_setting: { type: "pix_dynamic_code", pix_dynamic_code: { code: "1" } } }] });
// @ts-expect-error the way to pay is missing
pix.fill({ buttons: [{}] });

const news = defineTemplate({ ...base, sub_category: "ORDER_STATUS", body: "Hi." });
news.fill({ order_status: { reference_id: "1", order: { status: "shipped" } } });
// @ts-expect-error the order's state is missing
news.fill({});

defineTemplate({ ...base, body: "May we call?", call_permission_request: true }).fill({});
defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "REQUEST_CONTACT_INFO" }] }).fill({});

// Offers and cards

const offer = defineTemplate({
  ...sale,
  body: "Hi.",
  limited_time_offer: { text: "Soon", has_expiration: true },
});
offer.fill({ limited_time_offer: { expiration_time_ms: new Date() } });
offer.fill({ limited_time_offer: { expiration_time_ms: 1_900_000_000_000 } });
// @ts-expect-error its end is missing
offer.fill({});
defineTemplate({ ...sale, body: "Hi.", limited_time_offer: { text: "Soon" } }).fill({});

const carousel = defineTemplate({
  ...sale,
  body: { text: "Hi {{1}}.", example: ["a"] },
  cards: [
    {
      header: { format: "IMAGE", example: "4::a" },
      body: { text: "One {{1}} piece", example: ["a"] },
      buttons: [{ type: "URL", text: "x", url: "https://ex.test/{{1}}", example: "https://ex.test/1" }],
    },
    {
      header: { format: "IMAGE", example: "4::a" },
      body: "Two",
      buttons: [{ type: "URL", text: "x", url: "https://ex.test/2" }],
    },
  ],
});
carousel.fill({
  parameters: ["Ana"],
  cards: [{ header: { id: "1" }, parameters: ["red"], buttons: ["1"] }, { header: { id: "2" } }],
});
// @ts-expect-error the second card is missing
carousel.fill({ parameters: ["Ana"], cards: [{ header: { id: "1" }, parameters: ["red"], buttons: ["1"] }] });
carousel.fill({
  parameters: ["Ana"],
  // @ts-expect-error the first card's text has a placeholder
  cards: [{ header: { id: "1" }, buttons: ["1"] }, { header: { id: "2" } }],
});
defineTemplate({
  ...sale,
  body: "Hi.",
  cards: [
    { header: { format: "IMAGE", example: "4::a" }, buttons: [{ type: "QUICK_REPLY", text: "x" }] },
    {
      header: { format: "IMAGE", example: "4::a" },
      // @ts-expect-error a sample is missing
      body: "{{1}}",
      buttons: [{ type: "QUICK_REPLY", text: "x" }],
    },
  ],
});
// @ts-expect-error cards are marketing
defineTemplate({ ...base, body: "Hi.", cards: [] });

const shelf = defineTemplate({
  ...sale,
  body: "Hi.",
  cards: [
    { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
    { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
  ],
});
const sku = { header: { product_retailer_id: "1", catalog_id: "2" } };
shelf.fill({ cards: [sku, sku, sku] });
// @ts-expect-error two at least
shelf.fill({ cards: [sku] });

// One-time codes

const code = defineTemplate({
  name: "a",
  language: "en",
  category: "AUTHENTICATION",
  body: { add_security_recommendation: true },
  footer: { code_expiration_minutes: 10 },
  buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
});
holds<Exact<TemplateValuesOf<typeof code>, { code: string }>>();
// @ts-expect-error the code is missing
code.fill({});
const apps = [{ package_name: "com.example.app", signature_hash: "K8a/AINcGX7" }];
const otp = { name: "a", language: "en", category: "AUTHENTICATION" } as const;
defineTemplate({ ...otp, buttons: [{ type: "OTP", otp_type: "ONE_TAP", supported_apps: apps }] });
defineTemplate({
  ...otp,
  buttons: [{ type: "OTP", otp_type: "ZERO_TAP", supported_apps: apps, zero_tap_terms_accepted: true }],
});
// @ts-expect-error the apps are missing
defineTemplate({ ...otp, buttons: [{ type: "OTP", otp_type: "ONE_TAP" }] });
// @ts-expect-error the terms are to be accepted
defineTemplate({ ...otp, buttons: [{ type: "OTP", otp_type: "ZERO_TAP", supported_apps: apps }] });
// @ts-expect-error Meta writes the text
defineTemplate({ ...otp, body: "Your code", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] });
// @ts-expect-error one button
defineTemplate({ ...otp, buttons: [] });
// @ts-expect-error codes have a category of their own
defineTemplate({ ...base, body: "Hi.", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] });

// Keys

// @ts-expect-error a slip of the pen
defineTemplate({ ...base, body: "Hi.", buton: [] });
// @ts-expect-error the body is missing
defineTemplate({ ...base });
// @ts-expect-error there is no such category
defineTemplate({ ...base, category: "TRANSACTIONAL", body: "Hi." });

// What the compiler does not know is checked when the program runs

declare const text: string;
const dynamic = defineTemplate({ ...base, body: { text, example: ["a"] } });
dynamic.fill({ parameters: ["Ana"] });
dynamic.fill({ parameters: { name: "Ana" } });
dynamic.fill({});
const half = defineTemplate({ ...base, body: { text: `Hi {{1}}, ${text} says so.`, example: ["a"] } });
half.fill({ parameters: ["Ana"] });
declare const source: TemplateSource;
defineTemplate(source).fill({ parameters: ["Ana"], header: { id: "1" } });
declare const any: DefinedTemplate;
any.fill({ parameters: ["Ana"], code: "1", cards: [{ header: { id: "1" } }], buttons: [undefined, "x"] });
// @ts-expect-error nothing has such a value
any.fill({ heading: "x" });

/** Every template can be kept with others. */
export const all: DefinedTemplate[] = [
  plain,
  positional,
  named,
  image,
  gif,
  place,
  buttons,
  offer,
  carousel,
  shelf,
  code,
  news,
  dynamic,
];

// Sending

export async function sends(
  { messages, marketingMessages, replyTo }: WhatsAppClient,
  event: MessageEvent,
): Promise<void> {
  await messages.sendTemplate({ to, template: plain });
  await messages.sendTemplate({ to, template: code, code: "123456" });
  await messages.sendTemplate({
    to,
    template: positional,
    header: "7",
    parameters: ["a", "b", "c"],
    reply_to: "w",
  });
  await replyTo(event).sendTemplate({ template: plain });
  await marketingMessages.sendTemplate({ to, template: gif, header: { id: "1" }, product_policy: "STRICT" });
  await messages.sendTemplate({ to, template: any, parameters: ["Ana"] });
  const message: TemplateMessage<typeof image> = { template: image, header: { id: "1" } };
  await messages.sendTemplate({ to, ...message });
  await messages.sendTemplate({ to, name: "a", language: "en", parameters: ["Ana"] });
  // @ts-expect-error nobody to send to
  await messages.sendTemplate({ template: plain });
  // @ts-expect-error a reply goes to its chat
  await replyTo(event).sendTemplate({ to, template: plain });
  // @ts-expect-error there is nothing to fill in
  await messages.sendTemplate({ to, template: plain, parameters: ["a"] });
  // @ts-expect-error values are missing
  await messages.sendTemplate({ to, template: positional });
  // @ts-expect-error the code is missing
  await messages.sendTemplate({ to, template: code });
  // @ts-expect-error the template says its name
  await messages.sendTemplate({ to, template: plain, name: "a", language: "en" });
}

// Kept, chosen and handed on

const greetings = {
  en_US: defineTemplate({
    ...base,
    body: { text: "Hi {{first_name}}, welcome back.", example: { first_name: "Ana" } },
  }),
  de: defineTemplate({
    ...base,
    language: "de",
    body: { text: "Hallo {{first_name}}, willkommen.", example: { first_name: "Ana" } },
  }),
};
const satisfying = {
  ...base,
  body: { text: "Hi {{1}}, hello.", example: ["Ana"] },
} as const satisfies TemplateSource;
defineTemplate(satisfying).fill({ parameters: ["Ana"] });
// @ts-expect-error a value is missing
defineTemplate(satisfying).fill({ parameters: [] });
// Without `as const` the compiler knows no text, only that it is one.
const widened = { ...base, body: { text: "Hi {{1}}, hello.", example: ["Ana"] } } satisfies TemplateSource;
defineTemplate(widened).fill({ parameters: ["Ana"] });

class Notifier<Template extends DefinedTemplate> {
  readonly #template: Template;
  constructor(template: Template) {
    this.#template = template;
  }
  compose(given: TemplateValuesOf<Template>) {
    return this.#template.fill(given);
  }
}
new Notifier(greetings.de).compose({ parameters: { first_name: "Ana" } });
// @ts-expect-error the value is misnamed
new Notifier(greetings.de).compose({ parameters: { firstname: "Ana" } });

export async function chosen({ messages, templates }: WhatsAppClient, language: keyof typeof greetings) {
  const template = greetings[language];
  await messages.sendTemplate({ to, template, parameters: { first_name: "Ana" } });
  // @ts-expect-error in every language a value is missing
  await messages.sendTemplate({ to, template, parameters: {} });
  const handOn = <Template extends DefinedTemplate>(it: Template, given: TemplateValuesOf<Template>) =>
    messages.send({ to, type: "template", template: it.fill(given) });
  await handOn(template, { parameters: { first_name: "Ana" } });
  // @ts-expect-error a code needs its code
  await handOn(code, {});
  const kept: Record<string, DefinedTemplate | undefined> = greetings;
  if (kept.de) await messages.sendTemplate({ to, template: kept.de, parameters: { first_name: "Ana" } });
  await templates.sync(Object.values(greetings));
  await templates.sync([plain, code, ...all, greetings.de] as const);
}
