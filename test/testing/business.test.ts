import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { customer, manualClock, quiet } from "./support.ts";

test("a business number has what it sent and received, and no other's", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ openWindow: true, clock });
  const { businessAccountId, phoneNumberId } = simulator.clientOptions;
  simulator.addBusinessAccount("333");
  simulator.addPhoneNumber("222", {
    displayPhoneNumber: "+15550002222",
    verifiedName: "Acme",
    businessAccountId: "333",
  });
  const first = simulator.business();
  const second = simulator.business("222");
  const [ana, ben] = [simulator.user(customer, { name: "Ana" }), simulator.user("BR.1", { name: "Ben" })];

  await ben.sends({ image: { caption: "Like this" } });
  advance(1000);
  await ana.sends("Hi");
  await ana.sends("Hi, Acme", { phoneNumberId: "222" });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, phoneNumberId: "222", rateLimit: false });
  await whatsapp.messages.sendText({ to: customer, body: "Hello" });
  await simulator.settled();
  await simulator.pause("hello_world", { businessAccountId: "333" });
  await simulator.settled();

  expect(second).toMatchObject({ phoneNumberId: "222", displayPhoneNumber: "15550002222", name: "Acme" });
  expect(first.inbox).toMatchObject([
    { type: "image", text: "Like this", from: { user_id: "BR.1", wa_id: undefined, name: "Ben" } },
    { type: "text", text: "Hi", from: { user_id: ana.user_id, wa_id: ana.wa_id } },
  ]);
  expect(second.inbox.map(({ text, id }) => [text, id])).toEqual([["Hi, Acme", ana.outbox.at(-1)?.id]]);
  expect([first.ledger.length, second.ledger.map(({ type }) => type)]).toEqual([0, ["text"]]);
  expect([first.requests.length, second.requests.map(({ method }) => method)]).toEqual([0, ["POST"]]);
  expect(first.templates).toMatchObject([
    { status: "APPROVED" },
    { name: "hello_world", status: "APPROVED" },
  ]);
  expect(second.templates[1]).toMatchObject({ name: "hello_world", language: "en_US", status: "PAUSED" });
  expect(first.webhooks.map(({ payload }) => payload.entry[0]?.id)).toEqual([
    businessAccountId,
    businessAccountId,
  ]);
  expect(second.webhooks.map(({ payload }) => payload.entry[0]?.changes[0]?.field)).toEqual([
    ...Array(4).fill("messages"),
    "message_template_status_update",
  ]);
  expect(first.phoneNumberId).toBe(phoneNumberId);
  expect(() => simulator.business("444")).toThrow(/no business number/);
});

test("an inbox is in the order of writing, also within one millisecond", async () => {
  const simulator = quiet({ clock: manualClock().clock });
  const [ana, ben] = [simulator.user(customer), simulator.user("+14155550199")];
  await ana.sends("1");
  await ben.sends("2");
  await ana.sends("3");
  expect(simulator.business().inbox.map(({ text }) => text)).toEqual(["1", "2", "3"]);
});
