import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { createSimulator, type Simulator } from "wacloud/testing";
import { Dice } from "../../support/seeded.ts";
import { batch, delivery, message, notification, secrets, status } from "../../webhooks/signed.ts";
import type { News, Task } from "./process.ts";

// Processes of one bot that share a store and die by SIGKILL, wherever a seed says.

const phoneNumberId = "700800900100200";
const leaseMs = 500;
const program = fileURLToPath(new URL("process.ts", import.meta.url));
const compileCache = resolve(".cache/crashes/compiled");

/** Where a process may die. The parent kills it "while it sends", or after some milliseconds. */
const points = [
  "before the handler",
  "before the send",
  "after the send",
  "after the handler",
  "before done",
  "after done",
  ...["before", "during", "after"].flatMap((when) =>
    Array.from({ length: 20 }, (_, index) => `${when} store call ${index + 1}`),
  ),
  "while it sends 1",
  "while it sends 2",
  ...[0, 5, 10, 20, 40].map((milliseconds) => `after ${milliseconds} ms`),
];

/** A failure that a process told. */
type Failure = Extract<News, { eventId: string }>;

/** A process of the bot. */
class BotProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #answers = new Map<number, (status: number) => void>();
  #asked = 0;

  private constructor(args: readonly string[], told: (failure: Failure) => void) {
    this.#child = fork(program, [...args], {
      execArgv: ["--no-warnings"],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    });
    this.#ended = once(this.#child, "exit");
    this.#child.on("message", (news: News) => {
      if ("status" in news) this.#answers.get(news.number)?.(news.status);
      else if ("eventId" in news) told(news);
    });
  }

  static async start(args: readonly string[], told: (failure: Failure) => void): Promise<BotProcess> {
    const started = new BotProcess(args, told);
    await Promise.race([once(started.#child, "message"), started.#ended]);
    return started;
  }

  /** What Meta is answered; `undefined` if the process dies. */
  async deliver(body: string, dieAt?: string): Promise<number | undefined> {
    this.#asked += 1;
    const task: Task = { number: this.#asked, request: await delivery(body), dieAt };
    const answer = new Promise<number>((resolve) => this.#answers.set(task.number, resolve));
    this.#child.send(task, () => undefined); // it may be dead by now
    return Promise.race([answer, this.#ended.then(() => undefined)]);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async end(): Promise<void> {
    this.kill();
    await this.#ended;
  }
}

/** A customer whose message a process dies over. */
interface Customer {
  id: string;
  number: string;
  /** The message as it is delivered at first, and a quarter of an hour later. */
  fresh: string;
  old: string;
}

/** A bot whose processes die, and Meta. */
export class CrashMatrix {
  readonly #simulator: Simulator = createSimulator({ phoneNumberId, openWindow: true, throughput: false });
  readonly #told: Failure[] = [];
  /** What to do when Meta has read the n-th message to a number. */
  readonly #onSend = new Map<string, { at: number; kill: () => void }>();
  #args: readonly string[] = [];
  #survivor: BotProcess | undefined;

  /**
   * @param store the file with the function that opens the store.
   * @param place where it opens it.
   */
  async start(store: string, place: string): Promise<void> {
    const { url } = await this.#simulator.listen();
    const { accessToken } = this.#simulator.clientOptions;
    this.#args = [store, place, url, JSON.stringify({ secrets, client: { accessToken, phoneNumberId } })];
    this.#simulator.fail(({ path, body }) => {
      const waiting = this.#onSend.get(String((body as { to?: string } | undefined)?.to));
      if (path.endsWith("/messages") && waiting !== undefined && --waiting.at === 0) waiting.kill();
      return undefined;
    });
    this.#survivor = await this.#spawn();
  }

  async stop(): Promise<void> {
    await this.#survivor?.end();
    await this.#simulator.close();
  }

  #spawn(): Promise<BotProcess> {
    return BotProcess.start(this.#args, (failure) => this.#told.push(failure));
  }

  /** Three customers write; the processes that handle their messages die, and at last one lives. */
  async run(seed: number): Promise<void> {
    const dice = new Dice(seed);
    const customers = [0, 1, 2].map((index) => toCustomer(seed * 10 + index));
    const hasStatuses = dice.chance(0.5);
    const survivor = this.#survivor ?? expect.unreachable();
    for (let crashes = dice.chance(0.2) ? 2 : 1; crashes > 0; crashes -= 1) {
      await this.#crash(await this.#spawn(), customers, dice);
      if (hasStatuses) await this.#report(survivor, customers);
      if (dice.chance(0.3)) await Promise.all(customers.map(({ fresh }) => survivor.deliver(fresh)));
      await wait(2 * leaseMs); // no claim outlives its process for longer
    }
    for (const { fresh, old } of customers) {
      const answer = await survivor.deliver(fresh);
      expect(answer).not.toBe(503);
      if (hasStatuses) await this.#report(survivor, customers);
      if (answer !== 200) expect(await survivor.deliver(old)).toBe(200);
    }
    for (const customer of customers) this.#check(customer);
  }

  async #crash(doomed: BotProcess, customers: readonly Customer[], dice: Dice): Promise<void> {
    const point = dice.pick(points);
    const body = dice.chance(0.7) ? "fresh" : "old";
    const to = `+${dice.pick(customers).number}`;
    const [, sends] = /^while it sends (\d)$/.exec(point) ?? [];
    const [, milliseconds] = /^after (\d+) ms$/.exec(point) ?? [];
    if (sends !== undefined) this.#onSend.set(to, { at: Number(sends), kill: () => doomed.kill() });
    const answers = Promise.all(customers.map((customer) => doomed.deliver(customer[body], point)));
    await (milliseconds === undefined ? answers : wait(Number(milliseconds)));
    await doomed.end();
    this.#onSend.delete(to);
  }

  #sentTo(customer: Customer) {
    return this.#simulator.ledger.filter(({ to }) => to === `+${customer.number}`);
  }

  async #report(process: BotProcess, customers: readonly Customer[]): Promise<void> {
    for (const customer of customers) {
      const statuses = this.#sentTo(customer).map(({ id, tag }) => ({
        ...status(id, "delivered", customer.number),
        biz_opaque_callback_data: tag,
      }));
      if (statuses.length > 0) expect(await process.deliver(notification({ statuses }))).toBe(200);
    }
  }

  /** Handled, and nothing twice; nothing missing either, unless somebody was told that it is unclear. */
  #check(customer: Customer): void {
    const isUnclear = this.#told.some(
      ({ eventId, error, redelivered }) =>
        eventId === customer.id && error === "AmbiguousSendError" && !redelivered,
    );
    for (const label of ["first", "second"]) {
      const { length } = this.#sentTo(customer).filter(({ body }) => JSON.stringify(body).includes(label));
      expect(length, `${label} to the customer of ${customer.id}`).toBeLessThanOrEqual(1);
      if (!isUnclear) expect(length, `${label} to the customer of ${customer.id}`).toBe(1);
    }
  }
}

function toCustomer(index: number): Customer {
  const [id, number] = [`wamid.${index}`, `1555${1_000_000 + index}`];
  const now = Math.floor(Date.now() / 1000);
  const at = (seconds: number) => batch({ ...message(id, number), timestamp: String(seconds) });
  return { id, number, fresh: at(now), old: at(now - 3600) };
}
