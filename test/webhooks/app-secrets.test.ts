import { afterEach, describe, expect, test, vi } from "vitest";
import { createWebhookHandler, type FindAppSecret, signPayload, type WebhookOptions } from "wacloud/webhooks";
import { pass, stopTime, until } from "../support/time.ts";
import { batch, message, verifyToken } from "./signed.ts";

afterEach(() => {
  vi.useRealTimers();
});

const warn = vi.fn<(line: string) => void>();
const byApp = new Map<string, string | string[]>([
  ["a", "secret-a"],
  ["b", ["old-b", "secret-b"]],
]);
const byQuery: FindAppSecret = ({ query }) => byApp.get(query.get("app") ?? "");

const handler = (appSecret: FindAppSecret, options: Partial<WebhookOptions> = {}) =>
  createWebhookHandler({ appSecret, verifyToken, logger: { warn, error: () => undefined }, ...options });

async function post(query: URLSearchParams | Record<string, string>, appSecret: string, id = "wamid.1") {
  const rawBody = batch(message(id));
  const headers = { "x-hub-signature-256": await signPayload({ rawBody, appSecret }), "X-App": "a" };
  return { method: "POST", query, headers, rawBody };
}

describe("one webhook for several Meta apps", () => {
  test.each([
    ["the app's own secret", { app: "a" }, "secret-a", 200],
    ["a secret that is being rotated", new URLSearchParams({ app: "b" }), "old-b", 200],
    ["another app's secret", { app: "b" }, "secret-a", 401],
    ["an unknown app", { app: "c" }, "secret-a", 401],
    ["no app", {}, "secret-a", 401],
  ])("%s", async (_, query, secret, status) => {
    const on = vi.fn();
    const reply = await handler(byQuery, { on: { message: on } })(await post(query, secret));
    expect(reply.status).toBe(status);
    expect(on).toHaveBeenCalledTimes(status === 200 ? 1 : 0);
  });

  test("the function sees query and headers, and nothing of the body", async () => {
    const find = vi.fn<FindAppSecret>(({ headers }) => byApp.get(headers.get("x-app") ?? ""));
    expect(await handler(find)(await post({ app: "a" }, "secret-a"))).toMatchObject({ status: 200 });
    const [request] = find.mock.calls[0] ?? [];
    expect(Object.keys(request ?? {})).toEqual(["query", "headers"]);
    expect(request?.query.get("app")).toBe("a");
  });

  test("nothing is asked for a request without a signature", async () => {
    const find = vi.fn(byQuery);
    const request = { ...(await post({ app: "a" }, "secret-a")), headers: {} };
    expect(await handler(find)(request)).toMatchObject({ status: 401 });
    expect(find).not.toHaveBeenCalled();
  });

  test.each<[string, FindAppSecret]>([
    ["throws", () => Promise.reject(new Error("database down"))],
    ["returns an empty text", () => ""],
  ])("a function that %s is reported, and Meta delivers again", async (_, find) => {
    const onError = vi.fn();
    expect(await handler(find, { onError })(await post({ app: "a" }, "secret-a"))).toMatchObject({
      status: 500,
    });
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test("a function that never answers is given up after 30 seconds", async () => {
    stopTime();
    const onError = vi.fn();
    const answered = handler(() => new Promise(() => {}), { onError })(await post({ app: "a" }, "secret-a"));
    await until(() => vi.getTimerCount() > 0);
    await pass(30_000);
    expect(await answered).toMatchObject({ status: 500 });
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      name: "ConfigurationError",
      issues: [{ path: "appSecret" }],
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("events of a conversation keep their order, however long a secret takes", async () => {
    const handled: string[] = [];
    const waiting: ((secret: string) => void)[] = [];
    const handle = handler(() => new Promise((resolve) => waiting.push(resolve)), {
      on: { message: ({ id }) => void handled.push(id) },
    });
    const replies = [
      handle(await post({}, "secret-a", "wamid.1")),
      handle(await post({}, "secret-a", "wamid.2")),
    ];
    await vi.waitFor(() => expect(waiting).toHaveLength(2), 120_000);
    for (const resolve of waiting.reverse()) resolve("secret-a");
    for (const reply of await Promise.all(replies)) expect(reply.status).toBe(200);
    expect(handled).toHaveLength(2);
    expect(handled).toEqual([...handled].sort());
  });
});
