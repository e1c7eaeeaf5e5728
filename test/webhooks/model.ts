import { expect, vi } from "vitest";
import { AmbiguousSendError, type Store, WhatsAppClient } from "wacloud";
import { createWebhookHandler, type MessageEvent } from "wacloud/webhooks";
import { batch, delivery, message, notification, secrets, status } from "./signed.ts";

// An event, a bot of two processes, the store they share, and Meta. A schedule decides what happens next: which
// operation goes on and how it ends, who dies, what is delivered. No time passes but what the schedule lets pass.

type Move = readonly [name: string, action: () => void];

/** Something under way. */
interface Operation {
  process: BotProcess;
  name: string;
  /** What it changes, in case its process dies before it hears. */
  effect: () => void;
  /** How it may end. The first way is the usual one. */
  ways: Readonly<Record<string, () => void>>;
}

interface BotProcess {
  isDead: boolean;
  /** How many deliveries it has yet to answer. */
  open: number;
  handle: ReturnType<typeof createWebhookHandler>;
}

interface Taken {
  id: string;
  label: string;
  tag: string;
}

const labels = ["first", "second"];
const leaseMs = 60_000;

export class Model {
  readonly #values = new Map<string, string>();
  readonly #operations: Operation[] = [];
  readonly #processes: BotProcess[] = [];
  readonly #taken: Taken[] = [];
  /** What the bot was told to be sent. */
  readonly #sent: { label: string; id: string }[] = [];
  readonly #givenUp: unknown[] = [];
  readonly #trace: string[] = [];
  readonly #body: string;
  #isCompleted = false;
  #isDone = false;
  #runs = 0;

  /** @param ageMinutes how old the event is: what is unclear is given up after a quarter of an hour. */
  constructor(ageMinutes: number) {
    const timestamp = String(Math.floor(Date.now() / 1000) - ageMinutes * 60);
    this.#body = batch({ ...message("wamid.IN"), timestamp });
    this.#processes = [this.#startProcess(), this.#startProcess()];
  }

  get trace(): string {
    return this.#trace.join("\n");
  }

  #startProcess(): BotProcess {
    const process: BotProcess = { isDead: false, open: 0, handle: async () => expect.unreachable() };
    const store = this.#connect(process);
    const whatsapp = new WhatsAppClient({
      phoneNumberId: "700800900100200",
      accessToken: "token",
      fetch: (_, init) => this.#send(process, String(init?.body)),
      store,
      retry: false,
      rateLimit: false,
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
    process.handle = createWebhookHandler({
      ...secrets,
      store,
      leaseMs,
      on: { message: (event) => this.#answer(process, whatsapp, event) },
      onError: (error, _, { redelivered }) => {
        if (!process.isDead && !redelivered) this.#givenUp.push(error);
      },
    });
    return process;
  }

  /** The bot: a reply, its own database, a reply whose text is another one in each run. */
  async #answer(process: BotProcess, whatsapp: WhatsAppClient, event: MessageEvent): Promise<void> {
    const reply = whatsapp.replyTo(event);
    this.#runs += 1;
    const generated = `second ${this.#runs}`;
    const first = await reply.sendText({ body: "first" });
    this.#sent.push({ label: "first", id: first.id });
    await this.#begin<void>(process, "the database", ignore, (resolve, reject) => ({
      works: resolve,
      fails: () => reject(new Error("the database is down")),
    }));
    const second = await reply.sendText({ body: generated }, { idempotencyKey: "second" });
    this.#sent.push({ label: "second", id: second.id });
    if (!process.isDead) this.#isCompleted = true;
  }

  /** An operation ends as the schedule says; in a dead process, never. */
  #begin<T>(
    process: BotProcess,
    name: string,
    effect: () => void,
    ways: (resolve: (value: T) => void, reject: (error: Error) => void) => Operation["ways"],
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!process.isDead) this.#operations.push({ process, name, effect, ways: ways(resolve, reject) });
    });
  }

  #connect(process: BotProcess): Store {
    const call = <T>(name: string, operation: () => T) =>
      this.#begin<T>(process, name, operation, (resolve, reject) => ({
        works: () => resolve(operation()),
        "fails before it is made": () => reject(new Error("no connection")),
        "fails after it took effect": () => {
          operation();
          reject(new Error("the answer was lost"));
        },
      }));
    const matches = (key: string, expected: string | null | undefined) =>
      expected === undefined || (this.#values.get(key) ?? null) === expected;
    return {
      get: (key) => call(`get ${kindOf(key)}`, () => this.#values.get(key)),
      set: (key, value, { ifValue }) =>
        call(`set ${kindOf(key)}`, () => {
          if (!matches(key, ifValue)) return false;
          this.#values.set(key, value);
          return true;
        }),
      delete: (key, { ifValue } = {}) =>
        call(`delete ${kindOf(key)}`, () => matches(key, ifValue) && this.#values.delete(key)),
    };
  }

  #send(process: BotProcess, body: string): Promise<Response> {
    const { text, biz_opaque_callback_data: tag } = JSON.parse(body);
    const take = () => {
      const id = `wamid.${this.#taken.length + 1}`;
      this.#taken.push({ id, label: text.body.split(" ")[0], tag });
      return id;
    };
    return this.#begin<Response>(process, `the request for ${text.body}`, take, (resolve, reject) => ({
      "is answered": () => resolve(Response.json({ messages: [{ id: take() }] })),
      "is lost": () => reject(new TypeError("connection reset")),
      "loses its answer": () => {
        take();
        reject(new TypeError("connection reset"));
      },
      "is refused": () =>
        resolve(Response.json({ error: { code: 131_042, message: "payment" } }, { status: 400 })),
    }));
  }

  /** How what is under way usually ends. If nothing is, Meta delivers. */
  #listUsual(): Move[] {
    const ends = this.#operations.map((operation): Move => {
      const [[way, end] = ["", ignore]] = Object.entries(operation.ways);
      return [`${this.#describe(operation)} ${way}`, () => this.#end(operation, end)];
    });
    return ends.length > 0 || this.#isDone ? ends : this.#listDeliveries();
  }

  /** What else can happen. */
  #listUnusual(): Move[] {
    const ends = this.#operations.flatMap((operation) =>
      Object.entries(operation.ways)
        .slice(1)
        .map(([way, end]): Move => [`${this.#describe(operation)} ${way}`, () => this.#end(operation, end)]),
    );
    const deaths = this.#operations.flatMap((operation): Move[] => [
      [`${this.#describe(operation)} is not made: death`, () => this.#kill(operation.process)],
      [
        `${this.#describe(operation)} took effect: death`,
        () => {
          operation.effect();
          this.#kill(operation.process);
        },
      ],
    ]);
    const statuses = this.#taken.map(
      (taken): Move => [`a status of ${taken.label} arrives`, () => void this.#report(taken)],
    );
    return [
      ...ends,
      ...deaths,
      ...statuses,
      ...this.#listDeliveries(),
      ["the lease runs out", () => this.#endLease()],
      ["20 seconds pass", () => void vi.advanceTimersByTime(leaseMs / 3)],
    ];
  }

  #listDeliveries(): Move[] {
    return this.#processes.map((process) => [
      `Meta delivers to ${this.#nameOf(process)}`,
      () => void this.#deliver(process, this.#body),
    ]);
  }

  #describe({ process, name }: Operation): string {
    return `${this.#nameOf(process)}: ${name}`;
  }

  #nameOf(process: BotProcess): string {
    return `process ${this.#processes.indexOf(process) + 1}`;
  }

  #end(operation: Operation, end: () => void): void {
    this.#operations.splice(this.#operations.indexOf(operation), 1);
    end();
  }

  #kill(process: BotProcess): void {
    process.isDead = true;
    for (const operation of this.#operations.filter((other) => other.process === process)) {
      this.#operations.splice(this.#operations.indexOf(operation), 1);
    }
    this.#processes[this.#processes.indexOf(process)] = this.#startProcess();
  }

  async #deliver(process: BotProcess, body: string): Promise<number> {
    process.open += 1;
    const { status } = await process.handle(await delivery(body));
    process.open -= 1;
    return status;
  }

  #report({ id, tag }: Taken): Promise<number> {
    const value = { statuses: [{ ...status(id, "delivered"), biz_opaque_callback_data: tag }] };
    const [first] = this.#processes;
    return this.#deliver(first as BotProcess, notification(value));
  }

  #endLease(): void {
    for (const [key, value] of this.#values) {
      if (kindOf(key) === "event" && value !== "done") this.#values.delete(key);
    }
  }

  /** Makes one move after the other. A number says which: one in three is unusual. */
  async walk(schedule: readonly number[]): Promise<void> {
    for (const number of schedule) {
      const usual = this.#listUsual();
      const isUsual = usual.length > 0 && number % 3 > 0;
      const moves = isUsual ? usual : this.#listUnusual();
      await this.#make(moves[Math.floor(number / 3) % moves.length]);
    }
  }

  /**
   * Lets everything take its usual course, but for some steps.
   *
   * @param deviations by step, which of the unusual moves is made instead.
   * @returns how many unusual moves there were at each step.
   */
  async deviate(deviations: ReadonlyMap<number, number>): Promise<number[]> {
    const counts: number[] = [];
    const last = Math.max(-1, ...deviations.keys());
    for (let step = 0; step <= last || this.#operations.length > 0 || step === 0; step += 1) {
      const unusual = this.#listUnusual();
      const deviation = deviations.get(step);
      counts.push(unusual.length);
      await this.#make(deviation === undefined ? this.#listUsual()[0] : unusual[deviation]);
    }
    return counts;
  }

  async #make(move: Move | undefined): Promise<void> {
    if (move === undefined) return;
    const [name, action] = move;
    this.#trace.push(name);
    action();
    await this.#rest();
    this.#check();
  }

  /** Waits until every process either has nothing to do or waits for the schedule. */
  async #rest(): Promise<void> {
    const isBusy = () =>
      this.#processes.some(
        (process) => process.open > 0 && !this.#operations.some((operation) => operation.process === process),
      );
    for (let turns = 0; turns < 4 || isBusy(); turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (turns > 20) vi.advanceTimersByTime(100); // a pause before the next try
      if (turns > 5000) throw new Error("a process waits for nothing");
    }
  }

  /** Everything works from now on: Meta delivers until it is answered 200, and at last tells what it took. */
  async finish(): Promise<void> {
    const calmly = async (work: Promise<number>): Promise<number> => {
      let answer: number | undefined;
      work.then((status) => {
        answer = status;
      });
      while (answer === undefined) {
        await this.#rest();
        for (const operation of [...this.#operations]) {
          const [usual = ignore] = Object.values(operation.ways);
          this.#end(operation, usual);
        }
      }
      return answer;
    };
    for (let deliveries = 0; ; deliveries += 1) {
      const [, second] = this.#processes;
      if ((await calmly(this.#deliver(second as BotProcess, this.#body))) === 200) break;
      this.#endLease();
      if (deliveries === 3) for (const taken of this.#taken) await calmly(this.#report(taken));
      if (deliveries === 3) vi.setSystemTime(Date.now() + 16 * 60_000);
      expect(deliveries, "Meta delivers in vain").toBeLessThan(8);
    }
    this.#check();
    expect(this.#isCompleted || this.#givenUp.length > 0, "the event has an outcome").toBe(true);
    const isWhole = labels.every((label) => this.#taken.some((taken) => taken.label === label));
    const isUnclear = this.#givenUp.some((error) => error instanceof AmbiguousSendError);
    expect(isWhole || isUnclear, "what is missing was told to be unclear").toBe(true);
  }

  /** What holds at every moment. */
  #check(): void {
    for (const label of labels) {
      const { length } = this.#taken.filter((taken) => taken.label === label);
      expect(length, `${label} arrived twice`).toBeLessThanOrEqual(1);
    }
    const isDone = [...this.#values.values()].includes("done");
    expect(isDone || !this.#isDone, "what was done is undone").toBe(true);
    this.#isDone = isDone;
    for (const { label, id } of this.#sent) {
      const taken = this.#taken.find((other) => other.id === id);
      expect(taken?.label, `${label} was said to be sent`).toBe(label);
    }
  }
}

const kindOf = (key: string): string => key.split(":")[2] ?? "";
const ignore = (): void => undefined;
