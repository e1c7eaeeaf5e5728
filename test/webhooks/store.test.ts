import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import {
  ConfigurationError,
  createWebhookHandler,
  HandlerTimeoutError,
  memoryStore,
  type Store,
  StoreError,
  type WebhookHandler,
  type WebhookOptions,
} from "wacloud/webhooks";
import { stopTime } from "../support/time.ts";
import { batch, deferred, delivery, message, secrets } from "./signed.ts";

// One event, several processes, and a store that may fail. Each handler here stands for a process.

const process = (options: Partial<WebhookOptions>): WebhookHandler =>
  createWebhookHandler({ ...secrets, onError: () => undefined, ...options });

const deliver = async (handle: WebhookHandler, body = batch(message("wamid.1"))): Promise<number> =>
  (await handle(await delivery(body))).status;

/** What a handler asks of its store. */
type Step = "claim" | "look" | "complete" | "release";

/** A process's own connection to a store: it can be cut for some steps, or for all. */
function connect(store: Store) {
  const cut = new Set<Step>();
  const reach = (step: Step): Store => {
    if (cut.has(step)) throw new Error(`no connection to ${step}`);
    return store;
  };
  const connection: Store = {
    get: async (key) => reach("look").get(key),
    set: async (key, value, options) =>
      reach(value === "done" ? "complete" : "claim").set(key, value, options),
    delete: async (key, options) => reach("release").delete(key, options),
  };
  return { ...connection, cut };
}

const everything: readonly Step[] = ["claim", "look", "complete", "release"];

/** A process that has claimed the event and is handling it. */
async function midway(options: Partial<WebhookOptions>) {
  const [gate, started] = [deferred(), deferred()];
  const onEvent = () => {
    started.resolve();
    return gate.promise;
  };
  const status = deliver(process({ ...options, onEvent }));
  await started.promise;
  return { ...gate, status };
}

beforeEach(() => {
  stopTime();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0); // nothing keeps a process alive
  vi.useRealTimers();
});

describe("an event that another process", () => {
  test("is handling gets 503, after everything else has been handled", async () => {
    const store = memoryStore();
    const other = await midway({ store });
    const seen: string[] = [];
    const handle = process({ store, onEvent: ({ id }) => seen.push(id) });
    const two = batch(message("wamid.1"), message("wamid.2", "15557654322"));
    expect(await deliver(handle, two)).toBe(503);
    expect(seen).toEqual(["wamid.2"]);
    other.resolve();
    expect(await other.status).toBe(200);
    expect(await deliver(handle, two)).toBe(200);
    expect(seen).toEqual(["wamid.2"]);
  });

  test("is handling counts less than a failure here", async () => {
    const store = memoryStore();
    const other = await midway({ store });
    const handle = process({ store, onEvent: () => Promise.reject("no") });
    expect(await deliver(handle, batch(message("wamid.1"), message("wamid.2", "15557654322")))).toBe(500);
    other.resolve();
    await other.status;
  });

  test("failed to handle is ours", async () => {
    const store = memoryStore();
    const other = await midway({ store });
    other.reject(new Error("no"));
    expect(await other.status).toBe(500);
    const onEvent = vi.fn();
    expect(await deliver(process({ store, onEvent }))).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("died with is ours when the lease has run out, and not before", async () => {
    const store = memoryStore();
    const theirs = connect(store);
    const other = await midway({ store: theirs, leaseMs: 1000 });
    for (const step of everything) theirs.cut.add(step);
    const onEvent = vi.fn();
    const ours = process({ store, onEvent });
    expect(await deliver(ours)).toBe(503);
    await vi.advanceTimersByTimeAsync(999);
    expect(await deliver(ours)).toBe(503);
    await vi.advanceTimersByTimeAsync(1);
    expect(await deliver(ours)).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(1);
    theirs.cut.clear();
    other.resolve();
    expect(await other.status).toBe(200);
  });

  test("takes a long time for stays claimed while the claim is renewed", async () => {
    const store = memoryStore();
    const other = await midway({ store, leaseMs: 900 });
    const ours = process({ store, onEvent: () => expect.unreachable() });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await deliver(ours)).toBe(503);
    other.resolve();
    await other.status;
    expect(await deliver(ours)).toBe(200);
  });

  test("lost and fails with late is not freed while we handle it", async () => {
    const store = memoryStore();
    const theirs = connect(store);
    const late = await midway({ store: theirs, leaseMs: 1000 });
    theirs.cut.add("claim"); // their renewals do not arrive
    await vi.advanceTimersByTimeAsync(1000);
    const ours = await midway({ store });
    late.reject(new Error("no"));
    expect(await late.status).toBe(500);
    expect(await deliver(process({ store, onEvent: () => expect.unreachable() }))).toBe(503);
    ours.resolve();
    expect(await ours.status).toBe(200);
  });
});

test("after a lost claim, no further function of the event runs", async () => {
  const store = connect(memoryStore());
  const gate = deferred();
  const onError = vi.fn();
  const onEvent = vi.fn();
  const handle = process({ store, leaseMs: 1000, onError, on: { message: () => gate.promise }, onEvent });
  const status = deliver(handle);
  await vi.advanceTimersByTimeAsync(0);
  store.cut.add("claim");
  await vi.advanceTimersByTimeAsync(2000);
  gate.resolve();
  expect(await status).toBe(500);
  expect(onEvent).not.toHaveBeenCalled();
  expect(onError.mock.calls).toEqual([
    [expect.any(StoreError), expect.objectContaining({ id: "wamid.1" }), { redelivered: true }],
  ]);
  expect(onError.mock.calls[0]?.[0].message).toMatch(/lost/);
});

describe("a store that fails", () => {
  test("to claim: nothing is handled, and nothing is lost", async () => {
    const store = connect(memoryStore());
    const [onError, onEvent] = [vi.fn(), vi.fn()];
    const handle = process({ store, onEvent, onError });
    store.cut.add("claim");
    expect(await deliver(handle)).toBe(500);
    const [error, event, facts] = onError.mock.calls[0] ?? [];
    expect(error).toBeInstanceOf(StoreError);
    expect(error.cause).toEqual(new Error("no connection to claim"));
    expect({ id: event.id, ...facts }).toEqual({ id: "wamid.1", redelivered: true });
    expect(onEvent).not.toHaveBeenCalled();
    store.cut.clear();
    expect(await deliver(handle)).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("to answer a claim, which its driver then repeats: the event is handled, and freed by a failure", async () => {
    const store = memoryStore();
    const repeating: Store = {
      get: (key) => store.get(key),
      set: (...input) => store.set(...input) && store.set(...input),
      delete: (...input) => store.delete(...input) && store.delete(...input),
    };
    const onEvent = vi.fn().mockRejectedValueOnce(new Error("no"));
    const handle = process({ store: repeating, onEvent });
    expect([await deliver(handle), await deliver(handle), await deliver(handle)]).toEqual([500, 200, 200]);
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  test("to answer: the operation times out after five seconds", async () => {
    const onError = vi.fn();
    const store: Store = Object.assign(memoryStore(), { set: () => new Promise<boolean>(() => undefined) });
    const status = deliver(process({ store, onEvent: () => expect.unreachable(), onError }));
    await vi.advanceTimersByTimeAsync(4999);
    expect(onError).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await status).toBe(500);
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(StoreError);
  });

  test("to note a success for a moment: it is noted, and Meta gets 200", async () => {
    const store = connect(memoryStore());
    const onError = vi.fn();
    store.cut.add("complete");
    const status = deliver(process({ store, onEvent: () => undefined, onError }));
    await vi.advanceTimersByTimeAsync(5000);
    store.cut.clear();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await status).toBe(200);
    expect(onError).not.toHaveBeenCalled();
    expect(await deliver(process({ store, onEvent: () => expect.unreachable() }))).toBe(200);
  });

  test("to note a success for good: `onError` hears, Meta gets 200, and the event does not run again here", async () => {
    const store = connect(memoryStore());
    const [onError, onEvent] = [vi.fn(), vi.fn()];
    const handle = process({ store, leaseMs: 1000, onEvent, onError });
    store.cut.add("complete");
    const status = deliver(handle);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await status).toBe(200);
    expect(onError.mock.calls).toEqual([
      [expect.any(StoreError), expect.objectContaining({ id: "wamid.1" }), { redelivered: false }],
    ]);
    expect(await deliver(handle)).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("to release: both failures are reported, and the event runs again after its lease expires", async () => {
    const store = connect(memoryStore());
    const onError = vi.fn();
    const onEvent = vi.fn().mockRejectedValueOnce(new Error("no"));
    const handle = process({ store, leaseMs: 1000, onEvent, onError });
    store.cut.add("release");
    expect(await deliver(handle)).toBe(500);
    expect(onError.mock.calls.map(([error]) => error)).toEqual([expect.any(StoreError), new Error("no")]);
    store.cut.clear();
    expect(await deliver(handle)).toBe(503);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await deliver(handle)).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["set", "OK"],
    ["set", undefined],
    ["get", null],
    ["get", 1],
  ])("%s that answers %j breaks its interface", async (operation, answer) => {
    const onError = vi.fn();
    const store = Object.assign(memoryStore(), { set: () => false, [operation]: () => answer }) as Store;
    expect(await deliver(process({ store, onEvent: () => expect.unreachable(), onError }))).toBe(500);
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(ConfigurationError);
    expect(String(onError.mock.calls[0]?.[0])).toContain(`\`store.${operation}\` must resolve with`);
  });
});

test("a failure that is not repeated is told before it is done: a process that dies in between loses nothing", async () => {
  const store = connect(memoryStore());
  const [told, onEvent] = [vi.fn(), vi.fn().mockRejectedValue(new Error("no"))];
  const gate = deferred();
  const dying = deliver(
    process({ store, leaseMs: 1000, redeliver: () => false, onEvent, onError: () => gate.promise }),
  );
  await vi.advanceTimersByTimeAsync(5000);
  const ours = process({ store, redeliver: () => false, onEvent, onError: told });
  expect(await deliver(ours)).toBe(503); // its claim is renewed
  for (const step of everything) store.cut.add(step);
  await vi.advanceTimersByTimeAsync(1000);
  store.cut.clear();
  expect(await deliver(ours)).toBe(200);
  expect(told).toHaveBeenCalledTimes(1);
  expect(onEvent).toHaveBeenCalledTimes(2);
  gate.resolve();
  await dying;
});

test("a `redeliver` that never ends is waited for 30 seconds, and the event is delivered again", async () => {
  const onError = vi.fn();
  const options = { redeliver: () => new Promise<boolean>(() => undefined), onError };
  const status = deliver(process({ ...options, onEvent: () => Promise.reject(new Error("no")) }));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await status).toBe(500);
  expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
    "`redeliver` did not finish within 30000 ms.",
    "no",
  ]);
});

test("the methods of a store keep their `this`", async () => {
  class MyStore implements Store {
    readonly entries = new Map<string, string>();
    get = (key: string) => this.entries.get(key);
    set(key: string, value: string) {
      this.entries.set(key, value);
      return true;
    }
    delete(key: string) {
      return this.entries.delete(key);
    }
  }
  const store = new MyStore();
  await deliver(process({ store, onEvent: () => undefined }));
  expect([...store.entries.values()]).toEqual(["done"]);
});

test("keys name neither the event nor the customer", async () => {
  const store = memoryStore();
  const keys = new Set<string>();
  const set: Store["set"] = (key, ...rest) => {
    keys.add(key);
    return store.set(key, ...rest);
  };
  await deliver(process({ store: Object.assign(memoryStore(), { set }), onEvent: () => undefined }));
  expect([...keys]).toEqual(["wacloud:1:event:da2f7f8d6171c4b37c6bbbfa87c9126b492af7a8"]);
});

describe("a handler that never ends", () => {
  test("fails after its time limit, and the conversation continues", async () => {
    const [onError, seen] = [vi.fn(), [] as string[]];
    const handle = process({
      handlerTimeoutMs: 1000,
      onError,
      onEvent: ({ id }) => (id === "wamid.1" ? new Promise(() => undefined) : seen.push(id)),
    });
    const [stuck, next] = [deliver(handle), deliver(handle, batch(message("wamid.2")))];
    await vi.advanceTimersByTimeAsync(1000);
    expect([await stuck, await next]).toEqual([500, 200]);
    expect(seen).toEqual(["wamid.2"]);
    const [error, , facts] = onError.mock.calls[0] ?? [];
    expect(error).toBeInstanceOf(HandlerTimeoutError);
    expect(error.message).toBe("The handler of a message event did not finish within 1000 ms.");
    expect(facts).toEqual({ redelivered: true });
  });

  test("has 15 minutes by default", async () => {
    const status = deliver(process({ onEvent: () => new Promise(() => undefined) }));
    const settled = vi.fn();
    void status.then(settled);
    await vi.advanceTimersByTimeAsync(15 * 60_000 - 1);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await status).toBe(500);
  });

  test("is heard when it fails after all", async () => {
    const onError = vi.fn();
    const gate = deferred();
    const status = deliver(process({ handlerTimeoutMs: 1000, onError, onEvent: () => gate.promise }));
    await vi.advanceTimersByTimeAsync(1000);
    await status;
    gate.reject(new Error("late"));
    await vi.advanceTimersByTimeAsync(0);
    expect(onError.mock.calls.at(-1)?.[0]).toEqual(new Error("late"));
  });
});

describe("replies of a handler", () => {
  /** A handler that waits before it replies, and the simulator that would take its reply. */
  async function lateReply(options: Partial<WebhookOptions>) {
    const simulator = createSimulator({ openWindow: true, phoneNumberId: "700800900100200" });
    const whatsapp = new WhatsAppClient(simulator.clientOptions);
    const gate = deferred();
    const outcomes: unknown[] = [];
    const handle = createWebhookHandler({
      ...secrets,
      onError: () => undefined,
      ...options,
      on: {
        message: async (event) => {
          await gate.promise;
          await whatsapp
            .replyTo(event)
            .sendText({ body: "Hi" }, { signal: new AbortController().signal })
            .then(({ id }) => outcomes.push(id))
            .catch((error) => outcomes.push(error));
        },
      },
    });
    return { handle, gate, outcomes, simulator };
  }

  test("are sent while the handler runs", async () => {
    const { handle, gate, outcomes, simulator } = await lateReply({});
    const status = deliver(handle);
    gate.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await status).toBe(200);
    expect(outcomes).toEqual([simulator.ledger[0]?.id]);
    vi.clearAllTimers(); // of the statuses to come
  });

  test("are refused after the handler's time", async () => {
    const { handle, gate, outcomes, simulator } = await lateReply({ handlerTimeoutMs: 1000 });
    const status = deliver(handle);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await status).toBe(500);
    gate.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(outcomes).toEqual([expect.any(HandlerTimeoutError)]);
    expect(simulator.ledger).toEqual([]);
  });

  test("are refused after the claim is lost", async () => {
    const store = connect(memoryStore());
    const { handle, gate, outcomes, simulator } = await lateReply({ store, leaseMs: 1000 });
    const status = deliver(handle);
    await vi.advanceTimersByTimeAsync(0);
    store.cut.add("claim");
    await vi.advanceTimersByTimeAsync(2000);
    gate.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await status).toBe(200); // the handler caught the error: nothing is left to do
    expect(outcomes).toEqual([expect.any(StoreError)]);
    expect(simulator.ledger).toEqual([]);
  });
});

test("an `onError` that never ends is waited for 30 seconds", async () => {
  const logger = { warn: vi.fn(), error: vi.fn() };
  const status = deliver(
    process({
      logger,
      onEvent: () => Promise.reject(new Error("no")),
      onError: () => new Promise(() => undefined),
    }),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await status).toBe(500);
  expect(logger.error.mock.calls.map(([, { error }]) => error.message)).toEqual([
    "no",
    "onError did not finish within 30000 ms.",
  ]);
});
