// Define, create, approve, send: what arrives at the server is what Meta documents. Expected bodies are written by hand.
import { expect, test } from "vitest";
import {
  currency,
  type DefinedTemplate,
  dateTime,
  defineTemplate,
  file,
  type OrderDetailsParameters,
  type TemplateValuesOf,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";

const to = "+5511987654321";
const picture = () =>
  file(new Blob([Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)], { type: "image/png" }), {
    filename: "sample.png",
  });
const film = () =>
  file(new Blob([Uint8Array.of(0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50)], { type: "video/mp4" }), {
    filename: "sample.mp4",
  });
const paper = () => file(new Blob(["%PDF-1.7\n"], { type: "application/pdf" }), { filename: "sample.pdf" });
const link = (name: string) => ({ link: `https://ex.test/${name}` });
const app = { package_name: "com.example.shop", signature_hash: "K8a/AINcGX7" };

interface Trip {
  template: DefinedTemplate;
  values: object;
  /** The components as Meta's documentation writes them. */
  components: object[] | undefined;
}

/** Pins the values to what the template's type asks for. */
const trip = <const Template extends DefinedTemplate>(
  template: Template,
  values: TemplateValuesOf<Template>,
  components?: object[],
): Trip => ({ template, values, components });

const text = (value: string, parameter_name?: string) => ({
  type: "text",
  text: value,
  ...(parameter_name === undefined ? {} : { parameter_name }),
});
const body = (...parameters: object[]) => ({ type: "body", parameters });
const header = (parameter: object) => ({ type: "header", parameters: [parameter] });
const button = (sub_type: string, index: string, ...parameters: object[]) => ({
  type: "button",
  sub_type,
  index,
  parameters,
});

const order: OrderDetailsParameters = {
  reference_id: "ord-1",
  type: "digital-goods",
  payment_type: "upi",
  payment_configuration: "shop",
  currency: "INR",
  total_amount: { value: 5000, offset: 100 },
  order: {
    status: "pending",
    items: [{ name: "Cake", amount: { value: 5000, offset: 100 }, quantity: 1, retailer_id: "1" }],
    subtotal: { value: 5000, offset: 100 },
    tax: { value: 0, offset: 100 },
  },
};

const trips: Trip[] = [
  trip(
    defineTemplate({ name: "plain", language: "en_US", category: "UTILITY", body: "It has arrived." }),
    {},
  ),
  trip(
    defineTemplate({
      name: "positional",
      language: "en_US",
      category: "UTILITY",
      header: { format: "TEXT", text: "Order {{1}}", example: "777" },
      body: { text: "Hi {{1}}, you owe {{2}} since {{3}} now.", example: ["Ana", "$10", "Monday"] },
      footer: "Lucky Shop",
      buttons: [
        { type: "URL", text: "Track", url: "https://ex.test/t/{{1}}", example: "https://ex.test/t/77" },
        { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
        { type: "QUICK_REPLY", text: "Stop" },
        { type: "QUICK_REPLY", text: "Fine" },
      ],
    }),
    {
      header: 777,
      parameters: [
        "Ana",
        currency(10.99, "USD"),
        dateTime(new Date("2027-02-25T23:30:00Z"), { month: "short", day: "numeric" }),
      ],
      buttons: ["77", undefined, "STOP"],
    },
    [
      header(text("777")),
      body(
        text("Ana"),
        { type: "currency", currency: { fallback_value: "$10.99", code: "USD", amount_1000: 10990 } },
        { type: "date_time", date_time: { fallback_value: "Feb 25" } },
      ),
      button("url", "0", text("77")),
      button("quick_reply", "2", { type: "payload", payload: "STOP" }),
    ],
  ),
  trip(
    defineTemplate({
      name: "named",
      language: "pt_BR",
      category: "MARKETING",
      header: { format: "TEXT", text: "Olá {{first_name}}!", example: { first_name: "Ana" } },
      body: {
        text: "Só hoje: {{discount}} para {{first_name}}. Aproveite!",
        example: { discount: "10%", first_name: "Ana" },
      },
    }),
    { header: "Bia", parameters: { first_name: "Bia", discount: "20%" } },
    [header(text("Bia", "first_name")), body(text("20%", "discount"), text("Bia", "first_name"))],
  ),
  trip(
    defineTemplate({
      name: "image",
      language: "en_US",
      category: "UTILITY",
      header: { format: "IMAGE", example: picture() },
      body: "Look at this.",
    }),
    { header: link("a.png"), tap_target_configuration: { url: "https://ex.test", title: "Offer" } },
    [
      header({ type: "image", image: { link: "https://ex.test/a.png" } }),
      {
        type: "tap_target_configuration",
        parameters: [
          {
            type: "tap_target_configuration",
            tap_target_configuration: [{ url: "https://ex.test", title: "Offer" }],
          },
        ],
      },
    ],
  ),
  trip(
    defineTemplate({
      name: "video",
      language: "en_US",
      category: "MARKETING",
      header: { format: "VIDEO", example: film() },
      body: "Look at this.",
    }),
    { header: link("a.mp4") },
    [header({ type: "video", video: { link: "https://ex.test/a.mp4" } })],
  ),
  trip(
    defineTemplate({
      name: "document",
      language: "en_US",
      category: "UTILITY",
      header: { format: "DOCUMENT", example: paper() },
      body: "Your invoice.",
    }),
    { header: { ...link("a.pdf"), filename: "invoice.pdf" } },
    [header({ type: "document", document: { link: "https://ex.test/a.pdf", filename: "invoice.pdf" } })],
  ),
  trip(
    defineTemplate({
      name: "location",
      language: "en_US",
      category: "UTILITY",
      header: { format: "LOCATION" },
      body: "We are here.",
    }),
    { header: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" } },
    [
      header({
        type: "location",
        location: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" },
      }),
    ],
  ),
  trip(
    defineTemplate({
      name: "coupon",
      language: "en_US",
      category: "MARKETING",
      body: "A present for you.",
      buttons: [
        { type: "QUICK_REPLY", text: "Unsubscribe" },
        { type: "COPY_CODE", example: "250FF" },
      ],
    }),
    { buttons: [undefined, "250FF"] },
    [button("copy_code", "1", { type: "coupon_code", coupon_code: "250FF" })],
  ),
  trip(
    defineTemplate({
      name: "offer",
      language: "en_US",
      category: "MARKETING",
      header: { format: "IMAGE", example: picture() },
      limited_time_offer: { text: "Expiring offer!", has_expiration: true },
      body: { text: "Hi {{1}}, use {{2}} today!", example: ["Ana", "CARIBE25"] },
      buttons: [
        { type: "COPY_CODE", example: "CARIBE25" },
        { type: "URL", text: "Book", url: "https://ex.test/o?c={{1}}", example: "https://ex.test/o?c=n3" },
      ],
    }),
    {
      header: link("a.png"),
      parameters: ["Ana", "CARIBE25"],
      limited_time_offer: { expiration_time_ms: new Date(1_798_562_800_000) },
      buttons: ["CARIBE25", "n3mtql"],
    },
    [
      header({ type: "image", image: { link: "https://ex.test/a.png" } }),
      body(text("Ana"), text("CARIBE25")),
      {
        type: "limited_time_offer",
        parameters: [
          { type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_798_562_800_000 } },
        ],
      },
      button("copy_code", "0", { type: "coupon_code", coupon_code: "CARIBE25" }),
      button("url", "1", text("n3mtql")),
    ],
  ),
  trip(
    defineTemplate({
      name: "media_carousel",
      language: "en_US",
      category: "MARKETING",
      body: { text: "Take {{1}} off with us.", example: ["20OFF"] },
      cards: [
        {
          header: { format: "IMAGE", example: picture() },
          body: { text: "Item one, {{1}}", example: ["red"] },
          buttons: [
            { type: "QUICK_REPLY", text: "More" },
            { type: "URL", text: "Buy", url: "https://ex.test/{{1}}", example: "https://ex.test/1" },
          ],
        },
        {
          header: { format: "IMAGE", example: picture() },
          body: "Item two",
          buttons: [
            { type: "QUICK_REPLY", text: "More" },
            { type: "URL", text: "Buy", url: "https://ex.test/{{1}}", example: "https://ex.test/1" },
          ],
        },
      ],
    }),
    {
      parameters: ["20OFF"],
      cards: [
        { header: link("1.png"), parameters: ["blue"], buttons: ["more-1", "sku-1"] },
        { header: link("2.png"), buttons: ["more-2", "sku-2"] },
      ],
    },
    [
      body(text("20OFF")),
      {
        type: "carousel",
        cards: [
          {
            card_index: 0,
            components: [
              header({ type: "image", image: { link: "https://ex.test/1.png" } }),
              body(text("blue")),
              button("quick_reply", "0", { type: "payload", payload: "more-1" }),
              button("url", "1", text("sku-1")),
            ],
          },
          {
            card_index: 1,
            components: [
              header({ type: "image", image: { link: "https://ex.test/2.png" } }),
              button("quick_reply", "0", { type: "payload", payload: "more-2" }),
              button("url", "1", text("sku-2")),
            ],
          },
        ],
      },
    ],
  ),
  trip(
    defineTemplate({
      name: "product_carousel",
      language: "en_US",
      category: "MARKETING",
      body: "Fresh this week.",
      cards: [
        { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
        { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
      ],
    }),
    {
      cards: [
        { header: { product_retailer_id: "SKU1", catalog_id: "77" } },
        { header: { product_retailer_id: "SKU2", catalog_id: "77" } },
        { header: { product_retailer_id: "SKU3", catalog_id: "77" } },
      ],
    },
    [
      {
        type: "carousel",
        cards: ["SKU1", "SKU2", "SKU3"].map((product_retailer_id, card_index) => ({
          card_index,
          components: [header({ type: "product", product: { product_retailer_id, catalog_id: "77" } })],
        })),
      },
    ],
  ),
  trip(
    defineTemplate({
      name: "catalog",
      language: "en_US",
      category: "MARKETING",
      body: "All we have.",
      footer: "Lucky Shop",
      buttons: [{ type: "CATALOG", text: "View catalog" }],
    }),
    { buttons: [{ thumbnail_product_retailer_id: "SKU1" }] },
    [button("catalog", "0", { type: "action", action: { thumbnail_product_retailer_id: "SKU1" } })],
  ),
  trip(
    defineTemplate({
      name: "products",
      language: "en_US",
      category: "MARKETING",
      header: { format: "TEXT", text: "Forgot something, {{1}}?", example: "Ana" },
      body: { text: "Use code {{1}} for 10% off!", example: ["10OFF"] },
      buttons: [{ type: "MPM", text: "View items" }],
    }),
    {
      header: "Ana",
      parameters: ["10OFF"],
      buttons: [
        {
          thumbnail_product_retailer_id: "SKU1",
          sections: [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }],
        },
      ],
    },
    [
      header(text("Ana")),
      body(text("10OFF")),
      button("mpm", "0", {
        type: "action",
        action: {
          thumbnail_product_retailer_id: "SKU1",
          sections: [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }],
        },
      }),
    ],
  ),
  trip(
    defineTemplate({
      name: "product",
      language: "en_US",
      category: "MARKETING",
      header: { format: "PRODUCT" },
      body: { text: "Use {{code}} on our newest plant!", example: { code: "25OFF" } },
      buttons: [{ type: "SPM", text: "View" }],
    }),
    { header: { product_retailer_id: "SKU1", catalog_id: "77" }, parameters: { code: "25OFF" } },
    [
      header({ type: "product", product: { product_retailer_id: "SKU1", catalog_id: "77" } }),
      body(text("25OFF", "code")),
    ],
  ),
  trip(
    defineTemplate({
      name: "order_details",
      language: "en_US",
      category: "UTILITY",
      body: "Your order is ready to be paid.",
      buttons: [{ type: "ORDER_DETAILS", text: "Review and Pay" }],
    }),
    { buttons: [order] },
    [button("order_details", "0", { type: "action", action: { order_details: order } })],
  ),
  trip(
    defineTemplate({
      name: "order_status",
      language: "en_US",
      category: "UTILITY",
      sub_category: "ORDER_STATUS",
      body: "Your order has news.",
      footer: "Lucky Shop",
    }),
    { order_status: { reference_id: "ord-1", order: { status: "shipped" } } },
    [
      {
        type: "order_status",
        parameters: [
          { type: "order_status", order_status: { reference_id: "ord-1", order: { status: "shipped" } } },
        ],
      },
    ],
  ),
  trip(
    defineTemplate({
      name: "payment_request",
      language: "pt_BR",
      category: "UTILITY",
      body: "Seu pedido espera o pagamento.",
      buttons: [
        {
          type: "PAYMENT_REQUEST",
          text: "Copy Pix code",
          payment_setting: { type: "pix_dynamic_code", pix_dynamic_code: { code: "00020101" } },
        },
      ],
    }),
    { buttons: [{ payment_setting: { type: "pix_dynamic_code", pix_dynamic_code: { code: "0002" } } }] },
    [
      button("payment_request", "0", {
        type: "action",
        action: {
          payment_request: {
            payment_setting: { type: "pix_dynamic_code", pix_dynamic_code: { code: "0002" } },
          },
        },
      }),
    ],
  ),
  trip(
    defineTemplate({
      name: "flow",
      language: "en_US",
      category: "UTILITY",
      body: "Tell us more.",
      buttons: [
        { type: "FLOW", text: "Sign up", flow_id: "123", flow_action: "navigate", navigate_screen: "FIRST" },
      ],
    }),
    { buttons: [{ flow_token: "t", flow_action_data: { k: "v" } }] },
    [
      button("flow", "0", {
        type: "action",
        action: { flow_token: "t", flow_action_data: { k: "v" } },
      }),
    ],
  ),
  trip(
    defineTemplate({
      name: "call_permission",
      language: "en_US",
      category: "UTILITY",
      body: { text: "May we call you about order {{1}} today?", example: ["777"] },
      call_permission_request: true,
    }),
    { parameters: ["777"] },
    [body(text("777"))],
  ),
  trip(
    defineTemplate({
      name: "voice_call",
      language: "en_US",
      category: "UTILITY",
      body: "Talk to us.",
      buttons: [{ type: "VOICE_CALL", text: "Call Now" }],
    }),
    { buttons: [{ ttl_minutes: 100, payload: "p1" }] },
    [
      button(
        "voice_call",
        "0",
        { type: "ttl_minutes", ttl_minutes: 100 },
        { type: "payload", payload: "p1" },
      ),
    ],
  ),
  trip(
    defineTemplate({
      name: "contact",
      language: "en_US",
      category: "UTILITY",
      body: "How can we reach you?",
      buttons: [{ type: "REQUEST_CONTACT_INFO" }],
    }),
    {},
  ),
  ...(["COPY_CODE", "ONE_TAP", "ZERO_TAP"] as const).map((otp_type) =>
    trip(
      defineTemplate({
        name: `code_${otp_type.toLowerCase()}`,
        language: "en_US",
        category: "AUTHENTICATION",
        message_send_ttl_seconds: 600,
        body: { add_security_recommendation: true },
        footer: { code_expiration_minutes: 10 },
        buttons: [
          otp_type === "COPY_CODE"
            ? { type: "OTP", otp_type }
            : { type: "OTP", otp_type, supported_apps: [app], zero_tap_terms_accepted: true },
        ],
      }),
      { code: "J$FpnYnP" },
      [body(text("J$FpnYnP")), button("url", "0", text("J$FpnYnP"))],
    ),
  ),
];

/** A client of a local Cloud API, and a way to see what it was sent. */
async function cloud(template: DefinedTemplate) {
  const simulator = createSimulator({ throughput: false, pairLimit: false });
  const whatsapp = new WhatsAppClient({
    ...simulator.clientOptions,
    fetch: simulator.fetch,
    retry: false,
    rateLimit: false,
    correlate: false,
  });
  await whatsapp.templates.create(template);
  await simulator.approve(template.name);
  const sent = () => simulator.requests.findLast(({ path }) => /\/(marketing_)?messages$/.test(path));
  return { whatsapp, simulator, body: () => sent()?.body as { template: { components: unknown } } };
}

test.each(trips.map((one) => [one.template.name, one] as const))(
  "%s: defined, created, approved and sent",
  async (_, { template, values, components }) => {
    const { whatsapp, body: received } = await cloud(template);
    const { id } = await whatsapp.messages.sendTemplate({ to, template, ...values });
    expect(id).toMatch(/^wamid/);
    expect(received()).toEqual({
      messaging_product: "whatsapp",
      to,
      type: "template",
      template: {
        name: template.name,
        language: { code: template.language },
        ...(components === undefined ? {} : { components }),
      },
    });
  },
);

test("a GIF is sent as marketing", async () => {
  const template = defineTemplate({
    name: "gif",
    language: "en_US",
    category: "MARKETING",
    header: { format: "GIF", example: film() },
    body: "Look at this.",
  });
  const { whatsapp, body: received } = await cloud(template);
  await whatsapp.marketingMessages.sendTemplate({ to, template, header: link("a.mp4") });
  expect(received().template.components).toEqual([
    header({ type: "gif", gif: { link: "https://ex.test/a.mp4" } }),
  ]);
});

test("a reply sends a template, too", async () => {
  const template = defineTemplate({
    name: "thanks",
    language: "en_US",
    category: "UTILITY",
    body: { text: "Thank you, {{1}}, for writing.", example: ["Ana"] },
  });
  const { whatsapp, simulator, body: received } = await cloud(template);
  await simulator.user(to).sends("Hi");
  const [event] = parseWebhook(simulator.deliveries.at(-1)?.rawBody ?? "");
  if (event?.type !== "message") throw new Error("no message arrived");
  await whatsapp.replyTo(event).sendTemplate({ template, parameters: ["Ana"] });
  expect(received()).toMatchObject({ to, template: { components: [body(text("Ana"))] } });
});
