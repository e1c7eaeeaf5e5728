import { createHmac } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { client, failure, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";
import { pass, stopTime, until } from "../support/time.ts";

const hello = { to, body: "Hello" };

test("every call carries the token", async () => {
  const { fetch, requests } = recorder(accepted());
  await client({ fetch }).messages.sendText(hello);
  expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAtoken");
});

test("with an app secret, every call carries the proof for its own token", async () => {
  const { fetch, requests } = recorder(accepted(), accepted());
  let asked = 0;
  const whatsapp = client({ fetch, appSecret: "s3cr3t", accessToken: () => `token-${++asked}` });
  await whatsapp.messages.sendText(hello);
  const expected = createHmac("sha256", "s3cr3t").update("token-1").digest("hex");
  expect(requests[0]?.url.searchParams.get("appsecret_proof")).toBe(expected);
});

test.each([[190], [0], [102]])("after code %i, the token function is called once more", async (code) => {
  const { fetch, requests } = recorder(refused(401, code), accepted(), accepted());
  let asked = 0;
  const whatsapp = client({ fetch, accessToken: async () => `token-${++asked}` });
  await whatsapp.messages.sendText(hello);
  await whatsapp.messages.sendText(hello);
  expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
    "Bearer token-1",
    "Bearer token-2",
    "Bearer token-2",
  ]);
});

test("a second refusal is final", async () => {
  const { fetch, requests } = recorder(refused(401, 190), refused(401, 190));
  const error = await failure(client({ fetch, accessToken: () => "stale" }).messages.sendText(hello));
  expect(error).toMatchObject({ name: "ApiError", code: 190, category: "auth", retryable: false });
  expect(requests).toHaveLength(2);
});

test("a fixed token is tried only once", async () => {
  const { fetch, requests } = recorder(refused(401, 190));
  await failure(client({ fetch }).messages.sendText(hello));
  expect(requests).toHaveLength(1);
});

test("concurrent calls share one call of the token function", async () => {
  let asked = 0;
  const answers = Array.from({ length: 20 }, () => accepted());
  const { fetch } = recorder(...answers);
  const whatsapp = client({
    fetch,
    accessToken: async () => {
      asked += 1;
      return "shared";
    },
  });
  await Promise.all(Array.from({ length: 20 }, () => whatsapp.messages.sendText(hello)));
  expect(asked).toBe(1);
});

test("after the token function throws, the next call calls it again", async () => {
  const { fetch } = recorder(accepted());
  let asked = 0;
  const whatsapp = client({
    fetch,
    accessToken: () => {
      asked += 1;
      if (asked === 1) throw new Error("vault sealed");
      return "token";
    },
  });
  await expect(whatsapp.messages.sendText(hello)).rejects.toThrow("vault sealed");
  await whatsapp.messages.sendText(hello);
  expect(asked).toBe(2);
});

test("a 401 from the Calling API is not a token error", async () => {
  const { fetch, requests } = recorder(refused(401, 138006));
  const error = await failure(
    client({ fetch, accessToken: () => "token" }).request({ method: "POST", path: "/1/calls", body: {} }),
  );
  expect(error).toMatchObject({ category: "call" });
  expect(requests).toHaveLength(1);
});

test("an unusable token is rejected without being shown", async () => {
  const error = (await failure(
    client({ fetch: recorder().fetch, accessToken: () => "secret\ntoken" }).messages.sendText(hello),
  )) as Error;
  expect(error.name).toBe("ConfigurationError");
  expect(error.message).not.toContain("secret");
});

describe("a token function", () => {
  test.each<[string, unknown]>([
    ["an empty string", ""],
    ["nothing", undefined],
    ["an object", { access_token: "EAA" }],
    ["a text with a line break", "EAA\n"],
  ])("whose answer was %s is asked again by the next call", async (_, answer) => {
    const { fetch, requests } = recorder(accepted());
    const answers = [answer, "EAAnew"];
    const whatsapp = client({ fetch, accessToken: async () => answers.shift() as string });
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(error).toMatchObject({ name: "ConfigurationError", issues: [{ path: "accessToken" }] });
    await whatsapp.messages.sendText(hello);
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer EAAnew");
  });

  test.each([{ rateLimit: false as const }, { rateLimit: {} }])(
    "that never answers is given up after 30 seconds, by name, and asked again (%j)",
    async (options) => {
      stopTime();
      const { fetch, requests } = recorder(accepted());
      const accessToken = vi.fn(() => new Promise<string>(() => {}));
      const whatsapp = client({ fetch, accessToken, retry: {}, ...options });
      const outcome = vi.fn();
      const calls = [1, 2].map(() => failure(whatsapp.messages.sendText(hello)).finally(outcome));
      await until(() => vi.getTimerCount() > 0);
      await pass(29_999);
      expect(outcome).not.toHaveBeenCalled();
      await pass(1);
      for (const error of await Promise.all(calls)) {
        expect(error).toMatchObject({ name: "ConfigurationError", issues: [{ path: "accessToken" }] });
        expect((error as Error).message).toContain("`accessToken` did not return a token within 30 seconds");
      }
      expect(accessToken).toHaveBeenCalledTimes(1);
      expect(vi.getTimerCount()).toBe(0);
      accessToken.mockImplementation(async () => "EAAnew");
      await whatsapp.messages.sendText(hello);
      expect(requests).toHaveLength(1);
      vi.useRealTimers();
    },
  );
});
