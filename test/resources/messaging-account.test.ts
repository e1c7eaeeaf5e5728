import { describe, expect, test } from "vitest";
import { memoryStore } from "wacloud";
import { Messages } from "../../src/resources/messages.ts";
import { client, failure, listIssues, to } from "../support/client.ts";
import { accepted, recorder } from "../support/recorder.ts";

type Json = Record<string, unknown>;
type Sends = Record<string, (input: Json, options?: object) => Promise<unknown>>;

const account = "524126980791429";
const money = { value: 5000, offset: 100 };
const order = {
  reference_id: "ord-1",
  type: "digital-goods",
  payment_type: "br",
  payment_settings: [{ type: "payment_link", payment_link: { uri: "https://pay.test/1" } }],
  currency: "BRL",
  total_amount: money,
  order: {
    status: "pending",
    items: [{ retailer_id: "SKU1", name: "Cake", amount: money, quantity: 1 }],
    subtotal: money,
    tax: { value: 0, offset: 100 },
  },
};
const product = (card_index: number) => ({
  card_index,
  type: "product",
  action: { product_retailer_id: "SKU1", catalog_id: "77" },
});
const sections = [{ title: "Drinks", rows: [{ id: "tea", title: "Tea" }] }];
const productSections = [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }];

/** An input of each shortcut. */
const inputs: Record<string, Json> = {
  sendText: { to, body: "Hi" },
  sendImage: { to, id: "1" },
  sendVideo: { to, id: "1" },
  sendAudio: { to, id: "1" },
  sendDocument: { to, id: "1" },
  sendSticker: { to, id: "1" },
  sendLocation: { to, latitude: 1, longitude: 2 },
  sendReaction: { to, message_id: "wamid.X", emoji: "👍" },
  sendContacts: { to, contacts: [{ name: { formatted_name: "Ana", first_name: "Ana" } }] },
  sendPin: { to: { group_id: "G1" }, type: "pin", message_id: "wamid.X", expiration_days: 7 },
  sendButtons: { to, body: "Hi", buttons: [{ id: "yes", title: "Yes" }] },
  sendList: { to, body: "Hi", button: "Open", sections },
  sendCtaUrl: { to, body: "Hi", display_text: "Open", url: "https://ex.test" },
  sendFlow: { to, body: "Hi", flow_id: "1", flow_cta: "Open" },
  sendLocationRequest: { to, body: "Hi" },
  sendAddress: { to, body: "Hi", country: "IN" },
  sendProduct: { to, catalog_id: "77", product_retailer_id: "SKU1" },
  sendProductList: { to, body: "Hi", header: "Picks", catalog_id: "77", sections: productSections },
  sendCatalog: { to, body: "Hi" },
  sendCarousel: { to, body: "Hi", cards: [product(0), product(1)] },
  sendOrderDetails: { to, body: "Hi", parameters: order },
  sendOrderStatus: { to, body: "Hi", parameters: { reference_id: "ord-1", order: { status: "shipped" } } },
  sendCallPermissionRequest: { to, body: "Hi" },
  sendVoiceCall: { to, body: "Hi" },
  sendContactInfoRequest: { to, body: "Hi" },
  sendTemplate: { to, name: "hello_world", language: "en_US" },
};

const shortcuts = Object.getOwnPropertyNames(Messages.prototype).filter((name) => /^send[A-Z]/.test(name));

/** The bodies that traveled. */
const bodies = (requests: readonly { json: unknown }[]) =>
  requests.map(({ json }) => {
    const { biz_opaque_callback_data: _, ...body } = json as Json;
    return body;
  });

describe("`messaging_account_id` stands at the top of a message, beside `to`", () => {
  test.each(shortcuts)("%s", async (name) => {
    const { fetch, requests } = recorder(accepted(), accepted(), accepted());
    const one = client({ fetch }).messages as unknown as Sends;
    const other = client({ fetch, messagingAccountId: account }).messages as unknown as Sends;
    const input = inputs[name] ?? {};
    await one[name]?.(input);
    await one[name]?.({ ...input, messaging_account_id: account });
    await other[name]?.(input);
    const [without, ...named] = bodies(requests);
    expect(without).not.toHaveProperty("messaging_account_id");
    expect(named).toEqual([
      { ...without, messaging_account_id: account },
      { ...without, messaging_account_id: account },
    ]);
  });

  test("`send`, and both ways to send a marketing message", async () => {
    const { fetch, requests } = recorder(accepted(), accepted(), accepted());
    const { messages, marketingMessages } = client({ fetch, messagingAccountId: account });
    const template = { name: "sale", language: { code: "en" } };
    await messages.send({ to, type: "text", text: { body: "Hi" } });
    await marketingMessages.send({ to, type: "template", template });
    await marketingMessages.sendTemplate({ to, name: "sale", language: "en" });
    const expected = {
      messaging_product: "whatsapp",
      messaging_account_id: account,
      to,
      type: "template",
      template,
    };
    expect(bodies(requests).slice(1)).toEqual([expected, expected]);
    expect(requests[0]?.json).toMatchObject({ messaging_account_id: account, text: { body: "Hi" } });
  });

  test("a reply, and the same client for another sender", async () => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const whatsapp = client({ fetch, messagingAccountId: account });
    const event = { id: "e1", phoneNumberId: "111", chat: { wa_id: "14155552671" } };
    await whatsapp.replyTo(event as never).sendText({ body: "Hi" });
    await whatsapp.withPhoneNumber("222").messages.sendText({ to, body: "Hi" });
    expect(bodies(requests).map(({ messaging_account_id }) => messaging_account_id)).toEqual([
      account,
      account,
    ]);
  });
});

test("a message names another account than the client's, also by Meta's old name for the key", async () => {
  const { fetch, requests } = recorder(accepted(), accepted());
  const { messages } = client({ fetch, messagingAccountId: account });
  await messages.sendText({ to, body: "Hi", messaging_account_id: "111" });
  await messages.sendText({ to, body: "Hi", ...{ paid_messaging_account_id: "222" } });
  const text = { messaging_product: "whatsapp", to, type: "text", text: { body: "Hi" } };
  expect(bodies(requests)).toEqual([
    { ...text, messaging_account_id: "111" },
    { ...text, paid_messaging_account_id: "222" },
  ]);
});

test.each([
  ["a number", 524126980791429],
  ["a name", "My shop"],
  ["nothing", ""],
  ["a business-scoped id", "US.1"],
])("%s is refused before a request", async (_, messaging_account_id) => {
  const { fetch, requests } = recorder();
  const { messages } = client({ fetch });
  const error = await failure(messages.sendText({ to, body: "Hi", messaging_account_id } as never));
  expect(listIssues(error)[0]).toMatch(/^messaging_account_id must be /);
  expect(requests).toHaveLength(0);
  expect(() => client({ messagingAccountId: messaging_account_id as string })).toThrow(
    /`messagingAccountId` must be/,
  );
});

test("who is billed does not make another message of it: a key that was used stays used", async () => {
  const { fetch, requests } = recorder(accepted("wamid.1"));
  const store = memoryStore();
  const before = client({ fetch, store });
  const after = client({ fetch, store, messagingAccountId: account });
  await before.messages.sendText({ to, body: "Hi" }, { idempotencyKey: "k" });
  const again = await after.messages.sendText({ to, body: "Hi" }, { idempotencyKey: "k" });
  expect(again).toMatchObject({ id: "wamid.1", repeated: true });
  expect(requests).toHaveLength(1);
});
