import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { createSimulator, type Simulator } from "wacloud/testing";
import { Dice } from "../support/seeded.ts";
import { pass, stopTime } from "../support/time.ts";

const sendsEach = 20;
const perSecond = 10;

/** Customers write to several tenants: what they say to one must not reach another. */
const people = Array.from({ length: 12 }, (_, index) => `+55119876500${String(index).padStart(2, "0")}`);

interface Tenant {
  businessAccountId: string;
  phoneNumberId: string;
}

/** One request of the platform that acts for a tenant. */
interface Departure {
  at: number;
  phoneNumberId: string;
  token: string;
}

/** A platform with many tenants, each with a token, a number and a pace of its own, all in one process. */
class Platform {
  readonly simulator: Simulator;
  readonly client: WhatsAppClient;
  readonly tenants: Tenant[] = [];
  readonly departures: Departure[] = [];
  /** The tokens that a tenant has had; the last one is valid. */
  readonly tokens = new Map<string, string[]>();
  /** For whom a token was asked, in order. */
  readonly asked: string[] = [];
  /** What the handler was told, by the number that received it. */
  readonly heard: { tenant: Tenant; text: string }[] = [];
  readonly dice: Dice;

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.simulator = createSimulator({
      openWindow: true,
      readsAutomatically: false,
      throughput: false,
      pairLimit: false,
      requireAppSecretProof: true,
      logger: { warn: () => undefined },
    });
    const { accessToken: own, fetch, phoneNumberId: _, ...options } = this.simulator.clientOptions;
    this.client = new WhatsAppClient({
      ...options,
      fetch: this.#watch(fetch ?? globalThis.fetch),
      rateLimit: { messagesPerSecond: perSecond },
      accessToken: async ({ businessAccountId = "" }) => {
        this.asked.push(businessAccountId);
        if (this.dice.chance(0.5)) await new Promise(setImmediate);
        return this.tokens.get(businessAccountId)?.at(-1) ?? own;
      },
    });
    this.simulator.webhook = fetchWebhook({
      ...this.simulator.webhookOptions,
      store: this.client.store,
      on: {
        "message.text": async (event) => {
          const { businessAccountId, phoneNumberId = "" } = event;
          const { body } = event.message.text;
          this.heard.push({ tenant: { businessAccountId, phoneNumberId }, text: body });
          await this.client.replyTo(event).sendText({ body: `${phoneNumberId} heard: ${body}` });
        },
      },
    });
  }

  #watch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return (input, init) => {
      const [, , phoneNumberId = "", edge] = new URL(String(input)).pathname.split("/");
      const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? "";
      if (edge === "messages") this.departures.push({ at: performance.now(), phoneNumberId, token });
      return fetch(input, init);
    };
  }

  /** A business signs up, and the platform connects it. */
  async connect(): Promise<void> {
    const { code, message } = this.simulator.embeddedSignup();
    const { waba_id, phone_number_id } = message.data;
    const { accessToken, ...tenant } = await this.client.onboarding.complete({
      code,
      businessAccountId: waba_id,
      phoneNumberId: phone_number_id,
      pin: "482913",
    });
    this.tokens.set(tenant.businessAccountId, [accessToken]);
    this.tenants.push(tenant as Tenant);
  }

  /** Meta ends a token; the tenant's next one is already where tokens are kept. */
  renewToken({ businessAccountId }: Tenant): void {
    const tokens = this.tokens.get(businessAccountId) ?? [];
    const { token } = this.simulator.addAccessToken({
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      businessAccountIds: [businessAccountId],
    });
    this.simulator.invalidateAccessToken(tokens.at(-1) ?? "");
    tokens.push(token);
  }

  /** A tenant writes to somebody. */
  async send({ businessAccountId, phoneNumberId }: Tenant, index: number): Promise<void> {
    const tenant = this.client.withBusinessAccount(businessAccountId).withPhoneNumber(phoneNumberId);
    await tenant.messages.sendText({ to: this.dice.pick(people), body: `${phoneNumberId} says: ${index}` });
  }

  /** Somebody writes to a tenant, which answers. */
  async hear({ phoneNumberId }: Tenant): Promise<void> {
    await this.simulator.user(this.dice.pick(people)).sends(`to ${phoneNumberId}`, { phoneNumberId });
  }

  /** 20 sends of each tenant and a message to it, in a random order, all at once. */
  work(): Promise<unknown> {
    const jobs = this.tenants.flatMap((tenant) => [
      ...Array.from({ length: sendsEach }, (_, index) => () => this.send(tenant, index)),
      () => this.hear(tenant),
    ]);
    for (let last = jobs.length - 1; last > 0; last -= 1) {
      const other = this.dice.between(0, last);
      [jobs[last], jobs[other]] = [jobs[other], jobs[last]] as [() => Promise<void>, () => Promise<void>];
    }
    return Promise.all(jobs.map((job) => job()));
  }
}

/** Lets time pass until the work is done; resolves with how much it took. */
async function finish(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) await pass(20);
  await done;
  return performance.now() - began;
}

/** The values of each key, in order. */
function group<Value>(pairs: readonly (readonly [key: string, value: Value])[]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of pairs) {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [value]);
    else known.push(value);
  }
  return groups;
}

const readText = (body: Record<string, unknown>): string => (body.text as { body: string }).body;

/** Each tenant's messages were sent once, from its number; each message to one was answered by that one. */
function checkMessages({ simulator, tenants, heard }: Platform): void {
  const byNumber = group(simulator.ledger.map((one) => [one.phoneNumberId, readText(one.body)]));
  for (const { phoneNumberId } of tenants) {
    const said = Array.from({ length: sendsEach }, (_, index) => `${phoneNumberId} says: ${index}`);
    const answer = `${phoneNumberId} heard: to ${phoneNumberId}`;
    expect(byNumber.get(phoneNumberId)?.sort()).toEqual([...said, answer].sort());
  }
  expect(heard).toHaveLength(tenants.length);
  for (const { tenant, text } of heard) {
    expect(text).toBe(`to ${tenant.phoneNumberId}`);
    expect(tenants).toContainEqual(tenant);
  }
}

/** Every request carries a token of the tenant that sends, and nobody is asked for more tokens than are needed. */
function checkTokens({ departures, tenants, tokens, asked }: Platform): void {
  const owners = new Map(
    tenants.map((tenant) => [tenant.phoneNumberId, tokens.get(tenant.businessAccountId)]),
  );
  const foreign = departures.filter(
    ({ phoneNumberId, token }) => !owners.get(phoneNumberId)?.includes(token),
  );
  expect(foreign).toEqual([]);
  const asks = asked.filter((id) => tokens.has(id)).length;
  const existing = [...tokens.values()].flat().length;
  expect(asks).toBeLessThanOrEqual(existing);
}

/** No number sends faster than its own pace, and none waits for another's. */
function checkPace({ departures, tenants }: Platform, tookMs: number): void {
  const byNumber = group(departures.map(({ phoneNumberId, at }) => [phoneNumberId, at]));
  for (const { phoneNumberId } of tenants) {
    const times = byNumber.get(phoneNumberId) ?? [];
    const fastest = Math.max(
      ...times.map((at) => times.filter((one) => one >= at && one < at + 1000).length),
    );
    expect(fastest).toBeLessThanOrEqual(perSecond);
  }
  const alone = ((sendsEach + 2) / perSecond) * 1000;
  expect(tookMs).toBeLessThan(10 * alone);
}

/** So many tenants in one process, a test for each seed. */
export function describeTenants(seeds: readonly number[], count: number): void {
  beforeEach(() => {
    stopTime();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(seeds)(
    `${count} tenants of seed %i: nothing crosses from one to another`,
    { timeout: 3000 * count + 300_000 },
    async (seed) => {
      const platform = new Platform(seed);
      for (let index = 0; index < count; index += 1) await platform.connect();
      const { tenants, dice } = platform;
      const renewed = tenants.filter(() => dice.chance(0.1));
      const tookMs = await finish(
        Promise.all([platform.work(), ...renewed.map(async (tenant) => platform.renewToken(tenant))]),
      );
      await finish(platform.simulator.settled());
      checkMessages(platform);
      checkTokens(platform);
      checkPace(platform, tookMs);
      const [one, two] = tenants as [Tenant, Tenant];
      const crossed = platform.client
        .withBusinessAccount(one.businessAccountId)
        .withPhoneNumber(two.phoneNumberId);
      const refused = await crossed.phoneNumbers.get().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ApiError);
      expect(refused).toMatchObject({ code: 200 });
    },
  );
}
