import { afterEach, describe, expect, test, vi } from "vitest";
import { createWebhookHandler, type WebhookEvent, type WebhookOptions } from "wacloud/webhooks";
import { ConversationQueue } from "../../src/webhooks/ordering.ts";
import { batch, delivery, message, notification, secrets, status } from "./signed.ts";

const handler = (options: Partial<WebhookOptions> = {}) => createWebhookHandler({ ...secrets, ...options });
const ana = "15557654321";
const ben = "15557654322";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Handles an event only when it is told to, and keeps what has begun and ended. */
function gated() {
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const onEvent = async ({ id }: WebhookEvent) => {
    log.push(`+${id}`);
    await new Promise<void>((resolve) => gates.set(id, resolve));
    log.push(`-${id}`);
  };
  const pass = async (id: string) => {
    await vi.waitFor(() => expect(gates.has(id)).toBe(true), 120_000);
    gates.get(id)?.();
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { log, onEvent, pass };
}

describe("one conversation", () => {
  test("runs in order within a batch, despite a failure", async () => {
    const { log, onEvent, pass } = gated();
    const fail = ({ id }: WebhookEvent) => (id === "1" ? Promise.reject("no") : undefined);
    const handle = handler({ onEvent, on: { message: fail }, onError: () => log.push("!1") });
    const reply = handle(await delivery(batch(message("1", ana), message("2", ana), message("3", ana))));
    await pass("2");
    await pass("3");
    expect(await reply).toMatchObject({ status: 500 });
    expect(log).toEqual(["!1", "+2", "-2", "+3", "-3"]);
  });

  test("runs in order across requests", async () => {
    const { log, onEvent, pass } = gated();
    const handle = handler({ onEvent });
    const requests = [await delivery(batch(message("1", ana))), await delivery(batch(message("2", ana)))];
    const replies = requests.map(handle);
    await pass("1");
    await pass("2");
    await Promise.all(replies);
    expect(log).toEqual(["+1", "-1", "+2", "-2"]);
  });

  test("runs in order of arrival, even if an earlier body takes longer to verify", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    const requests = [
      await delivery(batch(message("1", ana, "x".repeat(5000)))),
      await delivery(batch(message("2", ana))),
      await delivery(batch(message("3", ana))),
    ];
    const sign = crypto.subtle.sign.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, "sign").mockImplementation(async (...input) => {
      if (input[2].byteLength > 5000) await new Promise((resolve) => setTimeout(resolve, 20));
      return sign(...input);
    });
    const seen: string[] = [];
    const handle = handler({ onEvent: ({ id }) => seen.push(id) });
    const forged = { ...(requests[1] ?? expect.unreachable()), headers: {} };
    const replies = await Promise.all([...requests, forged].map(handle));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 401]);
    expect(seen).toEqual(["1", "2", "3"]);
  });

  test("continues after a verification that failed to run", async () => {
    const requests = [await delivery(batch(message("1", ana))), await delivery(batch(message("2", ana)))];
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    vi.spyOn(crypto.subtle, "sign").mockRejectedValueOnce(new Error("no crypto"));
    const seen: string[] = [];
    const onError = vi.fn();
    const handle = handler({ onEvent: ({ id }) => seen.push(id), onError });
    const [first, second] = await Promise.all(requests.map(handle));
    expect(first).toMatchObject({ status: 500 }); // Meta delivers it again
    expect(onError.mock.calls.map(([error]) => error)).toEqual([new Error("no crypto")]);
    expect(second).toMatchObject({ status: 200 });
    expect(seen).toEqual(["2"]);
  });

  test("includes both messages and statuses", async () => {
    const { log, onEvent, pass } = gated();
    const handle = handler({ onEvent });
    const replies = [
      handle(await delivery(batch(message("1", ana)))),
      handle(await delivery(notification({ statuses: [status("2", "read", ana)] }))),
    ];
    await pass("1");
    await pass(`2:read:${ana}`);
    await Promise.all(replies);
    expect(log).toEqual(["+1", "-1", `+2:read:${ana}`, `-2:read:${ana}`]);
  });
});

describe("in parallel", () => {
  test("run different conversations", async () => {
    const { log, onEvent, pass } = gated();
    const handle = handler({ onEvent });
    const reply = handle(await delivery(batch(message("1", ana), message("2", ben), message("3", ana))));
    await pass("2");
    await pass("1");
    await pass("3");
    expect(await reply).toMatchObject({ status: 200 });
    expect(log).toEqual(["+1", "+2", "-2", "-1", "+3", "-3"]);
  });

  test("run events without a conversation", async () => {
    const { log, onEvent, pass } = gated();
    const handle = handler({ onEvent });
    const error = (code: number) => ({ code, title: "Something", message: "Something went wrong" });
    const request = await delivery(notification({ errors: [error(1), error(2)] }));
    const reply = handle(request);
    await vi.waitFor(() => expect(log).toHaveLength(2), 120_000);
    const [first = "", second = ""] = log.map((line) => line.slice(1));
    await pass(second);
    await pass(first);
    await reply;
    expect(log).toEqual([`+${first}`, `+${second}`, `-${second}`, `-${first}`]);
  });
});

describe("a queue of conversations", () => {
  test("forgets a key as soon as it is idle, even after failures", async () => {
    const queue = new ConversationQueue();
    const fail = () => Promise.reject(new Error("no"));
    const tasks = [
      queue.run("a", fail),
      queue.run("a", async () => 1),
      queue.run("b", async () => 2),
      queue.run(undefined, async () => 3),
    ];
    expect(queue.size).toBe(2);
    expect(await Promise.allSettled(tasks)).toMatchObject([
      { reason: new Error("no") },
      { value: 1 },
      { value: 2 },
      { value: 3 },
    ]);
    expect(queue.size).toBe(0);
  });
});
