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
import { kinds, templateKinds } from "../support/template-kinds.ts";

const to = "+5511987654321";
const film = () =>
  file(new Blob([Uint8Array.of(0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50)], { type: "video/mp4" }), {
    filename: "sample.mp4",
  });
const link = (name: string) => ({ link: `https://ex.test/${name}` });

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
  trip(kinds.plain, {}),
  trip(
    kinds.positional,
    {
      header: 777,
      parameters: [
        "Ana",
        currency(10.99, "USD"),
        dateTime(new Date("2027-02-25T23:30:00Z"), { month: "short", day: "numeric" }),
      ],
      buttons: [undefined, "STOP", "77"],
    },
    [
      header(text("777")),
      body(
        text("Ana"),
        { type: "currency", currency: { fallback_value: "$10.99", code: "USD", amount_1000: 10990 } },
        { type: "date_time", date_time: { fallback_value: "Feb 25" } },
      ),
      button("quick_reply", "1", { type: "payload", payload: "STOP" }),
      button("url", "2", text("77")),
    ],
  ),
  trip(kinds.named, { header: "Bia", parameters: { first_name: "Bia", discount: "20%" } }, [
    header(text("Bia", "first_name")),
    body(text("Bia", "first_name"), text("20%", "discount")),
  ]),
  trip(
    kinds.image,
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
  trip(kinds.video, { header: link("a.mp4") }, [
    header({ type: "video", video: { link: "https://ex.test/a.mp4" } }),
  ]),
  trip(kinds.document, { header: { ...link("a.pdf"), filename: "invoice.pdf" } }, [
    header({ type: "document", document: { link: "https://ex.test/a.pdf", filename: "invoice.pdf" } }),
  ]),
  trip(
    kinds.location,
    { header: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" } },
    [
      header({
        type: "location",
        location: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" },
      }),
    ],
  ),
  trip(kinds.coupon, { buttons: [undefined, "250FF"] }, [
    button("copy_code", "1", { type: "coupon_code", coupon_code: "250FF" }),
  ]),
  trip(
    kinds.offer,
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
    kinds.media_carousel,
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
    kinds.product_carousel,
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
  trip(kinds.catalog, { buttons: [{ thumbnail_product_retailer_id: "SKU1" }] }, [
    button("catalog", "0", { type: "action", action: { thumbnail_product_retailer_id: "SKU1" } }),
  ]),
  trip(
    kinds.products,
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
    kinds.product,
    { header: { product_retailer_id: "SKU1", catalog_id: "77" }, parameters: { code: "25OFF" } },
    [
      header({ type: "product", product: { product_retailer_id: "SKU1", catalog_id: "77" } }),
      body(text("25OFF", "code")),
    ],
  ),
  trip(kinds.order_details, { buttons: [order] }, [
    button("order_details", "0", { type: "action", action: { order_details: order } }),
  ]),
  trip(kinds.order_status, { order_status: { reference_id: "ord-1", order: { status: "shipped" } } }, [
    {
      type: "order_status",
      parameters: [
        { type: "order_status", order_status: { reference_id: "ord-1", order: { status: "shipped" } } },
      ],
    },
  ]),
  trip(
    kinds.payment_request,
    { buttons: [{ payment_setting: { type: "payment_link", payment_link: { uri: "https://ex.test" } } }] },
    [
      button("payment_request", "0", {
        type: "action",
        action: {
          payment_request: {
            payment_setting: { type: "payment_link", payment_link: { uri: "https://ex.test" } },
          },
        },
      }),
    ],
  ),
  trip(kinds.flow, { buttons: [{ flow_token: "t", flow_action_data: { k: "v" } }] }, [
    button("flow", "0", {
      type: "action",
      action: { flow_token: "t", flow_action_data: { k: "v" } },
    }),
  ]),
  trip(kinds.call_permission, { parameters: ["777"] }, [body(text("777"))]),
  trip(kinds.voice_call, { buttons: [{ ttl_minutes: 100, payload: "p1" }] }, [
    button("voice_call", "0", { type: "ttl_minutes", ttl_minutes: 100 }, { type: "payload", payload: "p1" }),
  ]),
  trip(kinds.contact, {}),
  ...[kinds.code_copied, kinds.code_one_tap, kinds.code_zero_tap].map((template) =>
    trip(template, { code: "J$FpnYnP" }, [body(text("J$FpnYnP")), button("url", "0", text("J$FpnYnP"))]),
  ),
];

test("every kind of template makes the round trip", () => {
  expect(trips.map(({ template }) => template)).toEqual(templateKinds);
});

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

test("a template with a GIF is sent as a marketing message", async () => {
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

test("a reply can send a template", async () => {
  const template = defineTemplate({
    name: "thanks",
    language: "en_US",
    category: "UTILITY",
    body: { text: "Thank you, {{1}}, for writing.", example: ["Ana"] },
  });
  const { whatsapp, simulator, body: received } = await cloud(template);
  await simulator.user(to).sends("Hi");
  const [event] = parseWebhook(simulator.webhooks.at(-1)?.rawBody ?? "");
  if (event?.type !== "message") throw new Error("no message arrived");
  await whatsapp.replyTo(event).sendTemplate({ template, parameters: ["Ana"] });
  expect(received()).toMatchObject({ to, template: { components: [body(text("Ana"))] } });
});
