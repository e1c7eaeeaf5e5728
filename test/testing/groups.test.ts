import { afterEach, beforeEach, expect, test } from "vitest";
import { parseWebhook } from "wacloud/webhooks";
import { type Graph, startGraph } from "./graph.ts";
import { customer } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph();
});

afterEach(() => graph.simulator.close());

const whatsapp = { messaging_product: "whatsapp" };

/** The groups in all webhooks of a field, in order. */
const heard = (field: string) =>
  graph.simulator.webhooks.flatMap(({ payload }) =>
    payload.entry.flatMap(({ changes }) =>
      // biome-ignore lint/suspicious/noExplicitAny: tests read payloads freely
      changes.filter((change) => change.field === field).flatMap(({ value }) => value.groups as any[]),
    ),
  );

/** Creates a group. Returns its id and invite link, which a webhook has. */
async function create(facts: object = {}): Promise<{ id: string; link: string }> {
  const { post, phoneNumberId, simulator } = graph;
  const { json } = await post(`${phoneNumberId}/groups`, { ...whatsapp, subject: "Launch crew", ...facts });
  await simulator.settled();
  const made = heard("group_lifecycle_update").find(({ request_id }) => request_id === json.request_id);
  return { id: made.group_id, link: made.invite_link };
}

const read = async (id: string, fields: string) => (await graph.get(`${id}?fields=${fields}`)).json;

test("a group is created, read, changed and deleted; each outcome comes by webhook", async () => {
  const { get, post, remove, phoneNumberId, simulator } = graph;
  const { id, link } = await create({ description: "d", join_approval_mode: "approval_required" });
  expect(heard("group_lifecycle_update")).toEqual([
    {
      timestamp: expect.stringMatching(/^\d+$/),
      group_id: id,
      type: "group_create",
      request_id: expect.any(String),
      subject: "Launch crew",
      description: "d",
      invite_link: link,
      join_approval_mode: "approval_required",
    },
  ]);
  expect((await get(`${phoneNumberId}/groups`)).json.data).toEqual({
    groups: [{ id, subject: "Launch crew", created_at: expect.stringMatching(/^\d+$/) }],
  });
  expect((await get(id)).json).toEqual({ ...whatsapp, id });
  const changed = await post(id, { ...whatsapp, subject: "New name" });
  expect(changed.json).toEqual({ ...whatsapp, request_id: expect.any(String) });
  expect(await read(id, "subject,description,suspended,join_approval_mode,total_participant_count")).toEqual({
    ...whatsapp,
    id,
    subject: "New name",
    description: "d",
    suspended: false,
    join_approval_mode: "approval_required",
    total_participant_count: 0,
  });
  expect((await remove(id)).json).toEqual({ success: true });
  expect((await get(id)).error.status).not.toBe(200);
  await simulator.settled();
  expect(heard("group_settings_update")).toMatchObject([
    { type: "group_settings_update", group_subject: { text: "New name", update_successful: true } },
  ]);
  expect(heard("group_lifecycle_update").at(-1)).toMatchObject({ type: "group_delete", group_id: id });
  const types = simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody)).map(({ type }) => type);
  expect(types).toEqual(["group_lifecycle_update", "group_settings_update", "group_lifecycle_update"]);
});

test.each([
  [{ subject: undefined }],
  [{ subject: "" }],
  [{ subject: "a".repeat(129) }],
  [{ description: "a".repeat(2049) }],
  [{ join_approval_mode: "anybody" }],
  [{ messaging_product: undefined }],
])("a group with %j is refused", async (facts) => {
  const body = { ...whatsapp, subject: "Launch crew", ...facts };
  expect((await graph.post(`${graph.phoneNumberId}/groups`, body)).error).toEqual({ status: 400, code: 100 });
});

test("customers join by link, get messages, answer, and leave", async () => {
  const { simulator, post, phoneNumberId } = graph;
  const { id, link } = await create();
  const ana = simulator.user(customer, { name: "Ana" });
  const bo = simulator.user("+15550002222", { username: "bo.b" });
  const message = { ...whatsapp, recipient_type: "group", to: id, type: "text", text: { body: "Hello" } };
  expect((await post(`${phoneNumberId}/messages`, message)).error).toEqual({ status: 400, code: 131020 });
  expect(await ana.joins(link)).toBe(id);
  await bo.joins(link);
  await bo.joins(link);
  expect((await read(id, "participants")).participants).toEqual([
    { wa_id: ana.wa_id, user_id: ana.user_id },
    { wa_id: bo.wa_id, user_id: bo.user_id, username: "bo.b" },
  ]);
  const sent = (await post(`${phoneNumberId}/messages`, message)).json;
  expect(sent).toMatchObject({ contacts: [{ input: id }], messages: [{ group_id: id }] });
  await simulator.settled();
  expect([ana.inbox[0]?.text, bo.inbox[0]?.text]).toEqual(["Hello", "Hello"]);
  const statuses = simulator.webhooks
    .flatMap(({ rawBody }) => parseWebhook(rawBody))
    .flatMap((event) => (event.type === "status" ? [event.status] : []));
  const seen = statuses.map(({ status, recipient_id, recipient_participant_id }) => [
    status,
    recipient_id,
    recipient_participant_id,
  ]);
  expect(seen[0]).toEqual(["sent", id, undefined]);
  for (const member of [ana, bo]) {
    for (const status of ["delivered", "read"]) expect(seen).toContainEqual([status, id, member.wa_id]);
  }
  expect(seen.length).toBe(5);
  await ana.sends({ type: "text", text: { body: "Thanks" }, group_id: id });
  await ana.leaves(id);
  expect((await read(id, "total_participant_count")).total_participant_count).toBe(1);
  expect(heard("group_participants_update")).toMatchObject([
    { type: "group_participants_add", reason: "invite_link", added_participants: [{ user_id: ana.user_id }] },
    { type: "group_participants_add", added_participants: [{ user_id: bo.user_id, username: "bo.b" }] },
    {
      type: "group_participants_remove",
      initiated_by: "participant",
      removed_participants: [{ user_id: ana.user_id }],
    },
  ]);
  await expect(ana.leaves(id)).rejects.toThrow(/not a member/);
});

test("members and those who ask to join keep their place when they change their number", async () => {
  const open = await create();
  const asking = await create({ join_approval_mode: "approval_required" });
  const ana = graph.simulator.user(customer);
  await ana.joins(open.link);
  await ana.joins(asking.link);
  await ana.changesNumber("+15550004444");
  expect((await read(open.id, "participants")).participants).toMatchObject([{ user_id: ana.user_id }]);
  const { json } = await graph.get(`${asking.id}/join_requests`);
  expect(json.data).toMatchObject([{ user_id: ana.user_id }]);
  await ana.leaves(open.id);
});

test("where the business approves, a customer waits; some requests can fail", async () => {
  const { call, get, simulator } = graph;
  const { id, link } = await create({ join_approval_mode: "approval_required" });
  const [ana, bo] = [simulator.user(customer), simulator.user("+15550002222")];
  await ana.joins(link);
  await bo.joins(link);
  const path = `${id}/join_requests`;
  const waiting = (await get(path)).json.data;
  expect(waiting).toMatchObject([{ user_id: ana.user_id }, { user_id: bo.user_id }]);
  const [first, second] = waiting.map((one: { join_request_id: string }) => one.join_request_id);
  expect(heard("group_participants_update")).toMatchObject([
    { type: "group_join_request_created", join_request_id: first, user_id: ana.user_id },
    { type: "group_join_request_created", join_request_id: second },
  ]);
  const approval = await call("POST", path, { ...whatsapp, join_requests: [first, "nothing"] });
  expect(approval.status).toBe(206);
  expect(approval.json).toMatchObject({
    approved_join_requests: [first],
    failed_join_requests: [{ join_request_id: "nothing", errors: [{ code: 131213 }] }],
    errors: [{ code: 131201 }],
  });
  expect((await call("DELETE", path, { ...whatsapp, join_requests: [second] })).json).toEqual({
    ...whatsapp,
    rejected_join_requests: [second],
  });
  expect((await get(path)).json.data).toEqual([]);
  expect((await read(id, "participants")).participants).toMatchObject([{ user_id: ana.user_id }]);
});

test("a removed customer cannot come back by the link", async () => {
  const { remove, simulator } = graph;
  const { id, link } = await create();
  const ana = simulator.user(customer);
  await ana.joins(link);
  const path = `${id}/participants`;
  const participants = [{ user: customer }];
  expect((await remove(path, { ...whatsapp, participants })).json).toEqual({
    ...whatsapp,
    request_id: expect.any(String),
  });
  expect((await remove(path, { ...whatsapp, participants })).error).toEqual({ status: 400, code: 131212 });
  const twice = [...participants, ...participants];
  expect((await remove(path, { ...whatsapp, participants: twice })).error).toEqual({
    status: 400,
    code: 131202,
  });
  expect((await remove(path, { ...whatsapp, participants: [] })).error).toEqual({ status: 400, code: 100 });
  await expect(ana.joins(link)).rejects.toThrow(/no longer valid/);
  await simulator.settled();
  expect(heard("group_participants_update").at(-1)).toMatchObject({
    type: "group_participants_remove",
    initiated_by: "business",
    removed_participants: [{ input: customer }],
  });
});

test("a new link ends the old one, and a group has eight members", async () => {
  const { get, post, simulator } = graph;
  const { id, link } = await create();
  const renewed = (await post(`${id}/invite_link`, whatsapp)).json.invite_link;
  expect((await get(`${id}/invite_link`)).json).toEqual({ ...whatsapp, invite_link: renewed });
  await expect(simulator.user(customer).joins(link)).rejects.toThrow(/unknown/);
  for (let index = 0; index < 8; index += 1) await simulator.user(`+1555000300${index}`).joins(renewed);
  await expect(simulator.user(customer).joins(renewed)).rejects.toThrow(/full/);
});

test("another number of the business does not know the group", async () => {
  const { post, simulator } = graph;
  const { id } = await create();
  simulator.addPhoneNumber("111");
  const message = { ...whatsapp, recipient_type: "group", to: id, type: "text", text: { body: "Hello" } };
  expect((await post("111/messages", message)).error).toEqual({ status: 400, code: 131041 });
  expect((await graph.get("111/groups")).json.data).toEqual({ groups: [] });
});
