import { expect, vi } from "vitest";
import {
  AmbiguousSendError,
  memoryStore,
  type Replies,
  type SendOptions,
  type SentMessage,
  type Store,
  WhatsAppClient,
} from "wacloud";
import { createSimulator, type Failure } from "wacloud/testing";
import { createWebhookHandler, type MessageEvent, parseWebhook, type WebhookHandler } from "wacloud/webhooks";
import { fakeClock } from "../support/client.ts";
import { Dice } from "../support/seeded.ts";
import { batch, delivery, message, notification, secrets, status } from "./signed.ts";

// Whole bots in a world where everything fails: the network, Meta, the store, and the bot's own database.

const phoneNumberId = "700800900100200";
/** Nothing hangs here: how fast the clock runs while the machine is busy must not matter. */
const timeoutMs = 24 * 60 * 60_000;
const customers = ["15557654321", "15557654322"];

/** One message of a handler. Its label names it in whatever is sent, and in no two messages but equal ones. */
interface Send {
  label: string;
  how: "text" | "named" | "generated" | "location" | "buttons" | "document" | "own key";
}

type Step = { sends: Send[] } | "save" | { thinkMs: number };

interface Bot {
  steps: Step[];
  /** What it does about a message that fails. */
  onFailure: "throw" | "apologize" | "try again" | "go on";
}

/** What the code of a handler was told about a message. */
type Told = { id: string } | { error: unknown };

const hows: readonly Send["how"][] = [
  "text",
  "text",
  "named",
  "generated",
  "location",
  "buttons",
  "document",
  "own key",
];

function planBot(dice: Dice): Bot {
  const labels = Array.from({ length: dice.between(2, 4) }, (_, index) => `m${index}`);
  if (dice.chance(0.15)) labels.push(labels.at(-1) ?? ""); // two equal messages
  const kinds = new Map(labels.map((label) => [label, dice.pick(hows)]));
  const sends = labels.map((label): Send => ({ label, how: kinds.get(label) ?? "text" }));
  const groups = dice.chance(0.25) ? [sends] : sends.map((send) => [send]);
  const steps = groups.flatMap((group): Step[] => [
    { sends: group },
    ...(dice.chance(0.4) ? ["save" as const] : []),
    ...(dice.chance(0.2) ? [{ thinkMs: dice.pick([10, 700, 5000]) }] : []),
  ]);
  return { steps, onFailure: dice.pick(["throw", "throw", "apologize", "try again", "go on"] as const) };
}

const failures: readonly Failure[] = [
  { reset: "after-read" },
  { reset: "after-read" },
  { reset: "before-read" },
  { drop: "cut-body" },
  { code: 131_000 },
  { code: 131_000, accepted: true },
  { status: 503, body: "" },
  { status: 502, body: "", accepted: true },
  { code: 131_016 },
  { code: 131_026 },
  { code: 131_042 },
];

/** When Meta tells what became of a message. */
type StatusTime = "before the answer" | "soon" | "late" | "never";

/** One bot, its customers and Meta, from the first message to the last redelivery. */
export class World {
  readonly #dice: Dice;
  readonly #bot: Bot;
  readonly #database: Store = memoryStore();
  readonly #simulator = createSimulator({
    phoneNumberId,
    openWindow: true,
    throughput: false,
    pairLimit: false,
  });
  readonly #processes: readonly WebhookHandler[];
  readonly #outcomes = new Map<string, Told[]>();
  readonly #contents = new Map<string, string>();
  readonly #completed = new Set<string>();
  readonly #givenUp = new Set<string>();
  readonly #statusTimes = new Map<string, StatusTime>();
  /** The same file, as often as it was uploaded. */
  #files: readonly string[] = [];
  /** What Meta has yet to deliver, again and again. */
  readonly #pending: string[] = [];
  readonly #bodies: readonly string[];
  #isCalm = false;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
    this.#bot = planBot(this.#dice);
    this.#processes = [this.#startProcess(), this.#startProcess()];
    const incoming = customers.flatMap((from, index) =>
      [1, 2].map((turn) => ({
        ...message(`wamid.${index}${turn}`, from),
        timestamp: String(Math.floor(Date.now() / 1000)),
      })),
    );
    this.#bodies = this.#dice.chance(0.3) ? [batch(...incoming)] : incoming.map((content) => batch(content));
    this.#pending.push(...this.#bodies);
    this.#simulator.fail(({ path }) =>
      path.endsWith("/messages") && this.#goesWrong(0.3) ? this.#dice.pick(failures) : undefined,
    );
  }

  /** Whether something goes wrong now. */
  #goesWrong(probability: number): boolean {
    return !this.#isCalm && this.#dice.chance(probability);
  }

  #startProcess(): WebhookHandler {
    const { accessToken } = this.#simulator.clientOptions;
    const store = this.#connect();
    const fetch: typeof globalThis.fetch = async (...input) => {
      const before = this.#simulator.ledger.length;
      const answer = this.#simulator.fetch(...input);
      const settled = await answer.then(
        () => undefined,
        () => undefined,
      );
      for (const { id } of this.#simulator.ledger.slice(before)) await this.#reportEarly(id);
      return settled ?? answer;
    };
    const retry = this.#dice.chance(0.5) ? { attempts: 3 } : false;
    const whatsapp = new WhatsAppClient({
      phoneNumberId,
      accessToken,
      fetch,
      retry,
      store,
      rateLimit: false,
      timeoutMs,
      clock: fakeClock(),
      logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    });
    return createWebhookHandler({
      ...secrets,
      store,
      leaseMs: 1000,
      on: { message: (event) => this.#handle(whatsapp, event) },
      onError: (_, event, { redelivered }) => {
        if (event !== undefined && !redelivered) this.#givenUp.add(event.id);
      },
    });
  }

  /** A connection of its own to the database: it fails before or after the work, and takes its time. */
  #connect(): Store {
    const pause = async () => {
      if (this.#goesWrong(0.02))
        await sleep(this.#dice.between(3000, 12_000)); // more than it may take
      else if (this.#dice.chance(0.1)) await sleep(this.#dice.between(1, 50));
    };
    const through = async <T>(operation: () => T | Promise<T>): Promise<T> => {
      await pause();
      if (this.#goesWrong(0.04)) throw new Error("no connection");
      const result = await operation();
      await pause();
      if (this.#goesWrong(0.04)) throw new Error("the answer was lost");
      return result;
    };
    return {
      get: (key) => through(() => this.#database.get(key)),
      set: (...input) => through(() => this.#database.set(...input)),
      delete: (...input) => through(() => this.#database.delete(...input)),
    };
  }

  async #handle(whatsapp: WhatsAppClient, event: MessageEvent): Promise<void> {
    const reply = whatsapp.replyTo(event);
    for (const step of this.#bot.steps) {
      if (step === "save") {
        if (this.#goesWrong(0.25)) throw new Error("the database is down");
      } else if ("thinkMs" in step) await sleep(step.thinkMs);
      else await Promise.all(step.sends.map((send) => this.#sendAsPlanned(whatsapp, event, reply, send)));
    }
    this.#completed.add(event.id);
  }

  async #sendAsPlanned(
    whatsapp: WhatsAppClient,
    event: MessageEvent,
    reply: Replies,
    send: Send,
  ): Promise<void> {
    const label = `${event.id} ${send.label}`;
    const content = `${label} ${send.how === "generated" || send.how === "named" ? this.#dice.between(1, 9999) : ""}`;
    const attempt = () => this.#send(whatsapp, event, reply, { ...send, label }, content);
    const { onFailure } = this.#bot;
    try {
      await attempt();
    } catch (error) {
      if (onFailure === "go on") return;
      if (onFailure === "try again") return void (await attempt());
      if (onFailure === "apologize") {
        const sorry = `${event.id} sorry`;
        await this.#send(whatsapp, event, reply, { label: sorry, how: "named" }, sorry);
      }
      throw error;
    }
  }

  async #send(
    whatsapp: WhatsAppClient,
    event: MessageEvent,
    reply: Replies,
    { label, how }: Send,
    content: string,
  ): Promise<SentMessage> {
    const document = () => reply.sendDocument({ id: this.#dice.pick(this.#files), caption: content });
    const known = this.#outcomes.get(label) ?? [];
    this.#outcomes.set(label, known);
    this.#contents.set(label, content);
    const sending =
      how === "document"
        ? document()
        : how === "own key"
          ? whatsapp.messages.sendText({ to: event.chat, body: content }, { idempotencyKey: label })
          : sendBy[how](reply, content, how === "named" ? { idempotencyKey: label } : {});
    return sending.then(
      (result) => {
        known.push({ id: result.id });
        return result;
      },
      (error: unknown) => {
        known.push({ error });
        throw error;
      },
    );
  }

  async #reportEarly(id: string): Promise<void> {
    const time = this.#dice.pick(["before the answer", "soon", "late", "never"] as const);
    this.#statusTimes.set(id, time);
    if (time === "soon" || time === "before the answer") this.#pending.push(this.#statusOf(id));
    if (time === "before the answer") await this.#deliver(this.#statusOf(id));
  }

  #statusOf(id: string): string {
    const entry = this.#simulator.ledger.find((other) => other.id === id);
    const state = this.#dice.pick(["sent", "delivered", "read", "failed"]);
    return notification({ statuses: [{ ...status(id, state), biz_opaque_callback_data: entry?.tag }] });
  }

  async #deliver(body: string): Promise<number> {
    return (await this.#dice.pick(this.#processes)(await delivery(body))).status;
  }

  /** Meta delivers everything until it is answered 200: in any order, to either process, at times to both. */
  async run(): Promise<void> {
    await this.#upload();
    for (let round = 0; this.#pending.length > 0; round += 1) {
      if (round === 80) this.#isCalm = true;
      if (round === 200) throw new Error(`Meta delivers ${this.#pending[0]} in vain.`);
      const bodies = this.#pending.filter(() => this.#dice.chance(0.6));
      const copies = bodies.flatMap((body) => (this.#dice.chance(0.15) ? [body, body] : [body]));
      const statuses = await this.#settle(Promise.all(copies.map((body) => this.#deliver(body))));
      copies.forEach((body, index) => {
        if (statuses[index] !== 200 || this.#dice.chance(0.1)) return;
        const at = this.#pending.indexOf(body);
        if (at >= 0) this.#pending.splice(at, 1);
      });
      vi.advanceTimersByTime(this.#dice.pick([10, 2000, 60_000, 240_000]));
    }
    this.#isCalm = true;
    for (let turn = 0; turn < 500; turn += 1) await this.#turn(); // sends that nobody awaited
    for (const body of this.#pending) expect(await this.#settle(this.#deliver(body))).toBe(200);
    await this.#report("late");
  }

  async #upload(): Promise<void> {
    const whatsapp = new WhatsAppClient({ ...this.#simulator.clientOptions, retry: false });
    const file = new Blob(["%PDF-1.7"], { type: "application/pdf" });
    const upload = async () => (await whatsapp.media.upload({ file, filename: "invoice.pdf" })).id;
    this.#files = [await upload(), await upload(), await upload()];
  }

  async #report(...times: StatusTime[]): Promise<void> {
    for (const { id } of this.#simulator.ledger) {
      if (times.includes(this.#statusTimes.get(id) ?? "never")) {
        expect(await this.#settle(this.#deliver(this.#statusOf(id)))).toBe(200);
      }
    }
  }

  /** Lets time pass until the work is done. */
  async #settle<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) await this.#turn();
    return work;
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(20);
  }

  /** What the customers have, and what the bot was told, are the same; and nothing is left open. */
  async check(): Promise<void> {
    const events = this.#bodies.flatMap((body) => parseWebhook(body)) as MessageEvent[];
    for (const event of events) {
      const hasOutcome = this.#completed.has(event.id) || this.#givenUp.has(event.id);
      expect(hasOutcome, `${event.id} was lost in silence`).toBe(true);
      for (const { label, how } of [...this.#sends(), { label: "sorry", how: "named" as const }]) {
        await this.#checkMessage(event, { label: `${event.id} ${label}`, how }, label);
      }
    }
  }

  #sends(): Send[] {
    return this.#bot.steps.flatMap((step) => (typeof step === "object" && "sends" in step ? step.sends : []));
  }

  #arrived(label: string) {
    return this.#simulator.ledger.filter(({ body }) => new RegExp(`${label}[ "]`).test(JSON.stringify(body)));
  }

  async #checkMessage(event: MessageEvent, send: Send, name: string): Promise<void> {
    const { label } = send;
    const arrived = this.#arrived(label);
    const most = Math.max(1, this.#sends().filter((other) => other.label === name).length);
    expect(arrived.length, `${label} arrived too often`).toBeLessThanOrEqual(most);
    const outcomes = this.#outcomes.get(label) ?? [];
    const ids = arrived.map(({ id }) => id);
    for (const outcome of outcomes) {
      if ("id" in outcome) expect(ids, `${label} was said to be sent`).toContain(outcome.id);
    }
    const isUnclear = outcomes.some(isUnclearOutcome);
    const isSent = outcomes.some((outcome) => "id" in outcome);
    if (arrived.length > 0) expect(isUnclear || isSent, `${label} arrived and nobody was told`).toBe(true);
    // Another process may have been told of a refusal, and record it late: that settles it, too.
    const isRefused = arrived.length === 0 && outcomes.some((outcome) => !isUnclearOutcome(outcome));
    if (isUnclear && !isRefused && most === 1) await this.#checkUnclear(event, send, ids);
  }

  /** Only a status settles what is unclear, and only if Meta had taken the message. */
  async #checkUnclear(event: MessageEvent, send: Send, ids: readonly string[]): Promise<void> {
    const { fetch, accessToken } = this.#simulator.clientOptions;
    const store = this.#database;
    const whatsapp = new WhatsAppClient({
      phoneNumberId,
      accessToken,
      fetch,
      retry: false,
      store,
      rateLimit: false,
      timeoutMs,
    });
    const content = this.#contents.get(send.label) ?? "";
    const repeat = () => {
      const job = parseWebhook(
        batch({ ...message(event.id, event.from.wa_id), id: event.id }),
      )[0] as MessageEvent;
      const reply = whatsapp.replyTo(job, { once: true });
      const sending = this.#send(whatsapp, job, reply, { ...send }, content);
      return sending.then(
        ({ id }) => id,
        (error: Error) => error.name,
      );
    };
    if (send.how === "generated") return; // its content is another one each time
    const isReported = ids.some((id) => this.#statusTimes.get(id) !== "never");
    const outcome = await this.#settle(repeat());
    if (isReported) expect([...ids], `${send.label} is settled by its status`).toContain(outcome);
    await this.#report("never");
    const settled = await this.#settle(repeat());
    if (ids.length > 0) expect([...ids], `${send.label} is settled at last`).toContain(settled);
    else expect(settled, `${send.label} is never settled`).toBe("AmbiguousSendError");
    expect(this.#arrived(send.label), `${send.label} arrived once more`).toHaveLength(ids.length);
  }
}

const isUnclearOutcome = (outcome: Told): boolean =>
  "error" in outcome && outcome.error instanceof AmbiguousSendError;

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const nothing = () => undefined;

const sendBy: Readonly<
  Record<
    Exclude<Send["how"], "document" | "own key">,
    (reply: Replies, content: string, options: SendOptions) => Promise<SentMessage>
  >
> = {
  text: (reply, body, options) => reply.sendText({ body }, options),
  named: (reply, body, options) => reply.sendText({ body }, options),
  generated: (reply, body, options) => reply.sendText({ body }, options),
  location: (reply, name, options) => reply.sendLocation({ latitude: 1, longitude: 2, name }, options),
  buttons: (reply, body, options) =>
    reply.sendButtons({ body, buttons: [{ id: "y", title: "Yes" }] }, options),
};
