import { expect, test } from "vitest";
import { ConfigurationError } from "wacloud";
import {
  createSimulator,
  type SimulatorOptions,
  type WebhookFaults,
  type WebhookPayload,
} from "wacloud/testing";
import { systemClock } from "../../src/core/clock.ts";
import { seeded } from "../support/seeded.ts";
import { customer, send } from "./support.ts";

/** A simulator whose app answers 200, and the texts and statuses that it got, in order. */
function start(options: SimulatorOptions = {}) {
  const got: string[] = [];
  const webhook = async (request: Request) => {
    const { entry } = (await request.json()) as WebhookPayload;
    // biome-ignore lint/suspicious/noExplicitAny: tests read payloads freely
    for (const { value } of entry.flatMap(({ changes }) => changes) as any[]) {
      for (const message of value.messages ?? []) got.push(message.text.body);
      for (const status of value.statuses ?? []) got.push(status.status);
    }
    return new Response();
  };
  const clock = { ...systemClock, random: seeded(1) };
  return {
    simulator: createSimulator({ throughput: false, openWindow: true, clock, webhook, ...options }),
    got,
  };
}

const numbers = Array.from({ length: 20 }, (_, index) => String(index));

async function sendAll({ simulator }: ReturnType<typeof start>): Promise<void> {
  const ana = simulator.user(customer);
  await Promise.all(numbers.map((text) => ana.sends(text)));
  await simulator.settled();
}

test("without faults, each event is posted once and in order", async () => {
  const it = start();
  await sendAll(it);
  expect(it.got).toEqual(numbers);
});

test("every event can be posted twice, with the same bytes", async () => {
  const { simulator, got } = start({ webhookFaults: { copies: 2 } });
  await simulator.user(customer).sends("hi");
  expect(got).toEqual(["hi", "hi"]);
  const [first, second] = simulator.webhooks;
  expect(second?.rawBody).toBe(first?.rawBody);
});

test("events can be posted in random order: none is lost, and none comes much too early", async () => {
  const within = 5;
  const it = start({ webhookFaults: { shuffleWithin: within } });
  await sendAll(it);
  expect(it.got).not.toEqual(numbers);
  expect([...it.got].sort()).toEqual([...numbers].sort());
  for (const [place, text] of it.got.entries()) expect(Number(text) - place).toBeLessThan(within);
});

test("the disorder is the same for the same seed, and another one for another", async () => {
  const orders = [1, 1, 2].map(async (seed) => {
    const it = start({
      webhookFaults: { shuffleWithin: 20 },
      clock: { ...systemClock, random: seeded(seed) },
    });
    await sendAll(it);
    return it.got.join();
  });
  const [first, again, other] = await Promise.all(orders);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test("the statuses of a message can come in any order", async () => {
  const orders = new Set<string>();
  for (let seed = 1; seed <= 30; seed += 1) {
    const clock = { ...systemClock, random: seeded(seed) };
    const { simulator, got } = start({ webhookFaults: { shuffleWithin: 3 }, clock });
    await send(simulator, { type: "text", text: { body: "Hello" } });
    await simulator.settled();
    expect([...got].sort()).toEqual(["delivered", "read", "sent"]);
    orders.add(got.join());
  }
  expect(orders.size).toBe(6);
});

test("copies, disorder and batches work together", async () => {
  const it = start({ webhookFaults: { copies: 3, shuffleWithin: 4 }, batchWebhooks: true });
  await sendAll(it);
  expect([...it.got].sort()).toEqual(numbers.flatMap((text) => [text, text, text]).sort());
  expect(it.simulator.webhooks.length).toBeLessThan(10);
});

test("faults can begin and end while the simulator runs", async () => {
  const { simulator, got } = start();
  const ana = simulator.user(customer);
  simulator.webhookFaults = { copies: 2 };
  await ana.sends("twice");
  simulator.webhookFaults = {};
  await ana.sends("once");
  expect(got).toEqual(["twice", "twice", "once"]);
});

test.each([
  [{ copies: 0 }, "webhookFaults.copies"],
  [{ copies: 1.5 }, "webhookFaults.copies"],
  [{ shuffleWithin: "3" }, "webhookFaults.shuffleWithin"],
  [{ duplicates: true }, "webhookFaults.duplicates"],
])("%j is refused by its name", (faults, path) => {
  for (const set of [
    () => createSimulator({ webhookFaults: faults as WebhookFaults }),
    () => Object.assign(createSimulator(), { webhookFaults: faults }),
  ]) {
    expect(set).toThrow(ConfigurationError);
    expect(set).toThrow(path);
  }
});
