import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pass, stopTime, until } from "../support/time.ts";
import { ana, inProcess } from "./support.ts";

beforeEach(() => {
  stopTime();
  vi.setSystemTime("2026-11-28T12:00:00Z");
});

afterEach(() => vi.useRealTimers());

const hour = 60 * 60 * 1000;

test("the daily budget counts what was sent, not what was refused or repeated, and begins anew at midnight UTC", async () => {
  const { call, simulator } = inProcess({ dailyBudget: 2, simulator: { openWindow: true } });
  const say = (text: string) => call("whatsapp_send_text", { to: ana, text });
  simulator.fail({ code: 131026, times: 1 });
  expect((await say("refused")).error.code).toBe(131026);
  await say("one");
  expect((await say("one")).repeated).toBe(true);
  await say("two");
  expect((await say("three")).error.type).toBe("budget_spent");
  expect(simulator.user(ana).inbox.map(({ text }) => text)).toEqual(["one", "two"]);
  await pass(12 * hour);
  expect((await say("three")).message_id).toMatch(/^wamid/);
});

test("a budget holds when many calls are made at once", async () => {
  const { call, simulator } = inProcess({ dailyBudget: 5, simulator: { openWindow: true } });
  const calls = Array.from({ length: 20 }, (_, n) => call("whatsapp_send_text", { to: ana, text: `${n}` }));
  const answers = await Promise.all(calls);
  expect(answers.filter(({ error }) => error?.type === "budget_spent")).toHaveLength(15);
  expect(simulator.user(ana).inbox).toHaveLength(5);
});

test("within a minute, the same call is answered with the first result; later it sends", async () => {
  const { call, simulator } = inProcess({ simulator: { openWindow: true } });
  const input = { to: ana, text: "Your order has left." };
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => call("whatsapp_send_text", input)));
  const again = await call("whatsapp_send_text", { text: input.text, to: "+55 (11) 98765-4321" });
  for (const { message_id } of [...others, again]) expect(message_id).toBe(first.message_id);
  expect(again.repeated).toBe(true);
  expect(simulator.user(ana).inbox).toHaveLength(1);
  await call("whatsapp_send_text", { ...input, text: "Something else." });
  expect(simulator.user(ana).inbox).toHaveLength(2);
  await pass(61_000);
  expect((await call("whatsapp_send_text", input)).repeated).toBeUndefined();
  expect(simulator.user(ana).inbox).toHaveLength(3);
});

test("a repeated message is answered with the first result after the budget is spent, too", async () => {
  const { call, simulator } = inProcess({ dailyBudget: 1, simulator: { openWindow: true } });
  const first = await call("whatsapp_send_text", { to: ana, text: "one", idempotency_key: "a" });
  expect((await call("whatsapp_send_text", { to: ana, text: "two" })).error.type).toBe("budget_spent");
  await pass(2 * hour);
  const again = await call("whatsapp_send_text", { to: ana, text: "one", idempotency_key: "a" });
  expect(again).toMatchObject({ message_id: first.message_id, repeated: true });
  const other = await call("whatsapp_send_text", { to: ana, text: "two", idempotency_key: "a" });
  expect(other.error.type).toBe("ValidationError");
  expect(simulator.user(ana).inbox).toHaveLength(1);
});

test("equal calls at once do not pass a budget that is spent", async () => {
  const { call, simulator } = inProcess({ dailyBudget: 0, simulator: { openWindow: true } });
  for (const more of [{}, { idempotency_key: "a" }]) {
    const calls = Array.from({ length: 5 }, () =>
      call("whatsapp_send_text", { to: ana, text: "x", ...more }),
    );
    for (const { error } of await Promise.all(calls)) expect(error.type).toBe("budget_spent");
  }
  expect(simulator.ledger).toEqual([]);
});

test("while nobody knows whether a message left, the same call sends nothing, however late it comes", async () => {
  const { call, simulator } = inProcess({ dailyBudget: 2, simulator: { openWindow: true } });
  simulator.fail({ reset: "after-read", times: 1 });
  const input = { to: ana, text: "Hello" };
  expect((await call("whatsapp_send_text", input)).error.may_have_been_sent).toBe(true);
  await pass(10 * 60_000);
  const { error, repeated } = await call("whatsapp_send_text", input);
  expect(repeated ?? error.may_have_been_sent).toBe(true); // a status may have settled it
  expect(simulator.user(ana).inbox).toHaveLength(1);
  expect((await call("whatsapp_send_text", { to: ana, text: "Else" })).message_id).toMatch(/^wamid/);
});

test("the minute begins when the message was sent, not when it was asked for", async () => {
  const { call, simulator } = inProcess({ simulator: { openWindow: true } });
  simulator.fail({ code: 131026, times: 1 });
  const input = { to: ana, text: "Hello" };
  await call("whatsapp_send_text", input);
  await pass(59_000);
  await call("whatsapp_send_text", input);
  await pass(59_000);
  expect((await call("whatsapp_send_text", input)).repeated).toBe(true);
  expect(simulator.user(ana).inbox).toHaveLength(1);
});

test("the window's state is told; once it is closed, nothing is sent and a template is proposed", async () => {
  const { call, simulator } = inProcess();
  await simulator.user(ana).sends("Hi");
  const say = { to: ana, text: "Hello" };
  expect((await call("whatsapp_send_text", say)).window).toEqual({
    state: "open",
    closes_at: "2026-11-29T12:00:00.000Z",
  });
  await pass(24 * hour + 1000);
  const sent = simulator.ledger.length;
  const { error } = await call("whatsapp_send_text", say);
  expect(error).toMatchObject({
    type: "window_closed",
    message: expect.stringContaining("whatsapp_send_template"),
  });
  expect(simulator.ledger).toHaveLength(sent);
});

test("a wait for a reply ends with the reply, with its time, or with its signal", async () => {
  const { call, simulator } = inProcess();
  const customer = simulator.user(ana);
  await customer.sends("Earlier");
  await call("whatsapp_send_text", { to: ana, text: "Which cake?" });
  let done = false;
  const reply = call("whatsapp_wait_for_reply", { from: ana, timeout_seconds: 60 }).finally(() => {
    done = true;
  });
  for (let seconds = 0; seconds < 50; seconds += 5) await pass(5000);
  expect(done).toBe(false);
  await customer.sends("The large one");
  await until(() => done);
  expect(await reply).toMatchObject({ replied: true, messages: [{ text: "The large one" }] });

  done = false;
  const silence = call("whatsapp_wait_for_reply", { from: ana, timeout_seconds: 10 }).finally(() => {
    done = true;
  });
  await pass(5000);
  await pass(5001);
  await until(() => done);
  expect(await silence).toMatchObject({ replied: false, messages: [] });

  const controller = new AbortController();
  const stopped = call("whatsapp_wait_for_reply", { from: ana }, controller.signal);
  const rejected = expect(stopped).rejects.toThrow("enough");
  await pass(1000);
  controller.abort(new Error("enough"));
  await rejected;
});

test("a reply that comes before the send returns is not missed", async () => {
  const { call, simulator } = inProcess({ simulator: { openWindow: true } });
  const customer = simulator.user(ana);
  const sent = call("whatsapp_send_text", { to: ana, text: "Which cake?" });
  await customer.sends("The small one");
  await sent;
  await call("whatsapp_send_text", { to: ana, text: "Which cake?" });
  const { messages } = await call("whatsapp_wait_for_reply", { from: ana, timeout_seconds: 1 });
  expect(messages).toMatchObject([{ text: "The small one" }]);
});

test("the last 1,000 events are kept, and the oldest goes", async () => {
  const { call, simulator } = inProcess();
  const bo = simulator.user("+14155552671");
  await bo.sends("The oldest");
  const customer = simulator.user(ana);
  for (let n = 0; n < 999; n += 1) await customer.sends(`${n}`);
  const seen = async () => (await call("whatsapp_recent_messages", { from: "+14155552671" })).messages.length;
  expect(await seen()).toBe(1);
  await customer.sends("One too many");
  expect(await seen()).toBe(0);
  const { messages } = await call("whatsapp_recent_messages", { limit: 100 });
  expect(messages).toHaveLength(100);
  expect(messages.at(-1).text).toBe("One too many");
});
