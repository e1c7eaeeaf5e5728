import { expect, test } from "vitest";
import type { AssistantOptions } from "wacloud/ai";
import { type ToolName, whatsappTools } from "wacloud/ai";
import { ana, inProcess } from "./support.ts";

const otherNumber = "206540352242922";

/** Assistants of two numbers, which share a client, a store and a webhook. */
function twoNumbers(options: AssistantOptions = {}) {
  const one = inProcess({ ...options, simulator: { openWindow: true } });
  const { simulator, whatsapp, handler } = one;
  simulator.addPhoneNumber(otherNumber);
  const tools = whatsappTools(whatsapp.withPhoneNumber(otherNumber), { handler, ...options });
  // biome-ignore lint/suspicious/noExplicitAny: each tool returns something else
  const callOther = (name: ToolName, input: object): Promise<any> => tools[name].execute({ ...input });
  const inboxes = () =>
    simulator.user(ana).inbox.map(({ phoneNumberId, text }) => [phoneNumberId === otherNumber, text]);
  return { ...one, callOther, inboxes };
}

test("an assistant sees what was written to its number only, and knows the windows of that", async () => {
  const { call, callOther, simulator } = twoNumbers();
  await simulator.user(ana).sends("To the other", { phoneNumberId: otherNumber });
  const wait = { from: ana, timeout_seconds: 1 };
  expect(await call("whatsapp_recent_messages", { from: ana })).toMatchObject({
    messages: [],
    window: { state: "unknown" },
  });
  expect((await call("whatsapp_wait_for_reply", wait)).replied).toBe(false);
  expect((await call("whatsapp_send_text", { to: ana, text: "Hello" })).window.state).toBe("unknown");
  expect(await callOther("whatsapp_wait_for_reply", wait)).toMatchObject({
    messages: [{ text: "To the other" }],
  });
  expect((await callOther("whatsapp_send_text", { to: ana, text: "Hi" })).window.state).toBe("open");
});

test("each number has its own budget", async () => {
  const { call, callOther, inboxes } = twoNumbers({ dailyBudget: 1 });
  const say = (text: string) => ({ to: ana, text });
  await call("whatsapp_send_text", say("one"));
  expect((await call("whatsapp_send_text", say("two"))).error.type).toBe("budget_spent");
  await callOther("whatsapp_send_text", say("three"));
  expect((await callOther("whatsapp_send_text", say("four"))).error.type).toBe("budget_spent");
  expect(inboxes()).toEqual([
    [false, "one"],
    [true, "three"],
  ]);
});

test.each([{}, { idempotency_key: "left" }])(
  "the same words from another number are another message, which is counted and confirmed: %j",
  async (key) => {
    const asked: unknown[] = [];
    const confirm = ({ input }: { input: unknown }) => asked.push(input) === 1;
    const { call, callOther, inboxes } = twoNumbers({ dailyBudget: 1, confirm });
    const input = { to: ana, text: "Your order has left.", ...key };
    await call("whatsapp_send_text", input);
    expect((await callOther("whatsapp_send_text", input)).error.type).toBe("not_confirmed");
    expect(asked).toEqual([input, input]);
    expect(inboxes()).toEqual([[false, input.text]]);
  },
);

test("a client without a number has no messages to show", async () => {
  const { whatsapp, handler, simulator } = inProcess();
  const { businessAccountId, accessToken, baseUrl, fetch } = simulator.clientOptions;
  const { WhatsAppClient } = await import("wacloud");
  const client = new WhatsAppClient({ businessAccountId, accessToken, baseUrl, fetch });
  const tools = whatsappTools(client, { handler });
  expect(await tools.whatsapp_recent_messages.execute({})).toMatchObject({
    error: { type: "no_webhook", message: expect.stringContaining("phoneNumberId") },
  });
  expect(client.phoneNumberId).toBeUndefined();
  expect(whatsapp.phoneNumberId).toBe(simulator.clientOptions.phoneNumberId);
  expect(whatsapp.withPhoneNumber(otherNumber).phoneNumberId).toBe(otherNumber);
});
