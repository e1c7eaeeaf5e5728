import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, type Replies, type Store, WhatsAppClient } from "wacloud";
import { createSimulator, type Failure, type Simulator } from "wacloud/testing";
import {
  createWebhookHandler,
  type MessageEvent,
  parseWebhook,
  type WebhookHandler,
  type WebhookOptions,
} from "wacloud/webhooks";
import { failure, refusal } from "../support/client.ts";
import { batch, delivery, message, notification, secrets, status } from "./signed.ts";

// Handlers that fail somewhere and run again: what does the customer see?

const phoneNumberId = "700800900100200";
const incoming = batch({ ...message("wamid.IN"), timestamp: String(Math.floor(Date.now() / 1000)) });

/** What a handler works with. */
interface Bot {
  reply: Replies;
  /** Which run of the handler this is. */
  run: number;
  /** Uploads the same file again: it gets another id. */
  upload(): Promise<string>;
  /** The bot's own database, which may be down. */
  save(): void;
  /** What the database remembers. */
  seen: Set<string>;
}

/** A handler, and how often a customer may at most see each of its messages. */
interface Pattern {
  handle(bot: Bot): Promise<void>;
  messages: Readonly<Record<string, number>>;
  /** Whether a repeat can tell its replies apart, and completes what the first run began. */
  isRepeatable: boolean;
}

const patterns: Readonly<Record<string, Pattern>> = {
  "echo, then save": {
    messages: { echo: 1 },
    isRepeatable: true,
    async handle({ reply, save }) {
      await reply.sendText({ body: "echo: Hi" });
      save();
    },
  },
  "generated text, then save": {
    messages: { answer: 1 },
    isRepeatable: false,
    async handle({ reply, run, save }) {
      await reply.sendText({ body: `answer: generated ${run}` });
      save();
    },
  },
  "generated text with a name, then save": {
    messages: { answer: 1 },
    isRepeatable: true,
    async handle({ reply, run, save }) {
      await reply.sendText({ body: `answer: generated ${run}` }, { idempotencyKey: "answer" });
      save();
    },
  },
  "the time of day in the text": {
    messages: { time: 1, footer: 1 },
    isRepeatable: false,
    async handle({ reply, run, save }) {
      await reply.sendText({ body: `time: it is ${run} o'clock` });
      await reply.sendLocation({ latitude: 1, longitude: 2, name: "footer: our shop" });
      save();
    },
  },
  "upload, then document": {
    messages: { document: 1, note: 1 },
    isRepeatable: true,
    async handle({ reply, upload, save }) {
      await reply.sendDocument({
        id: await upload(),
        caption: "document: the invoice",
        filename: "invoice.pdf",
      });
      await reply.sendText({ body: "note: pay soon" });
      save();
    },
  },
  "welcome once, then an answer": {
    messages: { welcome: 1, answer: 1 },
    isRepeatable: false,
    async handle({ reply, seen, save }) {
      if (!seen.has("customer")) await reply.sendText({ body: "welcome: Hello!" });
      seen.add("customer");
      await reply.sendText({ body: "answer: We open at 9." });
      save();
    },
  },
  "one moment, then a generated answer": {
    messages: { moment: 1, answer: 1 },
    isRepeatable: false,
    async handle({ reply, run, save }) {
      await reply.sendText({ body: "moment: please" });
      await reply.sendText({ body: `answer: generated ${run}` });
      save();
    },
  },
  "catch, apologize, rethrow": {
    messages: { answer: 1, apology: 1 },
    isRepeatable: true,
    async handle({ reply, save }) {
      try {
        await reply.sendText({ body: "answer: 42" });
        save();
      } catch (error) {
        await reply.sendText({ body: "apology: sorry" });
        throw error;
      }
    },
  },
  "two equal texts": {
    messages: { knock: 2, done: 1 },
    isRepeatable: true,
    async handle({ reply, save }) {
      await reply.sendText({ body: "knock: knock" });
      await reply.sendText({ body: "knock: knock" });
      save();
      await reply.sendText({ body: "done: here" });
    },
  },
  "parallel sends": {
    messages: { one: 1, two: 1, three: 1 },
    isRepeatable: true,
    async handle({ reply, save }) {
      await Promise.all(["one", "two", "three"].map((name) => reply.sendText({ body: `${name}: text` })));
      save();
    },
  },
};

/** What goes wrong, at the n-th chance. */
interface Fault {
  /** Of the network or of Meta. */
  request?: Failure;
  /** Of the store that the bot shares with its other processes. */
  store?: "before" | "after";
  /** Of the bot's own database. */
  database?: true;
}

const faults: Readonly<Record<string, Fault>> = {
  "the answer is lost": { request: { reset: "after-read" } },
  "the connection is lost before Meta read the message": { request: { reset: "before-read" } },
  "Meta answers with an unclear error, and takes the message": { request: { code: 131_000, accepted: true } },
  "Meta refuses for good": { request: { code: 131_026 } },
  "Meta refuses until somebody mends the account": { request: { code: 131_042 } },
  "the store fails before the send": { store: "before" },
  "the store fails after the send": { store: "after" },
  "the bot's database is down": { database: true },
};

/** Fails the n-th write of a kind, before it is made or after. */
function flaky(store: Store, when: "before" | "after" | undefined, at: number): Store {
  let writes = 0;
  const isHit = (value: string) => when !== undefined && value.includes("begun") && ++writes === at;
  return {
    get: (key) => store.get(key),
    set: async (key, value, options) => {
      const hit = isHit(value);
      if (hit && when === "before") throw new Error("no connection");
      const written = await store.set(key, value, options);
      if (hit) throw new Error("the answer was lost");
      return written;
    },
    delete: (key, options) => store.delete(key, options),
  };
}

interface Told {
  error: unknown;
  redelivered: boolean;
}

/** Every process of a bot: each handles one delivery, and they share a store. */
class App {
  readonly simulator: Simulator = createSimulator({ phoneNumberId, openWindow: true });
  readonly told: Told[] = [];
  readonly #pattern: Pattern;
  readonly #failsToSave: (count: number) => boolean;
  readonly #store: Store;
  readonly #seen = new Set<string>();
  #runs = 0;
  #saves = 0;

  constructor(pattern: Pattern, fault: Fault = {}, at = 1) {
    this.#pattern = pattern;
    this.#failsToSave = (count) => fault.database === true && count === at;
    let sends = 0;
    this.simulator.fail(({ path }) =>
      path.endsWith("/messages") && ++sends === at ? fault.request : undefined,
    );
    this.#store = flaky(memoryStore(), fault.store, at);
  }

  process(): WebhookHandler {
    const { fetch, accessToken } = this.simulator.clientOptions;
    const store = this.#store;
    const whatsapp = new WhatsAppClient({ phoneNumberId, accessToken, fetch, retry: false, store });
    const options: WebhookOptions = {
      ...secrets,
      store,
      onError: (error, _, { redelivered }) => void this.told.push({ error, redelivered }),
      on: { message: (event) => this.#handle(whatsapp, whatsapp.replyTo(event)) },
    };
    return createWebhookHandler(options);
  }

  async #handle(whatsapp: WhatsAppClient, reply: Replies): Promise<void> {
    this.#runs += 1;
    const save = () => {
      this.#saves += 1;
      if (this.#failsToSave(this.#saves)) throw new Error("the database is down");
    };
    const file = new Blob(["%PDF-1.7"], { type: "application/pdf" });
    const upload = async () => (await whatsapp.media.upload({ file, filename: "invoice.pdf" })).id;
    await this.#pattern.handle({ reply, run: this.#runs, upload, save, seen: this.#seen });
  }

  async deliver(body = incoming): Promise<number> {
    return (await this.process()(await delivery(body))).status;
  }

  /** Meta reports everything that it took. */
  async report(): Promise<void> {
    for (const { id, tag } of this.simulator.ledger) {
      const value = { statuses: [{ ...status(id, "delivered"), biz_opaque_callback_data: tag }] };
      await this.deliver(notification(value));
    }
  }

  /** How often each message arrived. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { body } of this.simulator.ledger) {
      const [, label = "?"] = /(\w+): /.exec(JSON.stringify(Object.values(body))) ?? [];
      counts[label] = (counts[label] ?? 0) + 1;
    }
    return counts;
  }
}

/** Meta delivers until it is answered 200, ever later. */
async function deliverAll(app: App, hasStatuses: boolean): Promise<number> {
  for (let deliveries = 1; deliveries <= 8; deliveries += 1) {
    if ((await app.deliver()) === 200) return deliveries;
    if (hasStatuses) await app.report();
    vi.setSystemTime(Date.now() + 4 * 60_000);
  }
  throw new Error("Meta delivers in vain.");
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each(Object.entries(patterns))("a handler: %s", (_, pattern) => {
  test("sends each message once when nothing fails", async () => {
    const app = new App(pattern);
    expect(await deliverAll(app, true)).toBe(1);
    const { apology: __, ...usual } = pattern.messages;
    expect(app.counts()).toEqual(usual);
    expect(app.told).toEqual([]);
    await app.deliver();
    expect(app.counts()).toEqual(usual);
  });

  const points = Object.entries(faults).flatMap(([name, fault]) =>
    [1, 2, 3, 4].flatMap((at) => [true, false].map((statuses) => ({ name, fault, at, statuses }))),
  );

  test.each(points)("$name, at $at, statuses: $statuses", async ({ fault, at, statuses }) => {
    const app = new App(pattern, fault, at);
    await deliverAll(app, statuses);
    const counts = app.counts();
    for (const [label, count] of Object.entries(counts)) {
      expect(count, label).toBeLessThanOrEqual(pattern.messages[label] ?? 0); // nobody gets anything twice
    }
    const { apology: __, ...usual } = pattern.messages;
    const isWhole = Object.entries(usual).every(([label, count]) => counts[label] === count);
    if (!isWhole) expect(app.told.at(-1)).toMatchObject({ redelivered: false }); // and nothing is lost in silence
    const isMended = fault.database || fault === faults["Meta refuses until somebody mends the account"];
    if (isMended && pattern.isRepeatable) expect(isWhole).toBe(true);
    const before = app.simulator.ledger.length;
    await app.deliver();
    expect(app.simulator.ledger).toHaveLength(before);
  });
});

describe("replyTo", () => {
  const account = () => {
    const simulator = createSimulator({ phoneNumberId, openWindow: true });
    const { fetch, accessToken } = simulator.clientOptions;
    const store = memoryStore();
    const whatsapp = new WhatsAppClient({ phoneNumberId, accessToken, fetch, retry: false, store });
    const texts = () => simulator.ledger.map(({ body }) => (body.text as { body: string }).body);
    return { simulator, whatsapp, store, texts };
  };
  const events = () => parseWebhook(incoming).filter((event) => event.type === "message");

  /** Runs a handler twice for one event: as if Meta had not seen the first answer. */
  async function twice(
    store: Store,
    run: (event: MessageEvent, run: number) => Promise<void>,
  ): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (const turn of [1, 2]) {
      const handle = createWebhookHandler({
        ...secrets,
        store,
        redeliver: () => turn === 1,
        onError: (error) => void errors.push(error),
        on: {
          message: async (event) => {
            await run(event, turn);
            if (turn === 1) throw new Error("again");
          },
        },
      });
      await handle(await delivery(incoming));
    }
    return errors.slice(1);
  }

  test("refuses other content where the same reply may be meant, and says what to do", async () => {
    const { whatsapp, store, texts } = account();
    const errors = await twice(store, async (event, turn) => {
      await whatsapp.replyTo(event).sendText({ body: `It is ${turn} o'clock.` });
    });
    expect(texts()).toEqual(["It is 1 o'clock."]);
    expect(errors).toMatchObject([{ name: "ValidationError", issues: [{ path: "idempotencyKey" }] }]);
    expect((errors[0] as Error).message).toContain("name the reply, as in { idempotencyKey: 'answer' }");
  });

  test("returns the first result for a named reply, whatever its content and kind", async () => {
    const { whatsapp, store, simulator } = account();
    const results: unknown[] = [];
    await twice(store, async (event, turn) => {
      const reply = whatsapp.replyTo(event);
      const options = { idempotencyKey: "answer" };
      results.push(
        turn === 1
          ? await reply.sendText({ body: "generated" }, options)
          : await reply.sendLocation({ latitude: 1, longitude: 2 }, options),
      );
    });
    const [{ id } = { id: "" }] = simulator.ledger;
    expect(results).toMatchObject([{ id }, { id, repeated: true, raw: undefined }]);
    expect(simulator.ledger).toHaveLength(1);
  });

  test("keeps names apart by event, and sends one named reply for two calls at a time", async () => {
    const { whatsapp, store, simulator } = account();
    const handle = createWebhookHandler({
      ...secrets,
      store,
      on: {
        message: async (event) => {
          const send = () =>
            whatsapp.replyTo(event).sendText({ body: event.message.id }, { idempotencyKey: "answer" });
          await Promise.all([send(), send()]);
        },
      },
    });
    await handle(await delivery(batch(message("wamid.1"), message("wamid.2"))));
    expect(simulator.ledger).toHaveLength(2);
  });

  test.each([
    ["on replyTo", { once: false }, {}],
    ["on the send", {}, { once: false }],
  ])("sends again with `once: false` %s", async (_, onReply, onSend) => {
    const { whatsapp, store, texts } = account();
    const errors = await twice(store, async (event, turn) => {
      await whatsapp.replyTo(event, onReply).sendText({ body: `Run ${turn}` }, onSend);
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["Run 1", "Run 2"]);
  });

  test.each([
    ["a copy of the event", (event: MessageEvent) => ({ ...event, language: "en" })],
    ["an event that the handler changed", (event: MessageEvent) => Object.assign(event, { id: "mine" })],
  ])("keys the replies to %s", async (_, change) => {
    const { whatsapp, store, texts } = account();
    const errors = await twice(store, async (event) => {
      await whatsapp.replyTo(change(event)).sendText({ body: "Hi" });
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["Hi"]);
  });

  test("does not key events from elsewhere, unless told to", async () => {
    const { whatsapp, texts } = account();
    for (const event of [...events(), ...events()])
      await whatsapp.replyTo(event).sendText({ body: "reminder" });
    expect(texts()).toEqual(["reminder", "reminder"]);
    for (const event of [...events(), ...events()]) {
      await whatsapp.replyTo(event, { once: true }).sendText({ body: "job" });
    }
    for (const event of [...events(), ...events()]) {
      await whatsapp.replyTo(event).sendText({ body: `named ${texts().length}` }, { idempotencyKey: "name" });
    }
    expect(texts()).toEqual(["reminder", "reminder", "job", "named 3"]);
  });

  test("keys a job that is repeated with the same event object in the same process", async () => {
    const { whatsapp, texts } = account();
    const [event] = events();
    const job = async () => {
      await whatsapp.replyTo(event as MessageEvent, { once: true }).sendText({ body: "one" });
      await whatsapp.replyTo(event as MessageEvent, { once: true }).sendText({ body: "two" });
    };
    await job();
    await job();
    expect(texts()).toEqual(["one", "two"]);
    const reply = whatsapp.replyTo(event as MessageEvent, { once: true });
    expect((await reply.sendText({ body: "one" })).repeated).toBe(true);
    expect((await reply.sendText({ body: "one" })).repeated).toBeUndefined(); // the second of two equal replies
  });

  test("needs the event's id to key it", async () => {
    const { whatsapp } = account();
    const [event] = events();
    const { id: _, ...rest } = event as MessageEvent;
    const send = whatsapp.replyTo(rest, { once: true }).sendText({ body: "Hi" });
    expect(await refusal(send)).toEqual(["event.id is missing: replies are remembered by it"]);
  });

  test("counts the replies of all clients that share a store as replies of one run", async () => {
    const { whatsapp, store, simulator, texts } = account();
    const { fetch, accessToken } = simulator.clientOptions;
    const other = new WhatsAppClient({ phoneNumberId, accessToken, fetch, retry: false, store });
    const errors = await twice(store, async (event) => {
      await whatsapp.replyTo(event).sendText({ body: "one" });
      await other.replyTo(event).sendText({ body: "two" });
      await whatsapp.withPhoneNumber(phoneNumberId).replyTo(event).sendText({ body: "three" });
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["one", "two", "three"]);
  });

  test("counts them too when each client has its own connection to the store", async () => {
    const { whatsapp, store, simulator, texts } = account();
    const { fetch, accessToken } = simulator.clientOptions;
    const connection: Store = {
      get: (key) => store.get(key),
      set: (...input) => store.set(...input),
      delete: (...input) => store.delete(...input),
    };
    const other = new WhatsAppClient({ phoneNumberId, accessToken, fetch, retry: false, store: connection });
    const errors = await twice(store, async (event) => {
      await whatsapp.replyTo(event).sendText({ body: "one" });
      await other.replyTo(event).sendText({ body: "two" });
      await whatsapp.replyTo(event).sendText({ body: "three" });
      await other.replyTo(event).sendText({ body: "one" });
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["one", "two", "three", "one"]);
  });

  test("tries a refused reply again in the same run", async () => {
    const { whatsapp, store, simulator, texts } = account();
    const errors = await twice(store, async (event) => {
      const reply = whatsapp.replyTo(event);
      simulator.fail({ code: 131_042 });
      await reply.sendText({ body: "one" }).catch(() => reply.sendText({ body: "one" }));
      simulator.recover();
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["one"]);
  });

  test("does not send what was refused after an earlier run has sent other content in its place", async () => {
    const { whatsapp, store, simulator, texts } = account();
    const greetings = ["Hi!", "Hello!", "Hi!"]; // picked at random
    const errors: unknown[] = [];
    const handle = createWebhookHandler({
      ...secrets,
      store,
      onError: (error) => void errors.push(error),
      on: {
        message: async (event) => {
          await whatsapp.replyTo(event).sendText({ body: greetings.shift() ?? "" });
          throw new Error("the database is down");
        },
      },
    });
    simulator.fail({ code: 131_042 });
    for (const _ of ["refused", "sent", "refused before it leaves"]) await handle(await delivery(incoming));
    expect(texts()).toEqual(["Hello!"]);
    expect(errors.at(-1)).toMatchObject({ name: "ValidationError", issues: [{ path: "idempotencyKey" }] });
  });

  test("sends what did not get as far as Meta, though an apology was sent", async () => {
    const { simulator, store, texts } = account();
    let isRenewed = false;
    const accessToken = () => {
      if (!isRenewed) throw new Error("no token");
      return simulator.accessToken;
    };
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, accessToken, phoneNumberId, store });
    const errors = await twice(store, async (event, turn) => {
      const reply = whatsapp.replyTo(event);
      isRenewed = turn === 2;
      await reply.sendText({ body: "answer" }).catch(async () => {
        isRenewed = true;
        await reply.sendText({ body: "sorry" });
      });
    });
    expect(errors).toEqual([]);
    expect(texts()).toEqual(["sorry", "answer"]);
  });

  test.each([
    ["", {}],
    [" with a name", { idempotencyKey: "one" }],
  ])(
    "tries a reply%s again that did not leave, though the store could not record that",
    async (_, options) => {
      const { simulator, texts } = account();
      const entries = memoryStore();
      let writes = 0;
      const store: Store = {
        get: (key) => entries.get(key),
        set: (...input) => {
          writes += 1;
          const isWritten = writes === 2 || entries.set(...input);
          if (writes <= 2) throw new Error("no connection");
          return isWritten;
        },
        delete: (...input) => entries.delete(...input),
      };
      const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, phoneNumberId, store });
      const errors = await twice(memoryStore(), async (event) => {
        const send = () => whatsapp.replyTo(event).sendText({ body: "one" }, options);
        await send().catch(send);
      });
      expect(errors).toEqual([]);
      expect(texts()).toEqual(["one"]);
    },
  );

  test("does not send again in the same run what may have been sent", async () => {
    const { whatsapp, simulator, texts } = account();
    simulator.fail({ reset: "after-read" });
    const [event] = events();
    const reply = whatsapp.replyTo(event as MessageEvent, { once: true });
    const error = await failure(reply.sendText({ body: "two" }));
    expect(await failure(reply.sendText({ body: "two" }))).toMatchObject({
      name: "AmbiguousSendError",
      correlationTag: (error as { correlationTag: string }).correlationTag,
    });
    expect(texts()).toEqual(["two"]);
  });

  test("does not send again in the same run what a status has settled in the meantime", async () => {
    const { whatsapp, store, simulator, texts } = account();
    simulator.fail({ reset: "after-read" });
    const [event] = events();
    const reply = whatsapp.replyTo(event as MessageEvent, { once: true });
    await failure(reply.sendText({ body: "two" }));
    const [{ id, tag } = { id: "", tag: "" }] = simulator.ledger;
    const value = { statuses: [{ ...status(id, "delivered"), biz_opaque_callback_data: tag }] };
    await createWebhookHandler({ ...secrets, store })(await delivery(notification(value)));
    expect(await reply.sendText({ body: "two" })).toEqual({ id, repeated: true, raw: undefined });
    await reply.sendText({ body: "two" }); // a second one is another message
    expect(texts()).toEqual(["two", "two"]);
  });

  test("keeps all replies to an event in one entry of at most 4 KB, and says so when it is full", async () => {
    const { whatsapp, simulator } = account();
    const sizes: number[] = [];
    const keys = new Set<string>();
    const entries = memoryStore();
    const store: Store = {
      get: (key) => entries.get(key),
      set: (key, value, options) => {
        keys.add(key);
        sizes.push(new TextEncoder().encode(value).length);
        return entries.set(key, value, options);
      },
      delete: (key, options) => entries.delete(key, options),
    };
    const { fetch, accessToken } = simulator.clientOptions;
    const client = new WhatsAppClient({ phoneNumberId, accessToken, fetch, store, rateLimit: false });
    expect(whatsapp.store).not.toBe(store);
    const [event] = events();
    const reply = client.replyTo(event as MessageEvent, { once: true });
    let error: unknown;
    while (error === undefined) {
      error = await reply.sendText({ body: `Text ${sizes.length}` }).then(
        () => undefined,
        (reason) => reason,
      );
    }
    expect(error).toMatchObject({ name: "ValidationError", issues: [{ path: "idempotencyKey" }] });
    expect(simulator.ledger.length).toBeGreaterThan(20);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
    expect([...keys]).toEqual([expect.stringMatching(/^wacloud:1:replies:[0-9a-f]{40}$/)]);
  });

  test("marks the event's message as read, as often as it is asked", async () => {
    const { whatsapp, store, simulator } = account();
    await twice(store, async (event) => {
      await whatsapp.replyTo(event).markAsRead({ typing: true });
    });
    expect(simulator.requests.map(({ body }) => body)).toEqual(
      Array.from({ length: 2 }, () => ({
        messaging_product: "whatsapp",
        status: "read",
        message_id: "wamid.IN",
        typing_indicator: { type: "text" },
      })),
    );
  });

  test("has no message to mark in an event that is not one", async () => {
    const { whatsapp } = account();
    const event = { id: "x", chat: { wa_id: "15557654321" } };
    expect(await refusal(whatsapp.replyTo(event).markAsRead())).toEqual([
      "messageId must be the id of a message",
    ]);
  });

  // Another version must recognize the replies of this one: change the keys' version with any of these.
  test("keys and digests are what they were", async () => {
    const { simulator } = account();
    const { fetch, accessToken } = simulator.clientOptions;
    const entries = new Map<string, string>();
    const store: Store = {
      get: (key) => entries.get(key),
      set: (key, value) => entries.set(key, value) === entries,
      delete: (key) => entries.delete(key),
    };
    const whatsapp = new WhatsAppClient({ phoneNumberId, accessToken, fetch, store });
    const [event] = events();
    const reply = whatsapp.replyTo(event as MessageEvent, { once: true });
    await reply.sendText({ body: "Grüße 👋" });
    await reply.sendButtons({ body: "Yes?", buttons: [{ id: "y", title: "Yes" }] });
    await reply.sendText({ body: "generated" }, { idempotencyKey: "answer" });
    const [[key, value] = ["", "[]"]] = entries;
    const replies = JSON.parse(value).map(({ s, k, d }: Record<string, string>) => [s, k, d].join(" "));
    expect([key, ...replies]).toMatchInlineSnapshot(`
      [
        "wacloud:1:replies:6b11c61758bec4a93b83a0dda3b16e035ecded24",
        "sent text a7cf7fc29f7ecfeb5f7b",
        "sent interactive.button 21c51df78b24748fdcfa",
        "sent = 0db52f4076c082518412",
      ]
    `);
  });
});
