import { expect, test, vi } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";
import { call, customer, hello, hours, manualClock, post, send } from "./support.ts";

const template = { type: "template", template: { name: "hello_world", language: { code: "en_US" } } };

/** A simulator with its defaults, and what it says. */
function strict(options: SimulatorOptions = {}) {
  const said: string[] = [];
  const simulator = createSimulator({ ...options, logger: { warn: (text) => void said.push(text) } });
  return { simulator, said };
}

/** The statuses that were posted, each with its code. */
const statuses = ({ webhooks }: Simulator): unknown[] =>
  webhooks
    .flatMap(({ payload }) => payload.entry[0]?.changes[0]?.value.statuses ?? [])
    .map(
      ({ status, errors }: { status?: string; errors?: { code: number }[] }) => errors?.[0]?.code ?? status,
    );

/** Sends a text and waits until its statuses are posted. */
async function sendAndWait(simulator: Simulator, message: Record<string, unknown> = hello) {
  const { status, json } = await send(simulator, message);
  await simulator.settled();
  return json.error?.code ?? status;
}

test("the window of a new customer is shut: the call succeeds, and a failed status says 131047", async () => {
  const { simulator } = strict();
  const ana = simulator.user(customer);
  expect(ana.hasOpenWindow()).toBe(false);
  const { status, json } = await send(simulator, hello);
  await simulator.settled();
  expect(status).toBe(200);
  expect(ana.inbox).toEqual([]);
  const [value] = simulator.webhooks.map(({ payload }) => payload.entry[0]?.changes[0]?.value);
  expect(value?.statuses).toMatchObject([
    { id: json.messages[0].id, status: "failed", errors: [{ code: 131047, title: expect.any(String) }] },
  ]);
});

test("a message from the customer opens the window for 24 hours, and templates need none", async () => {
  const { clock, advance } = manualClock();
  const { simulator } = strict({ clock, closedWindow: "response" });
  const ana = simulator.user(customer);
  expect(await sendAndWait(simulator)).toBe(131047);
  expect(await sendAndWait(simulator, template)).toBe(200);
  await ana.sends("hi");
  advance(hours(24) - 1);
  expect(await sendAndWait(simulator)).toBe(200);
  advance(1);
  expect(await sendAndWait(simulator)).toBe(131047);
  ana.openWindow();
  expect(await sendAndWait(simulator)).toBe(200);
  ana.closeWindow();
  expect(await sendAndWait(simulator)).toBe(131047);
  expect(await sendAndWait(simulator, template)).toBe(200);
});

test("with `openWindow`, the window of a new customer is open for 24 hours", async () => {
  const { clock, advance } = manualClock();
  const { simulator, said } = strict({ clock, openWindow: true });
  simulator.user(customer);
  advance(hours(24) - 1);
  await sendAndWait(simulator);
  expect(said).toEqual([]);
  advance(1);
  await sendAndWait(simulator);
  expect(statuses(simulator)).toEqual(["sent", "delivered", "read", 131047]);
});

test("each business number has its own window", async () => {
  const { simulator, said } = strict();
  simulator.addPhoneNumber("111");
  simulator.addPhoneNumber("222");
  const ana = simulator.user(customer, { name: "Ana" });
  await ana.sends("hi", { phoneNumberId: "111" });
  expect(["111", "222", undefined].map((id) => ana.hasOpenWindow(id))).toEqual([true, false, false]);
  await call(simulator, "POST", "/v26.0/222/messages", { messaging_product: "whatsapp", ...hello });
  expect(said).toEqual([
    'Ana has not written to 222: 131047. await ana.sends("hi", { phoneNumberId: "222" }) opens the window; createSimulator({ openWindow: true }) opens all.',
  ]);
  await expect(ana.sends("hi", { phoneNumberId: "333" })).rejects.toThrow(/addPhoneNumber/);
});

test("a shut window is said once per customer, with what opens it", async () => {
  const { simulator, said } = strict();
  const bo = "+4915112345678";
  simulator.user(customer, { name: "Ana" });
  simulator.user(bo, { name: "Bo Meyer" });
  const recipients = [customer, customer, bo, "+14155552671", "+14155552671", customer];
  for (const to of recipients) await post(simulator, { ...hello, to });
  await simulator.settled();
  const open = "opens the window; createSimulator({ openWindow: true }) opens all.";
  expect(said).toEqual([
    `Ana has not written: 131047. await ana.sends("hi") ${open}`,
    `Bo Meyer has not written: 131047. await simulator.user(to).sends("hi") ${open}`,
    `Customer 2671 has not written: 131047. await simulator.user(to).sends("hi") ${open}`,
  ]);
  expect(statuses(simulator)).toEqual(recipients.map(() => 131047));
});

test("of a window that has closed, it is said that time has passed", async () => {
  const { clock, advance } = manualClock();
  const { simulator, said } = strict({ clock });
  await simulator.user(customer, { name: "Ana" }).sends("hi");
  advance(hours(24));
  await sendAndWait(simulator);
  await sendAndWait(simulator);
  expect(said).toEqual([
    '24 hours have passed, so Ana\'s window is shut: 131047. await ana.sends("hi") opens it again; templates need no window.',
  ]);
});

test("a refusal in the response says enough", async () => {
  const { simulator, said } = strict({ closedWindow: "response" });
  expect(await sendAndWait(simulator)).toBe(131047);
  expect({ said, ledger: simulator.ledger }).toEqual({ said: [], ledger: [] });
});

test("without a logger, the console says it", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const simulator = createSimulator();
  simulator.user(customer, { name: "Ana" });
  await sendAndWait(simulator);
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^Ana has not written: 131047\./)]]);
  warn.mockRestore();
});

test("a business-scoped id in `to` is answered 200 and lost: no message, no status, and it is said once", async () => {
  const { simulator, said } = strict({ openWindow: true });
  const ana = simulator.user(customer);
  for (const message of [hello, template]) {
    const { status, json } = await send(simulator, { ...message, to: ana.user_id });
    expect(status).toBe(200);
    expect(json.contacts).toEqual([{ input: ana.user_id, wa_id: ana.user_id.slice("BR.".length) }]);
    expect(json.messages[0].id).toMatch(/^wamid\./);
  }
  await simulator.settled();
  expect(ana.inbox).toEqual([]);
  expect(simulator.webhooks).toEqual([]);
  expect(said).toEqual([
    "A business-scoped id in `to` is answered 200 and lost, as Meta does. Business-scoped ids belong in `recipient`.",
  ]);
});
