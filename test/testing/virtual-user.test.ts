import { afterEach, expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import {
  createSimulator,
  matchers,
  type Simulator,
  type SimulatorOptions,
  type VirtualUser,
} from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import "../support/loaded.ts";
import { metadata, sampleChange } from "../webhooks/samples.ts";
import { customer, hello, manualClock, quiet, send } from "./support.ts";

const interactive = <Content extends object>(content: Content) => ({
  type: "interactive",
  interactive: content,
});
const flow = interactive({
  type: "flow",
  body: { text: "Book a slot" },
  action: {
    name: "flow",
    parameters: { flow_message_version: "3", flow_id: "123", flow_cta: "Book", flow_token: "t1" },
  },
});
const buttons = interactive({
  type: "button",
  body: { text: "Sure?" },
  action: { buttons: [{ type: "reply", reply: { id: "yes", title: "Yes" } }] },
});
const row = { id: "row1", title: "Express", description: "1 day" };
const list = interactive({
  type: "list",
  body: { text: "How?" },
  action: { button: "Ways", sections: [{ title: "All", rows: [row] }] },
});
const ask = (type: string, name: string) =>
  interactive({ type, body: { text: "Please share it" }, action: { name } });

const file = new Blob([new Uint8Array([1, 2, 3])], { type: "image/jpeg" });
const price = { item_price: 7.99, currency: "USD" };
const place = {
  latitude: 40.4168,
  longitude: -3.7038,
  name: "Shop",
  address: "1 Main St",
  url: "https://example.com",
};

/** The one sample template with a quick reply whose payload differs from its label. */
async function sendQuickReply(simulator: Simulator): Promise<void> {
  const { templates, messages } = new WhatsAppClient(simulator.clientOptions);
  await templates.create({
    name: "offer",
    language: "en_US",
    category: "MARKETING",
    components: [
      { type: "BODY", text: "An offer." },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Unsubscribe" }] },
    ],
  });
  const parameters = [{ type: "payload", payload: "STOP" }] as const;
  await messages.send({
    to: "+15557654321",
    type: "template",
    template: {
      name: "offer",
      language: { code: "en_US" },
      components: [{ type: "button", sub_type: "quick_reply", index: 0, parameters: [...parameters] }],
    },
  });
}

/** The documented sample, what the customer does, and what the business sends before. */
type Case = [
  sample: string,
  act: (ana: VirtualUser) => Promise<unknown>,
  before?: Record<string, unknown> | ((simulator: Simulator) => Promise<unknown>),
];

const { referral } = sampleMessage("message-text-5");
const cases: Case[] = [
  ["message-text", (ana) => ana.sends("Hi")],
  ["message-text-4", (ana) => ana.sends("fwd", { forwarded: "frequently" })],
  ["message-text-5", (ana) => ana.sends("More info?", { referral: referral as object })],
  ["message-text-6", (ana) => ana.sends("hi group", { group_id: "R1AxMjM0" })],
  ["message-image", (ana) => ana.sends({ image: { file, caption: "cap" } })],
  ["message-video", (ana) => ana.sends({ video: {} })],
  ["message-audio", (ana) => ana.sends({ voice: {} })],
  ["message-document", (ana) => ana.sends({ document: { caption: "c", filename: "a.pdf" } })],
  ["message-sticker", (ana) => ana.sends({ sticker: {} })],
  ["message-location", (ana) => ana.sharesLocation(place)],
  ["message-contacts", sharesHiddenNumber, ask("request_contact_info", "request_contact_info")],
  ["message-reaction", (ana) => ana.reacts("👍"), hello],
  ["message-reaction-2", (ana) => ana.reacts(""), hello],
  ["message-button_reply", (ana) => ana.taps("Yes"), buttons],
  ["message-list_reply", (ana) => ana.chooses("Express"), list],
  ["message-nfm_reply", (ana) => ana.submitsFlow({ rating: "5" }), flow],
  ["message-button", (ana) => ana.taps("Unsubscribe"), sendQuickReply],
  ["message-order", (ana) => ana.orders([{ product_retailer_id: "sku-1", quantity: 2, ...price }])],
  ["message-edit", editsCaption],
  ["message-revoke", (ana) => ana.sends("Oops").then(() => ana.deletes())],
  ["message-system", (ana) => ana.changesNumber("+15551112222")],
  ["message-system-2", changesHiddenNumber],
];

async function sharesHiddenNumber(ana: VirtualUser): Promise<void> {
  ana.hidesPhoneNumber = true;
  await ana.sharesContact();
}

async function changesHiddenNumber(ana: VirtualUser): Promise<void> {
  ana.hidesPhoneNumber = true;
  await ana.changesNumber("+15551112222");
}

async function editsCaption(ana: VirtualUser): Promise<void> {
  const first = await ana.sends("Which one?");
  await ana.sends({ image: { file, caption: "old" } }, { replyTo: first });
  await ana.edits("new");
}

function sampleMessage(sample: string): Record<string, unknown> {
  const [message] = sampleChange(sample).value.messages as [Record<string, unknown>];
  return message;
}

/** What every message, file and customer has of its own. */
const own = /^(id|timestamp|sha256|message_id|original_message_id|phone)$/;
/** Documented for every message and file, but missing in some samples. */
const common = /^(from_user_id|url)$/;

/** A message without what is its own, so that it can be compared with a sample of Meta's page. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !common.test(key));
  return Object.fromEntries(
    entries.map(([key, member]) => [key, own.test(key) ? typeof member : comparable(member)]),
  );
}

const lastValue = (simulator: Simulator) =>
  simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0]?.value as Record<string, unknown>;

const lastEvents = (simulator: Simulator) => parseWebhook(simulator.webhooks.at(-1)?.rawBody ?? "");

/** The simulator of the samples: their numbers and ids. */
const documented = () =>
  quiet({
    phoneNumberId: metadata.phone_number_id,
    displayPhoneNumber: metadata.display_phone_number,
    openWindow: true,
  });

test.each(cases)("%s: the webhook is as Meta documents it", async (sample, act, before = hello) => {
  const simulator = documented();
  const ana = simulator.user("+15557654321", { name: "Ana", user_id: "US.90817263544536271809" });
  await (typeof before === "function"
    ? before(simulator)
    : send(simulator, { ...before, to: `+${ana.wa_id}` }));
  await simulator.settled();
  await act(ana);
  const { messages, contacts, metadata: about } = lastValue(simulator);
  const [message] = JSON.parse(JSON.stringify(messages).replaceAll(ana.user_id, "US.11111111111111111111"));
  const expected = sampleChange(sample).value;
  expect(comparable(message)).toEqual(comparable(sampleMessage(sample)));
  expect(about).toEqual(expected.metadata);
  expect(contacts === undefined).toBe(expected.contacts === undefined);
  const [event, ...others] = lastEvents(simulator);
  expect(others).toEqual([]);
  expect(event).toMatchObject({ type: "message", message: { type: sampleMessage(sample).type } });
  expect(event?.omitted).toBeUndefined();
});

const open = () => quiet({ openWindow: true });

/** The last message that a webhook reported. */
const lastMessage = (simulator: Simulator) => (lastValue(simulator).messages as [Record<string, unknown>])[0];

test("a file is a blob, bytes, or a sample that its type can be recognized by", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  const signatures = { image: "\x89PNG", sticker: "RIFF", document: "%PDF", voice: "OggS", audio: "OggS" };
  for (const [kind, signature] of Object.entries(signatures)) {
    const { content, type } = await ana.sends({ [kind]: {} } as { image: object });
    const { url } = content as { url: string };
    const token = { authorization: `Bearer ${simulator.accessToken}` };
    const bytes = new Uint8Array(await (await simulator.fetch(url, { headers: token })).arrayBuffer());
    expect(String.fromCharCode(...bytes.slice(0, signature.length))).toBe(signature);
    expect(type).toBe(kind === "voice" ? "audio" : kind);
  }
  await ana.sends({ document: new File(["a;b"], "list.csv", { type: "text/csv" }) });
  expect(lastMessage(simulator).document).toMatchObject({ filename: "list.csv", mime_type: "text/csv" });
  await ana.sends({ document: file, filename: "a.pdf", caption: "Signed" });
  expect(lastMessage(simulator).document).toMatchObject({ filename: "a.pdf", caption: "Signed" });
  await ana.sends({ document: {} });
  expect(lastMessage(simulator).document).toMatchObject({ filename: "document.pdf" });
  await ana.sends({ sticker: new Uint8Array([1]) });
  expect(lastMessage(simulator).sticker).toMatchObject({ mime_type: "image/webp", animated: false });
  await ana.sends({ audio: file });
  expect(lastMessage(simulator).audio).toMatchObject({ mime_type: "image/jpeg", voice: false });
  // @ts-expect-error what customers send is typed
  await expect(ana.sends({ gif: {} })).rejects.toThrow(/one of image, video/);
});

test("a reply quotes a message of either side, and goes to the number that wrote it", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  simulator.addPhoneNumber("222", { displayPhoneNumber: "+15550002222" });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, phoneNumberId: "222" });
  await whatsapp.messages.sendText({ to: customer, body: "Monday?" });
  const [question] = ana.inbox;
  const answer = await ana.sends("Yes", { replyTo: question?.id ?? "" });
  expect(answer).toMatchObject({ phoneNumberId: "222", replyTo: question?.id });
  expect(lastMessage(simulator).context).toEqual({ from: "15550002222", id: question?.id });
  await ana.sends("I mean it", { replyTo: answer });
  expect(lastMessage(simulator).context).toEqual({ from: ana.wa_id, id: answer.id });
  ana.hidesPhoneNumber = true;
  await ana.sends("Really", { replyTo: answer, forwarded: true });
  expect(lastMessage(simulator).context).toEqual({ id: answer.id, forwarded: true });
  await expect(ana.sends("?", { replyTo: "wamid.none" })).rejects.toThrow(/neither received nor sent/);
});

test("taps finds buttons and rows, chooses only rows, each in the newest message", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  for (const message of [list, buttons, list, hello]) await send(simulator, message);
  const rows = ana.inbox.filter(
    ({ type, choices }) => type === "interactive" && choices[0]?.title === row.title,
  );
  expect(await ana.chooses("Express")).toMatchObject({ replyTo: rows[1]?.id });
  expect(await ana.taps("Express")).toMatchObject({ content: { type: "list_reply", list_reply: row } });
  expect(await ana.taps("Yes")).toMatchObject({ content: { type: "button_reply" } });
  await expect(ana.chooses("Yes")).rejects.toThrow(/list row/);
});

test("a place or number that was asked for is a reply once, and later a message of its own", async () => {
  const simulator = open();
  const ana = simulator.user(customer, { name: "Ana Ruiz" });
  await send(simulator, ask("location_request_message", "send_location"));
  await send(simulator, ask("request_contact_info", "request_contact_info"));
  const [request] = ana.inbox;
  const shared = [
    await ana.sharesLocation(place),
    await ana.sharesLocation(place),
    await ana.sharesContact(),
    await ana.sharesContact(),
    await ana.sharesContact({ name: "Ben", phone: "+55 11 91234-5678" }, { org: { company: "Acme" } }),
  ];
  expect(shared.map(({ replyTo }) => replyTo)).toEqual([request?.id, ...Array(4)]);
  const phones = [{ phone: "+5511987654321", wa_id: "5511987654321", type: "CELL" }];
  const name = { formatted_name: "Ana Ruiz", first_name: "Ana", last_name: "Ruiz" };
  expect(shared.slice(2).map(({ content }) => content)).toEqual([
    [{ phones, origin: "contact_request" }],
    [{ name, phones, origin: "other" }],
    [
      {
        name: { formatted_name: "Ben", first_name: "Ben" },
        phones: [{ phone: "+5511912345678", wa_id: "5511912345678", type: "CELL" }],
        origin: "other",
      },
      { org: { company: "Acme" } },
    ],
  ]);
});

test("a Flow of a template is submitted with its token; without one, the token is `unused`", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  const { parameters: _, ...action } = flow.interactive.action;
  const parameters = { flow_message_version: "3", flow_id: "123", flow_cta: "Book" };
  await expect(ana.submitsFlow({})).rejects.toThrow(/has a Flow/);
  await send(simulator, interactive({ ...flow.interactive, action: { ...action, parameters } }));
  await ana.submitsFlow({ rating: 5 });
  expect(JSON.stringify(lastMessage(simulator))).toContain('{\\"flow_token\\":\\"unused\\",\\"rating\\":5}');
  const { templates } = new WhatsAppClient(simulator.clientOptions);
  const button = { type: "FLOW", text: "Book", flow_id: "123" } as const;
  const components = [
    { type: "BODY", text: "Come." } as const,
    { type: "BUTTONS", buttons: [button] } as const,
  ];
  await templates.create({
    name: "visit",
    language: "en_US",
    category: "MARKETING",
    components: [...components],
  });
  const given = [{ type: "action", action: { flow_token: "t2" } }];
  const template = {
    name: "visit",
    language: { code: "en_US" },
    components: [{ type: "button", sub_type: "flow", index: "0", parameters: given }],
  };
  expect((await send(simulator, { type: "template", template })).status).toBe(200);
  expect((await ana.submitsFlow({})).replyTo).toBe(ana.inbox.at(-1)?.id);
  expect(JSON.stringify(lastMessage(simulator))).toContain('{\\"flow_token\\":\\"t2\\"}');
});

test("an order names the catalog that was shown", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  const action = { catalog_id: "77", product_retailer_id: "sku-1" };
  await send(simulator, interactive({ type: "product", action }));
  await ana.orders([{ product_retailer_id: "sku-1", ...price }], { text: "Quickly" });
  expect(lastMessage(simulator).order).toEqual({
    catalog_id: "77",
    text: "Quickly",
    product_items: [{ product_retailer_id: "sku-1", quantity: 1, ...price }],
  });
  await ana.orders([], { catalog_id: "78" });
  expect(lastMessage(simulator).order).toMatchObject({ catalog_id: "78" });
});

test("edits and deletions change the newest message of their kind, or the given one", async () => {
  const simulator = open();
  const ana = simulator.user(customer);
  await send(simulator, hello);
  const [first, second] = [await ana.sends("One"), await ana.sends("Two")];
  await ana.sharesLocation(place);
  await ana.reacts("👍");
  await ana.edits("Two!");
  await ana.edits("One!", first);
  expect([first, second]).toMatchObject([
    { content: { body: "One!" }, isEdited: true },
    { content: { body: "Two!" }, isEdited: true },
  ]);
  await ana.deletes();
  await ana.deletes(first.id);
  expect(ana.outbox.map(({ type, isDeleted }) => [type, isDeleted])).toEqual([
    ["text", true],
    ["text", false],
    ["location", true],
    ["reaction", false],
    ["edit", false],
    ["edit", false],
    ["revoke", false],
    ["revoke", false],
  ]);
  const [received] = ana.inbox;
  await expect(ana.deletes(received?.id ?? "")).rejects.toThrow(/wrote themselves/);
  await expect(ana.edits("There", ana.outbox[2])).rejects.toThrow(/can edit texts/);
  await expect(simulator.user("+5511900000000").deletes()).rejects.toThrow(/has not sent/);
  await expect(simulator.user("+5511900000000").reacts("👍")).rejects.toThrow(/has not received/);
});

test("a new number is announced in every chat, and the former one no longer reaches anybody", async () => {
  const simulator = open();
  const ana = simulator.user(customer, { name: "Ana" });
  simulator.addPhoneNumber("222");
  const before = ana.user_id;
  await ana.sends("Hi");
  await ana.sends("Hi", { phoneNumberId: "222" });
  await ana.changesNumber("+55 11 91234-5678");
  const notices = simulator.webhooks.slice(-2).flatMap(({ rawBody }) => parseWebhook(rawBody));
  expect(notices).toMatchObject([
    { phoneNumberId: simulator.clientOptions.phoneNumberId, from: { wa_id: "5511912345678" } },
    { phoneNumberId: "222", from: { user_id: ana.user_id } },
  ]);
  expect(ana.wa_id).toBe("5511912345678");
  expect(ana.user_id).not.toBe(before);
  expect(simulator.user("+5511912345678")).toBe(ana);
  await send(simulator, hello);
  await send(simulator, { ...hello, to: "+5511912345678" });
  await simulator.settled();
  expect(ana.inbox.length).toBe(1);
  expect(simulator.user(customer).chat).toMatchObject([{ status: "failed", error: { code: 131026 } }]);
  await expect(ana.changesNumber(customer)).rejects.toThrow(/has this number/);
});

/** A simulator with a bot that answers every text twice. */
function withBot(options: SimulatorOptions = {}) {
  const simulator = createSimulator({ openWindow: true, ...options });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, rateLimit: false });
  simulator.webhook = fetchWebhook({
    ...simulator.webhookOptions,
    on: {
      "message.text": async (event) => {
        for (const body of ["One moment", `You wrote: ${event.message.text.body}`]) {
          await whatsapp.replyTo(event).sendText({ body });
        }
      },
    },
  });
  return { simulator, whatsapp, ana: simulator.user(customer, { name: "Ana" }) };
}

afterEach(() => void vi.useRealTimers());

test("waitFor resolves with what has arrived since the customer last wrote, and with what still arrives", async () => {
  const { whatsapp, ana } = withBot();
  await whatsapp.messages.sendText({ to: customer, body: "You wrote: nothing" });
  expect(await ana.waitFor("You wrote: nothing")).toBe(ana.inbox[0]);
  await ana.sends("a");
  expect(await ana.waitFor(/^You wrote/)).toMatchObject({ text: "You wrote: a" });
  await ana.sends("b");
  expect(await ana.waitFor({ type: "text", body: /^You wrote/ })).toMatchObject({ text: "You wrote: b" });
  const later = ana.waitFor(({ text }) => text === "Later");
  await whatsapp.messages.sendText({ to: customer, body: "Not yet" });
  await whatsapp.messages.sendText({ to: customer, body: "Later" });
  expect((await later).text).toBe("Later");
});

test("waitFor resolves, and ends, under fake timers", async () => {
  const { ana } = withBot();
  vi.useFakeTimers();
  void ana.sends("a");
  expect(await ana.waitFor("You wrote: a")).toMatchObject({ type: "text" });
  await expect(ana.waitFor("Nothing", { timeoutMs: 1 })).rejects.toThrow(/within 1 ms/);
});

test("waitFor that ends in vain says what came closest, and shows the chat", async () => {
  const { simulator, ana } = withBot({ clock: manualClock().clock });
  await ana.sends("Is it ready?");
  await simulator.settled();
  const error = await ana.waitFor({ type: "text", body: /monday/i }, { timeoutMs: 1 }).catch(String);
  expect(error).toBe(
    `WhatsAppError: No message to Ana was { type: "text", body: /monday/i } within 1 ms.

Nearest: "You wrote: Is it ready?"
  body should be /monday/i
       but is    "You wrote: Is it ready?"

The chat with Ana, newest last:
  0 ms ago  Ana       Is it ready?  ✓
  0 ms ago  business  One moment  ✓✓ read
  0 ms ago  business  You wrote: Is it ready?  ✓✓ read`,
  );
  const failing = ana.waitFor(() => {
    throw new Error("Mine");
  });
  await expect(failing).rejects.toThrow("Mine");
});

test("a chat shows both sides in order: quotes, buttons, files, ticks, and why a message failed", async () => {
  const simulator = quiet({ openWindow: false, closedWindow: "webhook", readsAutomatically: false });
  const ana = simulator.user(customer, { name: "Ana" });
  await send(simulator, hello);
  await simulator.settled();
  await ana.sends("Is it\nready?");
  await simulator.clock.advance({ hours: 5 });
  await send(simulator, { ...buttons, context: { message_id: ana.outbox[0]?.id } });
  await simulator.settled();
  await ana.taps("Yes");
  await ana.reads();
  await ana.sends({ image: { caption: "Like this" } });
  await ana.deletes();
  await ana.reacts("👍");
  ana.goesOffline();
  await send(simulator, { type: "image", image: { link: "https://ex.test/a.png" } });
  await simulator.settled();
  await simulator.clock.advance({ hours: 3 });
  expect(ana.transcript()).toBe(`The chat with Ana, newest last:
  8 h ago  business  Hello  ✗ failed with code 131047: Message failed to send because more than 24 hours have passed since the customer last replied to this number.
  8 h ago  Ana       Is it  ✓
                     ready?
  3 h ago  business  Sure?  ✓✓ read
                     ↩ "Is it"
                     [Yes]
  3 h ago  Ana       Yes  ✓
                     ↩ "Sure?"
  3 h ago  Ana       (image) (deleted)  ✓
  3 h ago  Ana       (revoke)  ✓
                     ↩ "(deleted)"
  3 h ago  Ana       (reaction) 👍  ✓
                     ↩ "Sure?"
  3 h ago  business  (image)  ✓`);
});

test("a button that is not there is refused with the chat, which shows those that are", async () => {
  const simulator = createSimulator({ openWindow: true });
  const ana = simulator.user(customer, { name: "Ana" });
  await new WhatsAppClient(simulator.clientOptions).messages.sendButtons({
    to: customer,
    body: "Shall we?",
    buttons: [{ id: "y", title: "Yes, please" }],
  });
  await expect(ana.taps("Yes")).rejects.toThrow(/"Yes".*\[Yes, please\]/s);
});

test("what was deleted, or never received, cannot be edited, deleted again, read or played", async () => {
  const ana = createSimulator().user(customer);
  const message = await ana.sends("hi");
  await ana.deletes(message);
  await expect(ana.edits("hello", message)).rejects.toThrow("has deleted this message");
  await expect(ana.deletes(message)).rejects.toThrow("has deleted this message");
  await expect(ana.reads("wamid.x")).rejects.toThrow("has not received a message with this id");
  await expect(ana.plays("wamid.x")).rejects.toThrow("has not received a message with this id");
});

test.each([undefined, null, 5])(
  "%s is neither a customer nor a message nor an expectation",
  async (wrong) => {
    const simulator = createSimulator();
    const ana = simulator.user(customer);
    expect(() => simulator.user(wrong as never)).toThrow("needs a phone number with its country code");
    await expect(ana.sends(wrong as never)).rejects.toThrow("A customer sends a text");
    await expect(ana.waitFor(wrong as never)).rejects.toThrow("Say which message is expected");
    expect(() => matchers.toHaveReceived(ana, wrong as never)).toThrow("Say which message is expected");
  },
);

test("a file that is undefined is a sample", async () => {
  const { type } = await createSimulator()
    .user(customer)
    .sends({ image: undefined } as never);
  expect(type).toBe("image");
});

test("a customer from before a reset waits for nothing", async () => {
  const simulator = createSimulator();
  const ana = simulator.user(customer);
  await simulator.reset();
  await expect(ana.waitFor("hello")).rejects.toThrow("forgot this customer");
});

test("a misspelled option is said", () => {
  const warn = vi.fn();
  createSimulator({ openWindows: true, elsewhere: 1, logger: { warn } } as never);
  expect(warn.mock.calls.flat()).toEqual([
    "`openWindows` is not an option of createSimulator. Did you mean `openWindow`?",
  ]);
});
