import { expect, test } from "vitest";
import { createSimulator, type Simulator } from "wacloud/testing";
import { call, customer, days, hello, hours, manualClock, post, send } from "./support.ts";

const others = (count: number) =>
  Array.from({ length: count }, (_, index) => `+1415555${String(index).padStart(4, "0")}`);

async function codes(simulator: Simulator, recipients: readonly string[]): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = [];
  for (const to of recipients) found.push((await post(simulator, { ...hello, to })).json.error?.code);
  return found;
}

const refusals = (found: readonly (number | undefined)[]) => found.filter((code) => code !== undefined);

test("80 messages fit into any second", async () => {
  const { clock, advance } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock });
  expect(refusals(await codes(simulator, others(40)))).toEqual([]);
  advance(500);
  expect(refusals(await codes(simulator, others(41)))).toEqual([130429]);
  advance(499);
  expect(await codes(simulator, others(1))).toEqual([130429]);
  advance(1);
  expect(refusals(await codes(simulator, others(41)))).toEqual([130429]);
  expect(simulator.ledger).toHaveLength(120);
});

test("each number has its own limit, and customers' messages count too", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock, throughput: 2 });
  simulator.addPhoneNumber("111");
  const ana = simulator.user(customer);
  await ana.sends("one");
  expect(await codes(simulator, others(2))).toEqual([undefined, 130429]);
  const body = { messaging_product: "whatsapp", ...hello };
  expect((await call(simulator, "POST", "/v26.0/111/messages", body)).status).toBe(200);
});

test("read receipts do not count", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock, throughput: 2 });
  const { id } = await simulator.user(customer).sends("one");
  for (let count = 0; count < 3; count += 1) {
    expect((await post(simulator, { status: "read", message_id: id })).status).toBe(200);
  }
  expect((await send(simulator, hello)).status).toBe(200);
});

test("a customer can be sent a burst of 45, then one message every six seconds", async () => {
  const { clock, advance } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock });
  const burst = Array.from({ length: 46 }, () => customer);
  expect(refusals(await codes(simulator, burst))).toEqual([131056]);
  expect(await codes(simulator, others(1))).toEqual([undefined]);
  advance(5999);
  expect(await codes(simulator, [customer])).toEqual([131056]);
  advance(1);
  expect(await codes(simulator, [customer, customer])).toEqual([undefined, 131056]);
  advance(60_000);
  expect(refusals(await codes(simulator, burst))).toHaveLength(36);
});

test("a burst is never larger than 45, however long the pause before", async () => {
  const { clock, advance } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock });
  await send(simulator, hello);
  advance(hours(20));
  const found = await codes(
    simulator,
    Array.from({ length: 50 }, () => customer),
  );
  expect(refusals(found)).toHaveLength(5);
});

test("refused messages do not count", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock, throughput: 1 });
  for (let count = 0; count < 3; count += 1) {
    expect((await send(simulator, { type: "text", text: {} })).json.error.code).toBe(131008);
  }
  expect((await send(simulator, hello)).status).toBe(200);
});

test("limits can be switched off", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock, throughput: false, pairLimit: false });
  expect(
    refusals(
      await codes(
        simulator,
        Array.from({ length: 200 }, () => customer),
      ),
    ),
  ).toEqual([]);
});

test("call permission can be requested once a day and twice a week", async () => {
  const { clock, advance } = manualClock();
  const simulator = createSimulator({ openWindow: true, clock });
  const ask = async () => {
    simulator.user(customer).openWindow();
    const { json, status } = await send(simulator, {
      type: "interactive",
      interactive: { type: "call_permission_request", action: { name: "call_permission_request" } },
    });
    return json.error?.code ?? status;
  };
  expect(await ask()).toBe(200);
  expect(await ask()).toBe(138009);
  advance(days(1));
  expect(await ask()).toBe(200);
  advance(days(1));
  expect(await ask()).toBe(138009);
  advance(days(5));
  expect(await ask()).toBe(200);
});
