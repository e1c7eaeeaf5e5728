import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigurationError } from "wacloud";
import { createFlowKeys } from "wacloud/flows";
import type { AccessTokenFacts } from "wacloud/testing";
import { type Graph, startGraph } from "./graph.ts";
import { hello, manualClock } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph({ openWindow: true });
});

afterEach(() => graph.simulator.close());

const message = { messaging_product: "whatsapp", ...hello };
const add = (facts?: AccessTokenFacts) => graph.simulator.addAccessToken(facts).token;

/** The status and error of one call of each kind. */
async function reach(token: string) {
  const { phoneNumberId, accountId, post, get } = graph;
  return {
    send: (await post(`${phoneNumberId}/messages`, message, token)).error,
    number: (await get(phoneNumberId, token)).error,
    templates: (await get(`${accountId}/message_templates`, token)).error,
  };
}

const ok = { status: 200 };

test("a further token has all permissions; the first one goes on", async () => {
  const token = add();
  expect(token).not.toBe(graph.simulator.accessToken);
  for (const one of [token, graph.simulator.accessToken]) {
    expect(await reach(one)).toEqual({ send: ok, number: ok, templates: ok });
  }
});

test.each([
  [
    ["whatsapp_business_messaging"],
    { send: ok, number: ok, templates: { status: 403, code: 200, subcode: 1349174 } },
  ],
  [["whatsapp_business_management"], { send: { status: 403, code: 10 }, number: ok, templates: ok }],
  [
    ["business_management"],
    {
      send: { status: 403, code: 10 },
      number: { status: 403, code: 200, subcode: 1349176 },
      templates: { status: 403, code: 200, subcode: 1349174 },
    },
  ],
])("a token with %j is refused what it may not do", async (scopes, expected) => {
  expect(await reach(add({ scopes }))).toEqual(expected);
});

test("a token reaches the accounts it was given, with their numbers, templates and media", async () => {
  const { simulator, accountId, phoneNumberId, get } = graph;
  simulator.addBusinessAccount("222");
  simulator.addPhoneNumber("333", { businessAccountId: "222" });
  const templates = await get(`${accountId}/message_templates`);
  const token = add({ businessAccountIds: ["222"] });
  for (const path of ["222", "222/message_templates", "333"]) {
    expect((await get(path, token)).status).toBe(200);
  }
  for (const path of [accountId, phoneNumberId, templates.json.data[0].id]) {
    expect((await get(path, token)).error).toEqual({ status: 403, code: 200, subcode: 1349175 });
  }
});

test("a token expires on the simulator's clock: 190 with subcode 463", async () => {
  const token = add({ expiresIn: { hours: 1 } });
  await graph.simulator.clock.advance({ minutes: 59 });
  expect((await graph.get(graph.phoneNumberId, token)).error).toEqual(ok);
  await graph.simulator.clock.advance({ minutes: 1 });
  const { error, json } = await graph.get(graph.phoneNumberId, token);
  expect(error).toEqual({ status: 401, code: 190, subcode: 463 });
  expect(json.error.type).toBe("OAuthException");
  expect((await graph.get(graph.phoneNumberId)).status).toBe(200);
});

test.each([
  ["app-removed", 458],
  ["checkpoint", 459],
  ["password-changed", 460],
  ["expired", 463],
  ["logged-out", 467],
] as const)("a token that is %s is refused with subcode %i", async (reason, subcode) => {
  const { simulator, get, phoneNumberId } = graph;
  simulator.invalidateAccessToken(simulator.accessToken, reason);
  expect((await get(phoneNumberId)).error).toEqual({ status: 401, code: 190, subcode });
  simulator.accessToken = "EAAanother";
  expect((await get(phoneNumberId)).status).toBe(200);
});

test("only a known token can be invalidated", () => {
  expect(() => graph.simulator.invalidateAccessToken("EAAnobody")).toThrow(ConfigurationError);
});

test("the first token can be given fewer permissions, and loses its record when it is replaced", async () => {
  const { simulator, get, accountId } = graph;
  const first = simulator.accessToken;
  add({ token: first, scopes: [] });
  expect((await get(accountId)).error.code).toBe(200);
  simulator.accessToken = "EAAanother";
  expect((await get(accountId, first)).error).toEqual({ status: 401, code: 190 });
});

test("debug_token tells what a token can do and until when", async () => {
  const clock = manualClock(1_790_000_000_000);
  const own = await startGraph({ clock: clock.clock });
  const { simulator, get } = own;
  const { token } = simulator.addAccessToken({
    scopes: ["whatsapp_business_messaging", "business_management"],
    businessAccountIds: ["222", own.accountId],
    expiresIn: { days: 60 },
  });
  const { appId, appSecret } = simulator.clientOptions;
  const inspect = async (input: string) =>
    (await get(`debug_token?input_token=${encodeURIComponent(input)}`, `${appId}|${appSecret}`)).json.data;
  const whole = {
    app_id: appId,
    application: "Test App",
    type: "SYSTEM_USER",
    is_valid: true,
    issued_at: 1_790_000_000,
    expires_at: 1_790_000_000 + 60 * 86_400,
    data_access_expires_at: 0,
    user_id: expect.stringMatching(/^\d+$/),
    scopes: ["whatsapp_business_messaging", "business_management"],
    granular_scopes: [
      { scope: "whatsapp_business_messaging", target_ids: ["222", own.accountId] },
      { scope: "business_management" },
    ],
  };
  expect(await inspect(token)).toEqual(whole);
  await simulator.clock.advance({ days: 60 });
  expect(await inspect(token)).toEqual({
    ...whole,
    is_valid: false,
    error: { code: 190, message: expect.stringContaining("expired"), subcode: 463 },
  });
  expect(await inspect(simulator.accessToken)).toMatchObject({ is_valid: true, expires_at: 0 });
  expect(await inspect(`${appId}|${appSecret}`)).toMatchObject({ type: "APP", is_valid: true, scopes: [] });
  expect(await inspect("EAAnobody")).toEqual({
    is_valid: false,
    scopes: [],
    error: { code: 190, message: expect.stringContaining("Cannot parse") },
  });
  await simulator.close();
});

test("debug_token needs a token to inspect, and one of its own", async () => {
  expect((await graph.get("debug_token")).error).toEqual({ status: 400, code: 100 });
  expect((await graph.get("debug_token?input_token=x", "EAAnobody")).error).toEqual({
    status: 401,
    code: 190,
  });
});

test("the token of the app reaches no account", async () => {
  const { appId, appSecret } = graph.simulator.clientOptions;
  const { number, send } = await reach(`${appId}|${appSecret}`);
  expect([number.code, send.code]).toEqual([200, 10]);
});

test("no token, PIN or verify token ends up in the log of requests", async () => {
  const { phoneNumberId, get, post, simulator } = graph;
  const token = add({ scopes: [] });
  await get(`debug_token?input_token=${token}`, token);
  await post(`${phoneNumberId}/register`, {
    messaging_product: "whatsapp",
    pin: "482913",
    access_token: token,
  });
  await post(phoneNumberId, {
    webhook_configuration: { override_callback_uri: "", verify_token: "a secret" },
  });
  expect(JSON.stringify(simulator.requests)).not.toMatch(new RegExp(`${token}|482913|a secret`));
  expect(simulator.requests[1]?.body).toEqual({
    messaging_product: "whatsapp",
    pin: "[removed]",
    access_token: "[removed]",
  });
});

test("nor does a PIN that is a number, a verification code, or a private key in the place of a public one", async () => {
  const { accessToken, phoneNumberId } = graph.simulator.clientOptions;
  const { privateKey } = await createFlowKeys();
  const template = { name: "news", language: { code: "en_US" } };
  const bodies = [
    ["register", { pin: 482913 }],
    ["verify_code", { code: "551-733" }],
    ["whatsapp_business_encryption", { business_public_key: privateKey }],
    ["messages", { template }],
  ] as const;
  for (const [edge, body] of bodies) {
    const form = new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]));
    for (const sent of [JSON.stringify(body), form])
      await graph.simulator.fetch(`https://graph.facebook.com/v26.0/${phoneNumberId}/${edge}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(typeof sent === "string" ? { "content-type": "application/json" } : {}),
        },
        body: sent,
      });
  }
  const logged = graph.simulator.requests.map(({ body }) => body);
  expect(logged).toHaveLength(8);
  expect(JSON.stringify(logged)).not.toMatch(/482913|551-733|PRIVATE KEY/);
  expect(logged.at(-2)).toEqual({ template });
});
