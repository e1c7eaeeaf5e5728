import { afterEach, beforeEach, expect, test } from "vitest";
import type { PhoneNumberFacts } from "wacloud/testing";
import { type Graph, startGraph } from "./graph.ts";
import { hello } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph({ openWindow: true });
});

afterEach(() => graph.simulator.close());

const whatsapp = { messaging_product: "whatsapp" };
const pin = "482913";
const ok = { status: 200 };

/** A number that is neither verified nor registered. */
const addNew = (facts: PhoneNumberFacts = {}) =>
  graph.simulator.addPhoneNumber("111", { isRegistered: false, isVerified: false, ...facts });

const send = async (id: string) => (await graph.post(`${id}/messages`, { ...whatsapp, ...hello })).error;

test("a new number is added, verified, registered, and then sends", async () => {
  const { simulator, accountId, get, post } = graph;
  const facts = { cc: "1", phone_number: "555 010 4477", verified_name: "Second Shop" };
  const { json } = await post(`${accountId}/phone_numbers`, facts);
  const { id } = json;
  const fields = `${id}?fields=display_phone_number,verified_name,status,code_verification_status,platform_type,is_pin_enabled`;
  expect((await get(fields)).json).toEqual({
    id,
    display_phone_number: "+15550104477",
    verified_name: "Second Shop",
    status: "PENDING",
    code_verification_status: "NOT_VERIFIED",
    platform_type: "NOT_APPLICABLE",
    is_pin_enabled: false,
  });
  expect(await send(id)).toEqual({ status: 400, code: 133010 });
  expect((await post(`${id}/register`, { ...whatsapp, pin })).error).toEqual({ status: 400, code: 133006 });
  expect((await post(`${id}/request_code`, { code_method: "SMS", language: "en_US" })).json).toEqual({
    success: true,
  });
  const { verificationCode } = simulator.phoneNumbers.find((one) => one.id === id) ?? {};
  expect(verificationCode).toMatch(/^\d{6}$/);
  const written = verificationCode?.replace(/^\d{3}/, "$&-");
  expect((await post(`${id}/verify_code`, { code: written })).json).toEqual({ success: true });
  expect((await post(`${id}/register`, { ...whatsapp, pin })).json).toEqual({ success: true });
  expect((await get(fields)).json).toMatchObject({
    status: "CONNECTED",
    code_verification_status: "VERIFIED",
    platform_type: "CLOUD_API",
    is_pin_enabled: true,
  });
  expect(await send(id)).toEqual(ok);
});

test.each([
  [{ phone_number: "5550104477", verified_name: "Shop" }, undefined],
  [{ cc: "1", phone_number: "5550104477", verified_name: "S" }, undefined],
  [{ cc: "1", phone_number: "5550001111", verified_name: "Shop" }, 2388012],
])("a number with %j is not added", async (facts, subcode) => {
  const { error } = await graph.post(`${graph.accountId}/phone_numbers`, facts);
  expect(error).toEqual({ status: 400, code: 100, ...(subcode === undefined ? {} : { subcode }) });
});

test.each([
  [{ code_method: "FAX", language: "en" }, 100],
  [{ code_method: "VOICE" }, 100],
  [{ code_method: "VOICE", language: "english" }, 100],
])("request_code with %j is refused", async (body, code) => {
  addNew();
  expect((await graph.post("111/request_code", body)).error).toEqual({ status: 400, code });
});

test("a verified number gets no code", async () => {
  const body = { code_method: "SMS", language: "en" };
  const { error } = await graph.post(`${graph.phoneNumberId}/request_code`, body);
  expect(error).toEqual({ status: 400, code: 136024 });
});

test("a wrong code, a code used twice, and no code are refused", async () => {
  const number = addNew();
  const verify = async (body: object) => (await graph.post("111/verify_code", body)).error;
  expect(await verify({ code: "123456" })).toEqual({ status: 400, code: 100 });
  await graph.post("111/request_code", { code_method: "SMS", language: "en" });
  const code = String(number.verificationCode);
  expect(await verify({})).toEqual({ status: 400, code: 100 });
  expect(await verify({ code: String((Number(code) + 1) % 1_000_000).padStart(6, "0") })).toEqual({
    status: 400,
    code: 100,
  });
  expect(await verify({ code })).toEqual(ok);
  expect(await verify({ code })).toEqual({ status: 400, code: 100 });
});

test("the PIN of the first registration is asked for again, and can be replaced", async () => {
  const { post, phoneNumberId: id } = graph;
  const register = async (with_: unknown) =>
    (await post(`${id}/register`, { ...whatsapp, pin: with_ })).error;
  for (const wrong of [undefined, "12345", "1234567", "abcdef"]) {
    expect(await register(wrong)).toEqual({ status: 400, code: 100 });
  }
  expect(await register(pin)).toEqual(ok);
  expect(await register("000000")).toEqual({ status: 400, code: 133005 });
  expect((await post(id, { pin: "000000" })).json).toEqual({ success: true });
  expect(await register("000000")).toEqual(ok);
  expect((await post(`${id}/register`, { pin })).error.code).toBe(100);
  expect(
    (await post(`${id}/register`, { ...whatsapp, pin, data_localization_region: "XX" })).error.code,
  ).toBe(100);
});

test("a deregistered number does not send, and its health says why", async () => {
  const { get, post, phoneNumberId: id } = graph;
  const health = async () => (await get(`${id}?fields=health_status,status`)).json;
  expect(await health()).toMatchObject({
    status: "CONNECTED",
    health_status: {
      can_send_message: "AVAILABLE",
      entities: [
        { entity_type: "PHONE_NUMBER", id, can_send_message: "AVAILABLE" },
        { entity_type: "WABA", id: graph.accountId },
        { entity_type: "BUSINESS" },
        { entity_type: "APP", id: graph.simulator.clientOptions.appId },
      ],
    },
  });
  expect((await post(`${id}/deregister`)).json).toEqual({ success: true });
  expect((await post(`${id}/deregister`)).error).toEqual({ status: 400, code: 133010 });
  expect(await send(id)).toEqual({ status: 400, code: 133010 });
  expect(await health()).toMatchObject({
    status: "DISCONNECTED",
    health_status: {
      can_send_message: "BLOCKED",
      entities: [{ errors: [{ error_code: 141000 }] }, {}, {}, {}],
    },
  });
  await post(`${id}/register`, { ...whatsapp, pin });
  expect(await send(id)).toEqual(ok);
});

test("a number is registered 10 times in 72 hours, and deregistered as often", async () => {
  const { simulator, post, phoneNumberId: id } = graph;
  const register = async () => (await post(`${id}/register`, { ...whatsapp, pin })).error;
  const deregister = async () => (await post(`${id}/deregister`)).error;
  for (let round = 0; round < 10; round += 1) {
    expect([await deregister(), await register()]).toEqual([ok, ok]);
  }
  expect(await deregister()).toEqual({ status: 400, code: 133016 });
  expect(await register()).toEqual({ status: 400, code: 133016 });
  await simulator.clock.advance({ hours: 72 });
  expect([await deregister(), await register()]).toEqual([ok, ok]);
});

test("fields of a number are what the test says", async () => {
  const fields = { quality_rating: "RED", throughput: { level: "HIGH" }, name_status: "PENDING_REVIEW" };
  graph.simulator.addPhoneNumber("111", { fields });
  const names = "quality_rating,throughput,name_status,messaging_limit_tier,account_mode";
  expect((await graph.get(`111?fields=${names}`)).json).toEqual({
    id: "111",
    ...fields,
    messaging_limit_tier: "TIER_250",
    account_mode: "LIVE",
  });
});

test("another display name waits for its review", async () => {
  const { get, post, phoneNumberId: id } = graph;
  expect((await post(id, { new_display_name: "New Shop" })).json).toEqual({ success: true });
  expect((await get(`${id}?fields=verified_name,new_display_name,new_name_status`)).json).toMatchObject({
    verified_name: "Test Business",
    new_display_name: "New Shop",
    new_name_status: "PENDING_REVIEW",
  });
});

test("a number cannot be changed by nothing", async () => {
  expect((await graph.post(graph.phoneNumberId, { color: "red" })).error).toEqual({ status: 400, code: 100 });
});

test("an account has fields of its own, and can leave marketing to its own endpoint", async () => {
  const { simulator, accountId, phoneNumberId, get, post } = graph;
  simulator.addBusinessAccount("222", { fields: { name: "Second Shop", account_review_status: "PENDING" } });
  expect((await get("222?fields=name,account_review_status,currency")).json).toEqual({
    id: "222",
    name: "Second Shop",
    account_review_status: "PENDING",
    currency: "USD",
  });
  const name = "disable_marketing_messages_on_cloud_api";
  await post(`${accountId}/message_templates`, {
    name: "sale",
    language: "en_US",
    category: "MARKETING",
    components: [{ type: "BODY", text: "Big news." }],
  });
  await simulator.approve("sale");
  const template = { name: "sale", language: { code: "en_US" } };
  const sale = { ...whatsapp, to: "+5511987654321", type: "template", template };
  expect((await post(accountId, {})).error).toEqual({ status: 400, code: 100 });
  expect((await post(`${accountId}?${name}=true`)).json).toMatchObject({ success: true });
  expect((await get(`${accountId}?fields=${name}`)).json).toMatchObject({ [name]: true });
  expect((await post(`${phoneNumberId}/messages`, sale)).error).toEqual({ status: 400, code: 131063 });
  expect((await post(`${phoneNumberId}/marketing_messages`, sale)).error).toEqual(ok);
  await post(accountId, { [name]: false });
  expect((await post(`${phoneNumberId}/messages`, sale)).error).toEqual(ok);
});

test("the numbers of an account can be sorted and filtered; the newest comes first", async () => {
  const { simulator, accountId, phoneNumberId, get } = graph;
  simulator.addPhoneNumber("111", { fields: { account_mode: "SANDBOX" } });
  const list = async (query = "") =>
    (await get(`${accountId}/phone_numbers${query}`)).json.data.map(({ id }: { id: string }) => id);
  expect(await list()).toEqual(["111", phoneNumberId]);
  expect(await list("?sort=['last_onboarded_time_ascending']")).toEqual([phoneNumberId, "111"]);
  expect(await list("?sort=creation_time.asc")).toEqual([phoneNumberId, "111"]);
  const filtering = [{ field: "account_mode", operator: "EQUAL", value: "SANDBOX" }];
  expect(await list(`?filtering=${encodeURIComponent(JSON.stringify(filtering))}`)).toEqual(["111"]);
});
