import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  ConfigurationError,
  type EmbeddedSignup,
  OnboardingError,
  ValidationError,
  WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import { client, failure } from "../support/client.ts";
import { type Recorded, recorder, refused } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { onboardingOperations } from "./operations/onboarding.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

const appId = "670843887433847";
const appSecret = "0123456789abcdef0123456789abcdef";
const token = "EAAcustomer123";
const ok = { success: true };
const management = "whatsapp_business_management";

const prove = (text: string): string => createHmac("sha256", appSecret).update(text).digest("hex");
const granted = (target_ids?: unknown[]) => ({
  data: {
    is_valid: true,
    scopes: [management],
    granular_scopes: [{ scope: management, ...(target_ids && { target_ids }) }],
  },
});
const listed = (...ids: string[]) => ({ data: ids.map((id) => ({ id })) });

describeOperations(onboardingOperations);
testUnusable(onboardingOperations, {
  "onboarding.exchangeCode": [{ token }, ok],
  "onboarding.debugToken": [{}, { data: [] }],
  "onboarding.appSubscriptions": [{ data: [{}] }, ok],
  "onboarding.syncAppData": [ok],
  "onboarding.getClientToken": [ok],
});

const complete = (signup: object) => (whatsapp: WhatsAppClient) =>
  whatsapp.onboarding.complete(signup as EmbeddedSignup);
const half = { override_callback_uri: "https://a.example" };
const subscribe =
  (changes: object) =>
  ({ onboarding }: WhatsAppClient) =>
    onboarding.subscribeApp({
      callback_url: "https://a.example",
      verify_token: "v",
      fields: ["messages"],
      ...changes,
    });

describeRefusals([
  ["code must not be empty", ({ onboarding }) => onboarding.exchangeCode({ code: "" })],
  ["code is missing", ({ onboarding }) => onboarding.exchangeCode({} as never)],
  [
    "has unknown keys: redirectUri",
    ({ onboarding }) => onboarding.exchangeCode({ code: "c", ...{ redirectUri: "https://a.example" } }),
  ],
  [
    "has unknown keys: access_token",
    ({ onboarding }) => onboarding.debugToken({ input_token: token, ...{ access_token: token } }),
  ],
  ["input_token must not be empty", ({ onboarding }) => onboarding.debugToken({ input_token: "" })],
  ["code is missing: pass the `code`", complete({})],
  ["code must not be empty", complete({ code: "" })],
  ["pin must be 6 digits", complete({ code: "c", pin: "12345" })],
  ["webhook.verify_token is missing", complete({ code: "c", webhook: half })],
  ["webhook.override_callback_uri is missing", complete({ code: "c", webhook: { verify_token: "v" } })],
  ["has unknown keys: phone_number_id", complete({ code: "c", phone_number_id: "1" })],
  ["done belongs to the `accessToken`", complete({ code: "c", done: ["exchange"] })],
  ["done.0 must be", complete({ accessToken: token, done: ["all"] })],
  ["businessAccountId is missing", complete({ accessToken: token, done: ["exchange", "account"] })],
  ["callback_url must be an https URL", subscribe({ callback_url: "http://a.example" })],
  ["fields must not be empty", subscribe({ fields: [] })],
  ["verify_token must not be empty", subscribe({ verify_token: "" })],
  ["sync_type must be", ({ onboarding }) => onboarding.syncAppData({ sync_type: "all" as "history" })],
  [
    "messaging_product is added by wacloud",
    ({ onboarding }) =>
      onboarding.syncAppData({ sync_type: "history", ...{ messaging_product: "whatsapp" } }),
  ],
]);

/** A client whose calls are answered in this order, and the requests it made. */
function answering(answers: readonly (object | Response)[], options: Partial<WhatsAppClientOptions> = {}) {
  const { fetch, requests } = recorder(
    ...answers.map((answer) => (answer instanceof Response ? answer : Response.json(answer))),
  );
  return { requests, onboarding: client({ fetch, appSecret, ...options }).onboarding };
}

const readCall = ({ method, url, headers }: Recorded) => ({
  call: `${method} ${url.pathname}`,
  token: headers.get("authorization"),
  proof: url.searchParams.get("appsecret_proof"),
});

test.each([
  "exchangeCode",
  "complete",
  "subscribeApp",
  "unsubscribeApp",
  "appSubscriptions",
  "getClientToken",
])("%s needs the app secret, and says so before a request", async (method) => {
  const { onboarding, requests } = answering([], { appSecret: undefined });
  const calls: Record<string, () => Promise<unknown>> = {
    exchangeCode: () => onboarding.exchangeCode({ code: "c" }),
    complete: () => onboarding.complete({ code: "c" }),
    subscribeApp: () =>
      onboarding.subscribeApp({ callback_url: "https://a.example", verify_token: "v", fields: ["messages"] }),
    unsubscribeApp: () => onboarding.unsubscribeApp(),
    appSubscriptions: () => onboarding.appSubscriptions().page(),
    getClientToken: () => onboarding.getClientToken("1"),
  };
  const error = await failure(calls[method]?.() ?? Promise.resolve());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(String(error)).toContain("WHATSAPP_APP_SECRET");
  expect(requests).toHaveLength(0);
});

test("a code is exchanged without a token, also where a function returns them: nobody is asked", async () => {
  const accessToken = () => {
    throw new Error("No account is known yet.");
  };
  const { onboarding, requests } = answering([{ access_token: token }], { accessToken });
  await onboarding.exchangeCode({ code: "c" });
  expect(requests.map(readCall)).toEqual([
    { call: "GET /v26.0/oauth/access_token", token: null, proof: null },
  ]);
});

test("a refused exchange is not repeated with another token: a code works once", async () => {
  const { onboarding, requests } = answering([refused(401, 190)], { accessToken: async () => "EAA" });
  expect(await failure(onboarding.complete({ code: "c" }))).toBeInstanceOf(ApiError);
  expect(requests).toHaveLength(1);
});

test("the app's own calls carry the app's token and its proof", async () => {
  const { onboarding, requests } = answering([{ data: [] }, { data: { is_valid: false } }]);
  await onboarding.appSubscriptions({ headers: { Authorization: "Bearer other", "x-trace": "7" } }).page();
  await onboarding.debugToken({ input_token: "x" });
  const asApp = { token: `Bearer ${appId}|${appSecret}`, proof: prove(`${appId}|${appSecret}`) };
  expect(requests.map(readCall)).toEqual([
    { call: `GET /v26.0/${appId}/subscriptions`, ...asApp },
    { call: "GET /v26.0/debug_token", ...asApp },
  ]);
  expect(requests[0]?.headers.get("x-trace")).toBe("7");
});

test.each([{ appSecret: undefined }, { appId: undefined }])(
  "without %j, a token is inspected with the client's own",
  async (options) => {
    const { onboarding, requests } = answering([granted()], options);
    await onboarding.debugToken({ input_token: "x" });
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
  },
);

test("the client's token is proved in the form, whoever returns it", async () => {
  const asked: unknown[] = [];
  const accessToken = (context: object) => {
    asked.push(context);
    return "EAAsystem";
  };
  const { onboarding, requests } = answering([{ access_token: token }], { accessToken });
  expect(await onboarding.getClientToken("77")).toEqual({ access_token: token });
  expect(requests[0]?.text).toBe(`fetch_only=true&appsecret_proof=${prove("EAAsystem")}`);
  expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAsystem");
  expect(requests[0]?.headers.get("content-type")).toContain("x-www-form-urlencoded");
  expect(asked).toEqual([{ businessAccountId: "102290129340398", phoneNumberId: "106540352242922" }]);
});

test("the client's token is asked for once, and again when it is refused: the form proves the one it travels with", async () => {
  const tokens = ["EAAfirst", "EAAsecond"];
  const given: string[] = [];
  const accessToken = () => {
    given.push(tokens[given.length] ?? "EAAtooMany");
    return given.at(-1) ?? "";
  };
  const answers = [
    { access_token: token },
    { access_token: token },
    refused(401, 190),
    { access_token: token },
  ];
  const { onboarding, requests } = answering(answers, { accessToken });
  await Promise.all([onboarding.getClientToken("77"), onboarding.getClientToken("78")]);
  expect(given).toEqual(["EAAfirst"]);
  expect(await onboarding.getClientToken("77")).toEqual({ access_token: token });
  expect(given).toEqual(tokens);
  expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual(
    ["EAAfirst", "EAAfirst", "EAAfirst", "EAAsecond"].map((one) => `Bearer ${one}`),
  );
  expect(requests.at(-1)?.text).toBe(`fetch_only=true&appsecret_proof=${prove("EAAsecond")}`);
});

test("ids in what Meta tells about a token are texts, however long", async () => {
  const text =
    '{"data":{"app_id":670843887433847,"is_valid":true,"user_id":12345678901234567890,"granular_scopes":[{"scope":"x","target_ids":[9007199254740993,5]}]}}';
  const { onboarding } = answering([new Response(text, { headers: { "content-type": "application/json" } })]);
  expect(await onboarding.debugToken({ input_token: "x" })).toEqual({
    app_id: "670843887433847",
    is_valid: true,
    user_id: "12345678901234567890",
    granular_scopes: [{ scope: "x", target_ids: ["9007199254740993", "5"] }],
  });
});

describe("completing a signup", () => {
  test("takes the steps in order, each with the right token, and its answer makes a client", async () => {
    const webhook = { override_callback_uri: "https://a.example", verify_token: "v" };
    const { onboarding, requests } = answering([
      { access_token: token },
      granted([2, "1"]),
      ok,
      listed("20"),
      ok,
    ]);
    const customer = await onboarding.complete({
      code: "c",
      businessAccountId: "1",
      phoneNumberId: "20",
      pin: "482913",
      webhook,
      redirect_uri: "https://a.example/back",
    });
    expect(customer).toEqual({ accessToken: token, businessAccountId: "1", phoneNumberId: "20" });
    const asCustomer = { token: `Bearer ${token}`, proof: prove(token) };
    expect(requests.map(readCall)).toEqual([
      { call: "GET /v26.0/oauth/access_token", token: null, proof: null },
      {
        call: "GET /v26.0/debug_token",
        token: `Bearer ${appId}|${appSecret}`,
        proof: prove(`${appId}|${appSecret}`),
      },
      { call: "POST /v26.0/1/subscribed_apps", ...asCustomer },
      { call: "GET /v26.0/1/phone_numbers", ...asCustomer },
      { call: "POST /v26.0/20/register", ...asCustomer },
    ]);
    expect(requests[0]?.url.searchParams.get("redirect_uri")).toBe("https://a.example/back");
    expect(requests[1]?.url.searchParams.get("input_token")).toBe(token);
    expect(requests.map(({ json }) => json)).toEqual([
      undefined,
      undefined,
      webhook,
      undefined,
      { messaging_product: "whatsapp", pin: "482913" },
    ]);
    expect(new WhatsAppClient({ ...customer, appId, appSecret })).toBeInstanceOf(WhatsAppClient);
  });

  test("without ids, it takes the newest account and number", async () => {
    const { onboarding, requests } = answering([
      { access_token: token },
      granted(["3", "2"]),
      ok,
      listed("9", "8"),
    ]);
    expect(await onboarding.complete({ code: "c" })).toEqual({
      accessToken: token,
      businessAccountId: "3",
      phoneNumberId: "9",
    });
    expect(requests[2]?.text).toBe("");
  });

  test("an account without numbers has no phoneNumberId", async () => {
    const { onboarding } = answering([{ access_token: token }, granted(["3"]), ok, listed()]);
    const customer = await onboarding.complete({ code: "c" });
    expect(Object.keys(customer)).toEqual(["accessToken", "businessAccountId"]);
    expect(new WhatsAppClient({ ...customer, appId })).toBeInstanceOf(WhatsAppClient);
  });

  test("a number on a later page is found", async () => {
    const next = "https://graph.facebook.com/v26.0/3/phone_numbers?after=a";
    const first = { ...listed("9"), paging: { cursors: { after: "a" }, next } };
    const { onboarding, requests } = answering([
      { access_token: token },
      granted(["3"]),
      ok,
      first,
      listed("8"),
    ]);
    const customer = await onboarding.complete({ code: "c", phoneNumberId: "8" });
    expect(customer.phoneNumberId).toBe("8");
    expect(requests[4]?.headers.get("authorization")).toBe(`Bearer ${token}`);
  });

  test("a token that reaches all accounts reaches a claimed one", async () => {
    const noTargets = [granted(), { data: { is_valid: true, scopes: [management] } }];
    for (const info of noTargets) {
      const { onboarding } = answering([{ access_token: token }, info, ok, listed("9")]);
      const customer = await onboarding.complete({ code: "c", businessAccountId: "7" });
      expect(customer.businessAccountId).toBe("7");
    }
  });

  test("acts for the app that the options name", async () => {
    const { onboarding, requests } = answering([{ access_token: token }, granted(["3"]), ok, listed("9")]);
    await onboarding.complete({ code: "c" }, { appId: "555" });
    expect(requests[0]?.url.searchParams.get("client_id")).toBe("555");
    expect(requests[1]?.headers.get("authorization")).toBe(`Bearer 555|${appSecret}`);
  });

  type Answers = readonly (object | Response)[];
  const exchanged = { access_token: token };
  const other = { data: { scopes: ["whatsapp_business_messaging"], granular_scopes: [] } };

  /** What is claimed, what Meta answers, and which claim does not hold at which step. */
  const claims: Record<string, [signup: object, answers: Answers, step: string, path: string]> = {
    "another tenant's account": [
      { businessAccountId: "9" },
      [exchanged, granted(["3"])],
      "account",
      "businessAccountId",
    ],
    "an account without the permission": [
      { businessAccountId: "3" },
      [exchanged, other],
      "account",
      "businessAccountId",
    ],
    "an account where only others were granted it": [
      { businessAccountId: "3" },
      [
        exchanged,
        {
          data: {
            is_valid: true,
            scopes: [management],
            granular_scopes: [{ scope: "whatsapp_business_messaging", target_ids: ["3"] }],
          },
        },
      ],
      "account",
      "businessAccountId",
    ],
    "no account, and none was granted": [{}, [exchanged, granted([])], "account", "businessAccountId"],
    "no account, and the token names none": [{}, [exchanged, granted()], "account", "businessAccountId"],
    "with a token that is not valid": [
      { businessAccountId: "3" },
      [exchanged, { data: { is_valid: false } }],
      "account",
      "accessToken",
    ],
    "another tenant's number": [
      { phoneNumberId: "99" },
      [exchanged, granted(["3"]), ok, listed("8")],
      "number",
      "phoneNumberId",
    ],
    "a number where there is none": [
      { phoneNumberId: "99" },
      [exchanged, granted(["3"]), ok, listed()],
      "number",
      "phoneNumberId",
    ],
    "a PIN without a number": [{ pin: "482913" }, [exchanged, granted(["3"]), ok, listed()], "number", "pin"],
  };

  test.each(Object.entries(claims))("%s does not hold", async (_, [signup, answers, step, path]) => {
    const { onboarding, requests } = answering(answers);
    const error = await failure(onboarding.complete({ code: "c", ...signup }));
    expect(error).toBeInstanceOf(OnboardingError);
    expect(error).toMatchObject({ step, cause: { issues: [{ path }] } });
    expect((error as OnboardingError).cause).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(answers.length);
  });

  test("a failing exchange throws its own error", async () => {
    const { onboarding } = answering([refused(400, 100)]);
    expect(await failure(onboarding.complete({ code: "c" }))).toBeInstanceOf(ApiError);
    const { fetch } = recorder(new TypeError("terminated"));
    const lost = client({ fetch, appSecret }).onboarding.complete({ code: "c" });
    expect(await failure(lost)).toBeInstanceOf(AmbiguousSendError);
  });

  const whole: Answers = [exchanged, granted(["3"]), ok, listed("8"), ok];
  const steps = ["exchange", "account", "subscribe", "number", "register"] as const;
  const known = [{}, {}, { businessAccountId: "3" }, { businessAccountId: "3" }];

  test.each([1, 2, 3, 4])("when step %i fails, what is done is not repeated", async (at) => {
    const { onboarding, requests } = answering([...whole.slice(0, at), refused(400, 133_005)]);
    const error = await failure(onboarding.complete({ code: "c", pin: "000000" }));
    expect(error).toMatchObject({ name: "OnboardingError", step: steps[at], cause: { code: 133_005 } });
    const { progress } = error as OnboardingError;
    const ids = at === 4 ? { businessAccountId: "3", phoneNumberId: "8" } : known[at];
    expect(progress).toEqual({ accessToken: token, ...ids, done: steps.slice(0, at) });
    expect(requests).toHaveLength(at + 1);

    const again = answering(whole.slice(at));
    expect(await again.onboarding.complete({ ...progress, pin: "482913" })).toEqual({
      accessToken: token,
      businessAccountId: "3",
      phoneNumberId: "8",
    });
    expect(again.requests).toHaveLength(5 - at);
    expect(again.requests.at(-1)?.json).toMatchObject({ pin: "482913" });
  });

  test("claims that were not checked yet are checked when it goes on", async () => {
    const signup = { code: "c", businessAccountId: "3", phoneNumberId: "99" };
    const { onboarding } = answering([exchanged, refused(500, 2)]);
    const error = (await failure(onboarding.complete(signup))) as OnboardingError;
    expect(error.step).toBe("account");
    const again = answering([granted(["3"]), ok, listed("8")]);
    const second = await failure(again.onboarding.complete({ ...error.progress }));
    expect(second).toMatchObject({ step: "number", cause: { issues: [{ path: "phoneNumberId" }] } });
  });

  test("the error shows the step and the reason, and nowhere the token", async () => {
    const { onboarding } = answering([...whole.slice(0, 4), refused(400, 133_005)]);
    const error = (await failure(onboarding.complete({ code: "c", pin: "482913" }))) as OnboardingError;
    expect(error.message).toContain("`register`");
    expect(error.message).toMatch(/code 133005, HTTP 400\)\. To go on/);
    const said = [inspect(error, { depth: 9 }), JSON.stringify(error), error.stack, error.message].join();
    for (const secret of [token, "482913", appSecret]) expect(said).not.toContain(secret);
    expect(Object.keys(error)).toEqual(["step"]);
  });

  test("an aborted step keeps what is done, and the reason", async () => {
    const stop = new AbortController();
    const { fetch } = recorder(Response.json(exchanged), Response.json(granted(["3"])), () => {
      stop.abort("closed");
      return Response.json(ok);
    });
    const { onboarding } = client({ fetch, appSecret });
    const error = await failure(onboarding.complete({ code: "c" }, { signal: stop.signal }));
    expect(error).toMatchObject({ step: "subscribe", cause: "closed" });
  });
});

describe("on the simulator", () => {
  const start = (options: Partial<WhatsAppClientOptions> = {}) => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, ...options });
    return { simulator, whatsapp, onboarding: whatsapp.onboarding };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) =>
    expect(await failure(promise)).toMatchObject({ code });
  const idsOf = ({ message }: ReturnType<Simulator["embeddedSignup"]>) => ({
    businessAccountId: message.data.waba_id,
    ...(message.data.phone_number_id !== undefined && { phoneNumberId: message.data.phone_number_id }),
  });

  test("a business signs up, and writes and receives from then on", async () => {
    const { simulator, onboarding } = start();
    const signup = simulator.embeddedSignup({ verifiedName: "Lucky Shrub" });
    const ids = idsOf(signup);
    const customer = await onboarding.complete({ code: signup.code, ...ids, pin: "482913" });
    expect(customer).toEqual({ ...ids, accessToken: expect.stringMatching(/^EAA/) });
    const received: string[] = [];
    simulator.webhook = async (request) => {
      received.push(await request.text());
      return new Response();
    };
    const ana = simulator.user("+5511987654321");
    await ana.sends("hi", { phoneNumberId: String(ids.phoneNumberId) });
    const tenant = new WhatsAppClient({ ...simulator.clientOptions, ...customer });
    await tenant.messages.sendText({ to: "+5511987654321", body: "Welcome" });
    expect(ana.inbox.at(-1)?.text).toBe("Welcome");
    expect(received[0]).toContain(ids.businessAccountId);
  });

  test("over a socket, with the runtime's fetch", async () => {
    const { simulator } = start();
    await simulator.listen();
    onTestFinished(() => simulator.close());
    const { onboarding } = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    const { code, message } = simulator.embeddedSignup();
    const customer = await onboarding.complete({ code, pin: "482913" });
    expect(customer.businessAccountId).toBe(message.data.waba_id);
  });

  test("the customer's token reaches the customer's account only", async () => {
    const { simulator, onboarding } = start();
    const [one, two] = [simulator.embeddedSignup(), simulator.embeddedSignup()];
    const first = await onboarding.complete({ code: one.code });
    const second = await onboarding.complete({ code: two.code });
    expect(first.accessToken).not.toBe(second.accessToken);
    const tenant = new WhatsAppClient({ ...simulator.clientOptions, ...first, retry: false });
    await refusedWith(200, tenant.businessAccount.get({}, { businessAccountId: second.businessAccountId }));
    expect(await onboarding.debugToken({ input_token: first.accessToken })).toMatchObject({
      is_valid: true,
      granular_scopes: [
        { scope: management, target_ids: [first.businessAccountId] },
        { scope: "whatsapp_business_messaging", target_ids: [first.businessAccountId] },
      ],
    });
  });

  test("somebody who claims another tenant's account or number gets neither", async () => {
    const { simulator, onboarding } = start();
    const victim = simulator.embeddedSignup();
    await onboarding.complete({ code: victim.code });
    const { businessAccountId, phoneNumberId } = idsOf(victim);
    const account = await failure(
      onboarding.complete({ code: simulator.embeddedSignup().code, businessAccountId }),
    );
    expect(account).toMatchObject({ step: "account" });
    const number = await failure(
      onboarding.complete({ code: simulator.embeddedSignup().code, phoneNumberId }),
    );
    expect(number).toMatchObject({ step: "number" });
  });

  test("a code works once, for 30 seconds, with the secret and address it was made for", async () => {
    const { simulator, whatsapp, onboarding } = start();
    const { code } = simulator.embeddedSignup();
    expect(await onboarding.exchangeCode({ code })).toMatchObject({ token_type: "bearer" });
    await refusedWith(100, onboarding.exchangeCode({ code }));
    await refusedWith(100, onboarding.exchangeCode({ code: "unknown" }));
    const late = simulator.embeddedSignup();
    await simulator.clock.advance({ seconds: 30 });
    await refusedWith(100, onboarding.exchangeCode({ code: late.code }));
    const back = simulator.embeddedSignup({ redirectUri: "https://a.example/back" });
    await refusedWith(100, onboarding.exchangeCode({ code: back.code }));
    await onboarding.exchangeCode({ code: back.code, redirect_uri: "https://a.example/back" });
    await refusedWith(101, onboarding.exchangeCode({ code }, { appId: "1" }));
    const path = "/oauth/access_token";
    const ask = (query: Record<string, string>) => whatsapp.request({ method: "GET", path, query });
    await refusedWith(101, ask({}));
    const { appId: client_id, appSecret: client_secret } = simulator.clientOptions;
    await refusedWith(1, ask({ client_id, client_secret: "wrong" }));
    await refusedWith(1, ask({ client_id }));
    await refusedWith(100, ask({ client_id, client_secret }));
    const own = await ask({ client_id, client_secret, grant_type: "client_credentials" });
    expect(own.body).toMatchObject({ access_token: `${client_id}|${client_secret}` });
  });

  test("a wrong PIN stops at the last step, and the right one goes on", async () => {
    const { simulator, onboarding } = start();
    const { code, message } = simulator.embeddedSignup();
    const number = simulator.phoneNumbers.find(({ id }) => id === message.data.phone_number_id);
    if (number) number.pin = "111111";
    const error = (await failure(onboarding.complete({ code, pin: "482913" }))) as OnboardingError;
    expect(error).toMatchObject({ step: "register", cause: { code: 133_005 } });
    await onboarding.complete({ ...error.progress, pin: "111111" });
    expect(number?.isRegistered).toBe(true);
  });

  test("the app's webhooks are subscribed, listed and ended", async () => {
    const { simulator, onboarding } = start();
    expect((await onboarding.appSubscriptions().page()).data).toEqual([]);
    const input = { callback_url: "https://127.0.0.1:9/webhook", verify_token: "v", fields: ["messages"] };
    await refusedWith(2200, onboarding.subscribeApp(input));
    simulator.webhookUrl = input.callback_url;
    expect((await onboarding.appSubscriptions().page()).data).toMatchObject([
      { object: "whatsapp_business_account", callback_url: input.callback_url, active: true },
    ]);
    await onboarding.unsubscribeApp();
    expect(simulator.webhookUrl).toBeUndefined();
  });

  test("a number that stays in the app shares its contacts and chats, each once, within a day", async () => {
    const { simulator, whatsapp, onboarding } = start();
    const fields: string[] = [];
    simulator.webhook = async (request) => {
      const { entry } = (await request.json()) as { entry: { changes: { field: string }[] }[] };
      fields.push(...entry.flatMap(({ changes }) => changes.map(({ field }) => field)));
      return new Response();
    };
    simulator.user("+5511987654321", { name: "Ana" });
    const { code, message } = simulator.embeddedSignup({ staysInApp: true });
    expect(message).toMatchObject({ event: "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING" });
    const { phoneNumberId = "" } = await onboarding.complete({
      code,
      businessAccountId: message.data.waba_id,
    });
    const { is_on_biz_app } = await whatsapp.phoneNumbers.get({
      id: phoneNumberId,
      fields: ["is_on_biz_app"],
    });
    expect(is_on_biz_app).toBe(true);
    const sync = (sync_type: "history" | "smb_app_state_sync", options = { phoneNumberId }) =>
      onboarding.syncAppData({ sync_type }, options);
    expect(await sync("smb_app_state_sync")).toMatchObject({ request_id: expect.any(String) });
    await refusedWith(2_593_107, sync("smb_app_state_sync"));
    await sync("history");
    await simulator.settled();
    expect(fields).toEqual(["smb_app_state_sync", "history"]);
    const later = await onboarding.complete({ code: simulator.embeddedSignup({ staysInApp: true }).code });
    await simulator.clock.advance({ hours: 24 });
    await refusedWith(2_593_108, sync("history", { phoneNumberId: String(later.phoneNumberId) }));
    await refusedWith(100, onboarding.syncAppData({ sync_type: "history" }));
    const path = `/${phoneNumberId}/smb_app_data`;
    const body = { messaging_product: "whatsapp", sync_type: "all" };
    await refusedWith(100, whatsapp.request({ method: "POST", path, body }));
  });

  test("the token of a client is fetched by its portfolio, and is the same one", async () => {
    const { simulator, whatsapp, onboarding } = start();
    const { code, message } = simulator.embeddedSignup();
    const id = message.data.business_id ?? "";
    const { access_token } = await onboarding.getClientToken(id);
    expect(await onboarding.exchangeCode({ code })).toMatchObject({ access_token });
    await refusedWith(100, onboarding.getClientToken("2729063490586005"));
    const path = `/${id}/system_user_access_tokens`;
    await refusedWith(100, whatsapp.request({ method: "POST", path, body: {} }));
    const plain = new WhatsAppClient({ ...simulator.clientOptions, appSecret: undefined, retry: false });
    await refusedWith(100, plain.request({ method: "POST", path, body: { fetch_only: true } }));
  });

  test("what is secret is in no log of the simulator, and a code survives a restart", async () => {
    const { simulator, onboarding } = start();
    const { code } = simulator.embeddedSignup();
    const saved = JSON.parse(JSON.stringify(simulator.snapshot()));
    const customer = await onboarding.complete({ code, pin: "482913" });
    const log = JSON.stringify(simulator.requests);
    const { appSecret: secret } = simulator.clientOptions;
    for (const private_ of [code, customer.accessToken, secret, "482913"]) {
      expect(log).not.toContain(private_);
    }
    await simulator.restore(saved);
    expect(await onboarding.complete({ code })).toMatchObject({
      businessAccountId: customer.businessAccountId,
    });
  });
});
