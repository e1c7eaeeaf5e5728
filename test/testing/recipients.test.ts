import { expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";
import { customer, hello, post } from "./support.ts";

const text = { type: "text", text: { body: "Hello" } };

test.each([
  ["+16315551234", "+16315551234"],
  ["+1 (631) 555-1234", "+16315551234"],
  ["(631) 555-1234", "+916315551234"],
  ["1 (631) 555-1234", "+9116315551234"],
])("an Indian number that sends to %s reaches %s", async (to, reached) => {
  const simulator = createSimulator({ openWindow: true, displayPhoneNumber: "+911234567890" });
  const { status, json } = await post(simulator, { ...text, to });
  expect(status).toBe(200);
  expect(json.contacts).toEqual([{ input: to, wa_id: reached.slice(1) }]);
  expect(simulator.ledger[0]?.to).toBe(reached);
  expect(simulator.user(reached).inbox).toHaveLength(1);
});

test("a wa_id without + reaches somebody else", async () => {
  const simulator = createSimulator({ openWindow: true });
  const ana = simulator.user(customer);
  const { status } = await post(simulator, { ...text, to: ana.wa_id });
  expect(status).toBe(200);
  expect(ana.inbox).toEqual([]);
  expect(simulator.ledger[0]?.to).toBe("+15511987654321");
});

test.each([["hello"], ["+"], ["+0123456789"], ["+12345"], ["+1234567890123456"], ["+1.415.555.2671"]])(
  "%s is not a recipient",
  async (to) => {
    const simulator = createSimulator({ openWindow: true });
    const { status, json } = await post(simulator, { ...text, to });
    expect({ status, code: json.error?.code }).toEqual({ status: 400, code: 131009 });
  },
);

test("a message needs a recipient", async () => {
  const { json } = await post(createSimulator({ openWindow: true }), text);
  expect(json.error).toMatchObject({ code: 131008, error_data: { details: expect.stringContaining("to") } });
});

test("a business-scoped id is answered without a phone number", async () => {
  const simulator = createSimulator({ openWindow: true });
  const { json } = await post(simulator, { ...text, recipient: "US.13491208655302741918" });
  expect(json.contacts).toEqual([{ input: "US.13491208655302741918", user_id: "US.13491208655302741918" }]);
  expect(simulator.ledger[0]?.to).toBe("US.13491208655302741918");
  expect(simulator.user("US.13491208655302741918").inbox).toHaveLength(1);
});

test("one customer is reached by number and by business-scoped id", async () => {
  const simulator = createSimulator({ openWindow: true });
  const ana = simulator.user(customer);
  await post(simulator, hello);
  await post(simulator, { ...text, recipient: ana.user_id });
  expect(ana.inbox).toHaveLength(2);
});

test("if both are given, the number wins, and the response leaves out the id", async () => {
  const simulator = createSimulator({ openWindow: true });
  const { json } = await post(simulator, { ...hello, recipient: "US.13491208655302741918" });
  expect(json.contacts).toEqual([{ input: customer, wa_id: customer.slice(1) }]);
});

test.each([["13491208655302741918"], ["usa.1"], ["US-1"], [`US.${"1".repeat(129)}`]])(
  "%s is not a business-scoped id",
  async (recipient) => {
    const { json } = await post(createSimulator({ openWindow: true }), { ...text, recipient });
    expect(json.error.code).toBe(131009);
  },
);

test("a number cannot send to itself", async () => {
  const simulator = createSimulator({ openWindow: true, displayPhoneNumber: "+15550001111" });
  const { json } = await post(simulator, { ...text, to: "+1 555 000 1111" });
  expect(json.error.code).toBe(131021);
});

test("a group gets texts, media and pins, and is in the response", async () => {
  const simulator = createSimulator({ openWindow: true });
  const group = { recipient_type: "group", to: "R1AxMjM0" };
  const { status, json } = await post(simulator, { ...text, ...group });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    contacts: [{ input: "R1AxMjM0" }],
    messages: [{ id: expect.stringMatching(/^wamid\./), group_id: "R1AxMjM0" }],
  });
  expect(json.contacts[0]).not.toHaveProperty("wa_id");
  const pin = { type: "pin", message_id: json.messages[0].id };
  const codes = [
    await post(simulator, { ...group, type: "pin", pin: { ...pin, expiration_days: 30 } }),
    await post(simulator, { ...group, type: "pin", pin }),
    await post(simulator, { ...group, type: "pin", pin: { ...pin, expiration_days: 31 } }),
    await post(simulator, { ...group, type: "location", location: { latitude: 1, longitude: 1 } }),
    await post(simulator, { recipient_type: "group", recipient: "US.1", ...text }),
  ].map((answer) => answer.json.error?.code ?? answer.status);
  expect(codes).toEqual([200, 131008, 131009, 131051, 131008]);
});

test("a message to a group that nobody created is accepted, and that nobody receives it is said once", async () => {
  const said: string[] = [];
  const simulator = createSimulator({ logger: { warn: (line) => void said.push(line) } });
  const group = { ...text, recipient_type: "group", to: "Y2FwaV9ncm91cA" };
  expect((await post(simulator, group)).status).toBe(200);
  await post(simulator, group);
  expect(said).toEqual([expect.stringMatching(/a group that the simulator does not have.*groups\.create/)]);
});

test("a number without + is said once, with the calling code that was put before it", async () => {
  const said: string[] = [];
  const simulator = createSimulator({ openWindow: true, logger: { warn: (line) => void said.push(line) } });
  await post(simulator, { ...text, to: customer });
  expect(said).toEqual([]);
  await post(simulator, { ...text, to: customer.slice(1) });
  await post(simulator, { ...text, to: "5511900000000" });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("its `to` has no +, so 1 was put before it");
  expect(said[0]).not.toContain(customer.slice(1));
});

test("a national number of a customer is no surprise", async () => {
  const said: string[] = [];
  const simulator = createSimulator({ openWindow: true, logger: { warn: (line) => void said.push(line) } });
  simulator.user("+16315551234");
  await post(simulator, { ...text, to: "631 555 1234" });
  expect(said).toEqual([]);
});
