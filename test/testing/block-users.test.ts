import { afterEach, beforeEach, expect, test } from "vitest";
import { type Graph, startGraph } from "./graph.ts";
import { customer, customerDigits, hello } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph({ openWindow: false });
});

afterEach(() => graph.simulator.close());

const path = () => `${graph.phoneNumberId}/block_users`;
const body = (...users: object[]) => ({ messaging_product: "whatsapp", block_users: users });
const block = (...users: object[]) => graph.post(path(), body(...users));
const unblock = (...users: object[]) => graph.remove(path(), body(...users));

test("a blocked customer's messages do not arrive, and no message can be sent to them", async () => {
  const { simulator, phoneNumberId, get, post } = graph;
  const ana = simulator.user(customer);
  await ana.sends("hi");
  const named = { input: customer, wa_id: customerDigits, user_id: ana.user_id };
  expect((await block({ user: customer })).json).toEqual({
    messaging_product: "whatsapp",
    block_users: { added_users: [named] },
  });
  expect((await get(path())).json.data).toEqual([
    { messaging_product: "whatsapp", wa_id: customerDigits, user_id: ana.user_id },
  ]);
  const before = simulator.webhooks.length;
  await ana.sends("do you hear me?");
  expect(simulator.webhooks.length).toBe(before);
  const send = async () =>
    (await post(`${phoneNumberId}/messages`, { messaging_product: "whatsapp", ...hello })).error;
  expect(await send()).toEqual({ status: 400, code: 130403 });
  expect((await unblock({ user: customer })).json.block_users).toEqual({ removed_users: [named] });
  expect(await send()).toEqual({ status: 200 });
  await ana.sends("and now?");
  expect(simulator.webhooks.length).toBeGreaterThan(before);
  expect((await get(path())).json.data).toEqual([]);
});

test("a customer with a new number is still blocked", async () => {
  const { simulator, get } = graph;
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await block({ user: customer });
  await ana.changesNumber("+15550004444");
  const before = simulator.webhooks.length;
  await ana.sends("do you hear me?");
  expect(simulator.webhooks.length).toBe(before);
  expect((await get(path())).json.data).toMatchObject([{ wa_id: "15550004444", user_id: ana.user_id }]);
});

test("another number of the business still hears a blocked customer", async () => {
  const { simulator } = graph;
  simulator.addPhoneNumber("111");
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await block({ user: customer });
  await ana.sends("hi", { phoneNumberId: "111" });
  expect(simulator.webhooks.length).toBe(2);
});

test("a user can be named by business-scoped id; the phone number wins", async () => {
  const { simulator } = graph;
  const ana = simulator.user("US.13491208655302741918");
  const bo = simulator.user("+15550002222");
  await ana.sends("hi");
  await bo.sends("hi");
  const { json } = await block({ user_id: ana.user_id }, { user: "+1 555 000 2222", user_id: ana.user_id });
  expect(json.block_users.added_users).toEqual([
    { input: ana.user_id, user_id: ana.user_id },
    { input: "+1 555 000 2222", wa_id: bo.wa_id, user_id: bo.user_id },
  ]);
});

test("some users can fail: the answer then has them and an error beside", async () => {
  const { simulator, phoneNumberId, get } = graph;
  await simulator.user(customer).sends("hi");
  simulator.user("+15550002222");
  const { status, json } = await block(
    { user: customer },
    { user: "+15550002222" },
    { user: "+15550003333" },
    { user: "+15550001111" },
  );
  expect(status).toBe(400);
  expect(json.error).toMatchObject({ code: 139100, type: "OAuthException", fbtrace_id: expect.any(String) });
  expect(json.block_users.added_users).toMatchObject([{ wa_id: customerDigits }]);
  expect(
    json.block_users.failed_users.map(({ input, errors }: { input: string; errors: { code: number }[] }) => [
      input,
      errors[0]?.code,
    ]),
  ).toEqual([
    ["+15550002222", 131047],
    ["+15550003333", 131047],
    ["+15550001111", 131021],
  ]);
  expect((await get(`${phoneNumberId}/block_users`)).json.data.length).toBe(1);
});

test("only customers who wrote within 24 hours can be blocked", async () => {
  await graph.simulator.user(customer).sends("hi");
  await graph.simulator.clock.advance({ hours: 24 });
  expect((await block({ user: customer })).error).toEqual({ status: 400, code: 139100 });
});

test.each([
  [{}, 100],
  [{ messaging_product: "whatsapp" }, 100],
  [{ messaging_product: "whatsapp", block_users: [] }, 100],
  [{ messaging_product: "whatsapp", block_users: [{}] }, 100],
  [{ messaging_product: "whatsapp", block_users: Array(1001).fill({ user: customer }) }, 130429],
])("a request is refused without users, and with too many (case %#)", async (request, code) => {
  expect((await graph.post(path(), request)).error).toEqual({ status: 400, code });
  expect((await graph.remove(path(), request)).error).toEqual({ status: 400, code });
});

test("the list comes in pages", async () => {
  const { simulator, get } = graph;
  for (const digits of ["15550002222", "15550003333", "15550004444"]) {
    await simulator.user(`+${digits}`).sends("hi");
    await block({ user: `+${digits}` });
  }
  const first = (await get(`${path()}?limit=2`)).json;
  expect(first.data.map(({ wa_id }: { wa_id: string }) => wa_id)).toEqual(["15550002222", "15550003333"]);
  const second = (await get(`${path()}?limit=2&after=${first.paging.cursors.after}`)).json;
  expect(second.data.map(({ wa_id }: { wa_id: string }) => wa_id)).toEqual(["15550004444"]);
});

test("what a blocked customer writes opens no window and counts as no reply", async () => {
  const { simulator } = graph;
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await block({ user: customer });
  await simulator.clock.advance({ hours: 25 });
  await ana.sends("do you hear me?");
  expect(ana.hasOpenWindow()).toBe(false);
  await unblock({ user: customer });
  expect(ana.hasOpenWindow()).toBe(false);
  await ana.sends("and now?");
  expect(ana.hasOpenWindow()).toBe(true);
});
