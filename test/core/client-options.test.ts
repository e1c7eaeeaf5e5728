import { describe, expect, test } from "vitest";
import {
  type ApiRequest,
  type Call,
  ConfigurationError,
  WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { accepted, recorder } from "../support/recorder.ts";

const valid = { accessToken: "EAA", phoneNumberId: "106540352242922" };
const env = { WHATSAPP_ACCESS_TOKEN: "EAA", WHATSAPP_PHONE_NUMBER_ID: "106540352242922" };

function problem(make: () => unknown): ConfigurationError {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("Expected a ConfigurationError.");
}

test("all missing options are reported together, each with its environment variable", () => {
  const { message, issues } = problem(() => WhatsAppClient.fromEnv({}, {}));
  expect(issues.map(({ path }) => path)).toEqual(["accessToken", "phoneNumberId"]);
  expect(message).toContain("WHATSAPP_ACCESS_TOKEN");
  expect(message).toContain("WHATSAPP_PHONE_NUMBER_ID");
});

test("managing templates needs no number; calls that need one say so, and send nothing", async () => {
  const { fetch, requests } = recorder(() => new Response(JSON.stringify({ data: [] })));
  const account = { accessToken: "EAA", businessAccountId: "102290129340398", fetch };
  const whatsapp = new WhatsAppClient(account);
  expect((await whatsapp.templates.list().page()).data).toEqual([]);
  expect(requests).toHaveLength(1);
  const to = "+14155552671";
  const refusals = await Promise.allSettled([
    whatsapp.messages.sendText({ to, body: "Hello" }),
    whatsapp.messages.markAsRead("wamid.1"),
    whatsapp.marketingMessages.sendTemplate({ to, name: "sale", language: "en_US" }),
    whatsapp.media.upload({ file: new Blob(["a"], { type: "text/plain" }) }),
  ]);
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      status: "rejected",
      reason: { name: "ConfigurationError", issues: [{ path: "phoneNumberId" }] },
    });
    expect(String((refusal as PromiseRejectedResult).reason)).toContain("WHATSAPP_PHONE_NUMBER_ID");
  }
  expect(requests).toHaveLength(1);
});

test("fromEnv requires the number even if an account is set, so senders fail at startup", () => {
  const { WHATSAPP_ACCESS_TOKEN } = env;
  const account = { WHATSAPP_ACCESS_TOKEN, WHATSAPP_BUSINESS_ACCOUNT_ID: "102290129340398" };
  const { issues } = problem(() => WhatsAppClient.fromEnv({}, account));
  expect(issues.map(({ path }) => path)).toEqual(["phoneNumberId"]);
});

test("who has no number reads that an account is enough", () => {
  const { accessToken } = valid;
  const { message } = problem(() => new WhatsAppClient({ accessToken } as WhatsAppClientOptions));
  expect(message).toContain("`businessAccountId` instead");
});

describe("a malformed option is named, and its value never shown", () => {
  test.each([
    ["accessToken", "EAA with spaces"],
    ["accessToken", ""],
    ["phoneNumberId", "+14155552671"],
    ["businessAccountId", "my account"],
    ["appId", "app"],
    ["appSecret", "se cret"],
    ["appSecret", ""],
    ["apiVersion", "25"],
    ["baseUrl", "graph.facebook.com"],
    ["defaultCountry", "USA"],
    ["timeoutMs", 0],
    ["timeoutMs", Number.NaN],
    ["retry.attempts", { retry: { attempts: 0 } }],
    ["retry.maxDelayMs", { retry: { maxDelayMs: -1 } }],
    ["rateLimit.messagesPerSecond", { rateLimit: { messagesPerSecond: 0 } }],
    ["rateLimit.messagesPerSecond", { rateLimit: { messagesPerSecond: Number.POSITIVE_INFINITY } }],
    ["rateLimit.maxQueue", { rateLimit: { maxQueue: Number.NaN } }],
    ["fetch", { fetch: "fetch" }],
  ])("%s", (path, value) => {
    const given = typeof value === "object" ? value : { [path]: value };
    const { issues, message } = problem(() => new WhatsAppClient({ ...valid, ...given } as never));
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    if (typeof value === "string" && value.length > 5) expect(message).not.toContain(value);
  });
});

const durations = [Number.NaN, -1, 2 ** 31, Number.POSITIVE_INFINITY, "1000"];

describe("a time that no timer can wait for is refused, with the name of its field", () => {
  const account = { ...valid, businessAccountId: "102290129340398" };

  test.each(durations)("%s, as an option of the client", (value) => {
    const retry = { minDelayMs: value, maxDelayMs: value };
    const { issues } = problem(() => new WhatsAppClient({ ...valid, timeoutMs: value, retry } as never));
    expect(issues.map(({ path }) => path)).toEqual(["timeoutMs", "retry.minDelayMs", "retry.maxDelayMs"]);
    for (const { message } of issues)
      expect(message).toMatch(/^must be a number of milliseconds from [01] to /);
  });

  test.each(durations)("%s, of a call: nothing is sent", async (timeoutMs) => {
    const { fetch, requests } = recorder();
    const whatsapp = new WhatsAppClient({ ...account, fetch });
    const options = { timeoutMs } as { timeoutMs: number };
    const to = "+14155552671";
    const file = new Blob(["a"], { type: "text/plain" });
    const outcomes = await Promise.allSettled([
      whatsapp.messages.sendText({ to, body: "Hi" }, options),
      whatsapp.messages.markAsRead("wamid.1", options),
      whatsapp.request({ method: "GET", path: "/1", ...options }),
      whatsapp.media.upload({ file }, options),
      whatsapp.media.download("1", options),
      whatsapp.templates.list({}, options).page(),
      whatsapp.qrCodes.get("1", options),
    ]);
    for (const outcome of outcomes) {
      const issues = [
        { path: "timeoutMs", message: expect.stringContaining("must be a number of milliseconds") },
      ];
      expect(outcome).toMatchObject({ status: "rejected", reason: { name: "ValidationError", issues } });
    }
    expect(requests).toHaveLength(0);
  });

  test.each(durations)("%s, of a user's layer", async (timeoutMs) => {
    const layers = [(next: Call) => (request: ApiRequest) => next({ ...request, timeoutMs } as ApiRequest)];
    const whatsapp = new WhatsAppClient({ ...valid, layers: layers as never, fetch: recorder().fetch });
    const sent = whatsapp.messages.sendText({ to: "+14155552671", body: "Hi" });
    await expect(sent).rejects.toMatchObject({ issues: [{ path: "timeoutMs" }] });
  });

  test.each(durations)("%s, of a wait or a cache", async (value) => {
    const { templates } = new WhatsAppClient({ ...account, fetch: recorder().fetch });
    for (const field of ["minPollMs", "maxPollMs"]) {
      const reviewed = templates.waitUntilReviewed("1", { [field]: value });
      await expect(reviewed).rejects.toMatchObject({ name: "ConfigurationError", issues: [{ path: field }] });
    }
    const { issues } = problem(() => templates.checked({ maxAgeMs: value as number }));
    expect(issues.map(({ path }) => path)).toEqual(["maxAgeMs"]);
  });

  test("the longest time that a timer can wait is accepted", async () => {
    const { fetch } = recorder(accepted(), Response.json({ id: "1" }));
    const longest = 2 ** 31 - 1;
    const whatsapp = new WhatsAppClient({
      ...valid,
      fetch,
      timeoutMs: longest,
      retry: { maxDelayMs: longest },
    });
    await whatsapp.messages.sendText({ to: "+14155552671", body: "Hi" }, { timeoutMs: longest });
    await whatsapp.media.upload({ file: new Blob(["a"], { type: "text/plain" }) }); // gets more time by its size
  });
});

describe("an unknown option is rejected, with the option that was probably meant", () => {
  test.each([
    [{ timeout: 5000 }, "timeout", "Did you mean `timeoutMs`?"],
    [{ bussinessAccountId: "1" }, "bussinessAccountId", "Did you mean `businessAccountId`?"],
    [{ retry: { maxAttempts: 3 } }, "retry.maxAttempts", "Did you mean `attempts`?"],
    [{ rateLimit: { perSecond: 3 } }, "rateLimit.perSecond", "Options: messagesPerSecond, maxQueue"],
    [{ webhooks: {} }, "webhooks", "Options: accessToken, phoneNumberId, businessAccountId, appId"],
  ])("%j", (given, path, words) => {
    const { issues, message } = problem(() => new WhatsAppClient({ ...valid, ...given } as never));
    expect(issues).toEqual([{ path, message: expect.stringContaining(words) }]);
    expect(message).toContain(`\`${path}\` is not an option.`);
  });

  test("also in fromEnv", () => {
    const { issues } = problem(() => WhatsAppClient.fromEnv({ timeout: 5000 } as never, env));
    expect(issues.map(({ path }) => path)).toEqual(["timeout"]);
  });

  test("every known option is accepted, and undefined ones are ignored", () => {
    const { fetch } = recorder();
    const clock = { now: () => 0, random: () => 0, sleep: async () => {} };
    const rest = { retry: false, rateLimit: false, layers: [], logger: console, clock, fetch } as const;
    expect(() => new WhatsAppClient({ ...valid, ...rest, correlate: false })).not.toThrow();
    expect(() => new WhatsAppClient({ ...valid, renamed: undefined } as never)).not.toThrow();
  });
});

test("fromEnv reads every variable, and overrides take precedence", async () => {
  const { fetch, requests } = recorder(accepted());
  const whatsapp = WhatsAppClient.fromEnv(
    { fetch, apiVersion: "v26.0", accessToken: undefined },
    {
      ...env,
      WHATSAPP_API_VERSION: "v24.0",
      WHATSAPP_API_BASE_URL: "http://localhost:9",
      WHATSAPP_APP_SECRET: "s",
    },
  );
  await whatsapp.messages.sendText({ to: "+14155552671", body: "Hi" });
  expect(requests[0]?.url.href).toMatch(
    /^http:\/\/localhost:9\/v26\.0\/106540352242922\/messages\?appsecret_proof=/,
  );
});

test("an empty variable counts as not set", () => {
  expect(() => WhatsAppClient.fromEnv({}, { ...env, WHATSAPP_APP_ID: "" })).not.toThrow();
  expect(problem(() => WhatsAppClient.fromEnv({}, { ...env, WHATSAPP_ACCESS_TOKEN: "" })).message).toContain(
    "WHATSAPP_ACCESS_TOKEN",
  );
});

test("an id that only some calls need is required by those calls only", async () => {
  const whatsapp = new WhatsAppClient({ ...valid, fetch: recorder().fetch });
  await expect(whatsapp.templates.list().page()).rejects.toThrow(/WHATSAPP_BUSINESS_ACCOUNT_ID/);
});

test.each<[string, Record<string, string>]>([
  ["nothing", {}],
  ["only the token", { WHATSAPP_ACCESS_TOKEN: "EAA" }],
  ["only the app secret", { WHATSAPP_APP_SECRET: "s" }],
])("with %s set, every missing variable is named at once, client's and webhook's", (_, env) => {
  const messages = [() => WhatsAppClient.fromEnv({}, env), () => webhookOptionsFromEnv(env)].map((read) => {
    try {
      read();
    } catch (error) {
      return (error as ConfigurationError).message;
    }
    return "";
  });
  const needed = ["ACCESS_TOKEN", "PHONE_NUMBER_ID", "APP_SECRET", "WEBHOOK_VERIFY_TOKEN"];
  const missing = needed.map((name) => `WHATSAPP_${name}`).filter((name) => env[name] === undefined);
  for (const message of messages) {
    for (const name of missing) expect(message).toContain(name);
    for (const name of Object.keys(env)) expect(message).not.toContain(name);
    expect(message).toContain("node --env-file=.env");
  }
});
