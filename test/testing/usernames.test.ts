import { afterEach, beforeEach, expect, test } from "vitest";
import { parseWebhook } from "wacloud/webhooks";
import { type Graph, startGraph } from "./graph.ts";
import { customer } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph({ openWindow: true });
});

afterEach(() => graph.simulator.close());

const path = (id = graph.phoneNumberId) => `${id}/username`;
const take = (username: unknown, more: object = {}) => graph.post(path(), { username, ...more });

const updates = () =>
  graph.simulator.webhooks.flatMap(({ payload }) =>
    payload.entry.flatMap(({ changes }) =>
      changes.filter(({ field }) => field === "business_username_updates").map(({ value }) => value),
    ),
  );

test("a number takes a username, and gives it back", async () => {
  const { get, remove } = graph;
  expect((await take("Acme.Shop")).json).toEqual({ status: "approved" });
  expect((await get(path())).json).toEqual({ username: "acme.shop", status: "approved" });
  expect((await remove(path())).json).toEqual({ success: true });
  expect((await get(path())).json).not.toHaveProperty("username");
  expect(updates()).toEqual([
    { display_phone_number: "15550001111", username: "acme.shop", status: "approved" },
    { display_phone_number: "15550001111", status: "deleted" },
  ]);
  expect(
    graph.simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody)).map(({ type }) => type),
  ).toEqual(["business_username_updates", "business_username_updates"]);
});

test.each([
  undefined,
  "",
  "ab",
  "a".repeat(36),
  "12345",
  ".acme",
  "acme.",
  "a..b",
  "www.acme",
  "acme.com",
  "ac me",
])("%j is no username", async (username) => {
  expect((await take(username)).error).toEqual({ status: 400, code: 100 });
});

test("a username of another number has to be transferred", async () => {
  const { simulator, get } = graph;
  simulator.addPhoneNumber("111");
  await graph.post(path("111"), { username: "acme" });
  expect((await take("acme")).error).toEqual({ status: 400, code: 147005 });
  expect((await take("acme", { transfer_action: "steal" })).error.code).toBe(100);
  expect((await take("acme", { transfer_action: "force_transfer" })).json).toEqual({ status: "approved" });
  expect((await get(path("111"))).json).not.toHaveProperty("username");
});

test("a number that is not registered takes no username, but gets suggestions", async () => {
  const { post, get, phoneNumberId } = graph;
  await post(`${phoneNumberId}/deregister`);
  expect((await take("acme")).error).toEqual({ status: 400, code: 133010 });
  const [{ username_suggestions }] = (await get(`${phoneNumberId}/username_suggestions`)).json.data;
  expect(username_suggestions).toContain("test_business");
});

test("a customer's parent id is in webhooks, and can be written to", async () => {
  const { simulator, post, phoneNumberId } = graph;
  const parent = "BR.ENT.11223344556677889900";
  const ana = simulator.user(customer, { parent_user_id: parent });
  await ana.sends("hi");
  const text = { messaging_product: "whatsapp", recipient: parent, type: "text", text: { body: "Hello" } };
  expect((await post(`${phoneNumberId}/messages`, text)).status).toBe(200);
  await simulator.settled();
  expect(ana.inbox.map(({ text: shown }) => shown)).toEqual(["Hello"]);
  const [message, ...statuses] = simulator.webhooks.map(({ payload }) => payload.entry[0]?.changes[0]?.value);
  expect(message).toMatchObject({
    contacts: [{ user_id: ana.user_id, parent_user_id: parent }],
    messages: [{ from_user_id: ana.user_id, from_parent_user_id: parent }],
  });
  expect(statuses.length).toBe(3);
  for (const value of statuses) {
    expect(value).toMatchObject({
      contacts: [{ parent_user_id: parent }],
      statuses: [{ recipient_user_id: ana.user_id, recipient_parent_user_id: parent }],
    });
  }
});
