import { describe, expect, test, vi } from "vitest";
import {
  ConfigurationError,
  createWebhookHandler,
  type DedupeStore,
  memoryDedupe,
  type WebhookEvent,
  type WebhookOptions,
} from "wacloud/webhooks";
import { batch, deferred, delivery, message, notification, secrets, status } from "./signed.ts";

const handler = (options: Partial<WebhookOptions> = {}) => createWebhookHandler({ ...secrets, ...options });

/** A store whose methods fail as long as they are named in `broken`. */
function brittle(...broken: (keyof DedupeStore)[]) {
  const store = memoryDedupe();
  const through =
    (name: keyof DedupeStore) =>
    async (id: string): Promise<never> => {
      if (broken.includes(name)) throw new Error(`${name} is out of reach`);
      return store[name](id) as never;
    };
  return { broken, claim: through("claim"), complete: through("complete"), release: through("release") };
}

const message1 = batch(message("wamid.1"));

describe("a second copy of an event", () => {
  test("is not handled again, in whatever form it arrives", async () => {
    const seen: string[] = [];
    const handle = handler({ onEvent: ({ id }) => seen.push(id) });
    const text = batch(message("wamid.1", "15557654321", "é / 👋"));
    const reordered = JSON.stringify(JSON.parse(text), undefined, 1).replaceAll("/", "\\/");
    for (const rawBody of [text, reordered, text]) {
      expect(await handle(await delivery(rawBody))).toMatchObject({
        status: 200,
        events: [{ id: "wamid.1" }],
      });
    }
    expect(seen).toEqual(["wamid.1"]);
  });

  test("in the same batch shares the outcome", async () => {
    const onEvent = vi.fn();
    const twice = await delivery(batch(message("wamid.1"), message("wamid.1")));
    expect(await handler({ onEvent })(twice)).toMatchObject({ status: 200, events: { length: 2 } });
    expect(onEvent).toHaveBeenCalledTimes(1);
    const onError = vi.fn();
    const failing = handler({ onEvent: () => Promise.reject("no"), onError });
    expect(await failing(twice)).toMatchObject({ status: 500 });
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["succeeds", 200],
    ["fails", 500],
  ])("in a concurrent request shares the outcome when it %s", async (outcome, expected) => {
    const gate = deferred();
    const onEvent = vi.fn(() => gate.promise);
    const handle = handler({ onEvent, onError: () => undefined });
    const request = await delivery(message1);
    const replies = Promise.all([handle(request), handle(request), handle(request)]);
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalled());
    if (outcome === "succeeds") gate.resolve();
    else gate.reject(new Error("no"));
    expect((await replies).map(({ status }) => status)).toEqual([expected, expected, expected]);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("shares the outcome of a copy that is still queued", async () => {
    const gate = deferred();
    const seen: string[] = [];
    const handle = handler({
      onEvent: async ({ id }) => {
        if (id === "wamid.1") await gate.promise;
        seen.push(id);
      },
    });
    const first = handle(await delivery(message1));
    const waiting = [1, 2].map(async () => handle(await delivery(batch(message("wamid.2")))));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual([]);
    gate.resolve();
    expect((await Promise.all([first, ...waiting])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(seen).toEqual(["wamid.1", "wamid.2"]);
  });

  test("is another event if its content differs", async () => {
    const seen: string[] = [];
    const handle = handler({ onEvent: ({ id }) => seen.push(id) });
    for (const state of ["sent", "delivered", "read", "delivered"]) {
      await handle(await delivery(notification({ statuses: [status("wamid.1", state)] })));
    }
    expect(seen).toEqual(["wamid.1:sent", "wamid.1:delivered", "wamid.1:read"]);
  });

  test("is recognized by every handler that shares the store", async () => {
    const onEvent = vi.fn();
    const dedupe = memoryDedupe();
    for (const handle of [handler({ dedupe, onEvent }), handler({ dedupe, onEvent })]) {
      expect(await handle(await delivery(message1))).toMatchObject({ status: 200 });
    }
    expect(onEvent).toHaveBeenCalledTimes(1);
  });
});

describe("another process", () => {
  test("that is handling the event gives 503, after everything else has been handled", async () => {
    const seen: string[] = [];
    const dedupe = memoryDedupe();
    dedupe.claim("wamid.1");
    const handle = handler({ dedupe, onEvent: ({ id }) => seen.push(id) });
    const request = await delivery(batch(message("wamid.1"), message("wamid.2")));
    expect(await handle(request)).toMatchObject({ status: 503, events: { length: 2 } });
    expect(seen).toEqual(["wamid.2"]);
    dedupe.complete("wamid.1");
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(seen).toEqual(["wamid.2"]);
  });

  test("that failed leaves the event to this one", async () => {
    const onEvent = vi.fn();
    const dedupe = memoryDedupe();
    const handle = handler({ dedupe, onEvent });
    dedupe.claim("wamid.1");
    expect(await handle(await delivery(message1))).toMatchObject({ status: 503 });
    dedupe.release("wamid.1");
    expect(await handle(await delivery(message1))).toMatchObject({ status: 200 });
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("matters less than a failure here", async () => {
    const dedupe = memoryDedupe();
    dedupe.claim("wamid.1");
    const handle = handler({ dedupe, onEvent: () => Promise.reject("no"), onError: () => undefined });
    expect(await handle(await delivery(batch(message("wamid.1"), message("wamid.2"))))).toMatchObject({
      status: 500,
    });
  });
});

describe("an unreachable store", () => {
  test("on claims: nothing is handled, nothing is lost", async () => {
    const onError = vi.fn();
    const onEvent = vi.fn();
    const dedupe = brittle("claim");
    const handle = handler({ dedupe, onEvent, onError });
    const request = await delivery(message1);
    const reply = await handle(request);
    expect(reply.status).toBe(500);
    expect(onError.mock.calls).toEqual([[new Error("claim is out of reach"), reply.events[0]]]);
    expect(onEvent).not.toHaveBeenCalled();
    dedupe.broken.length = 0;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("after a success: it is reported, the reply stays 200, and the event never runs again", async () => {
    const onError = vi.fn();
    const onEvent = vi.fn();
    const dedupe = brittle("complete");
    const handle = handler({ dedupe, onEvent, onError });
    const request = await delivery(message1);
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(onError.mock.calls).toEqual([
      [new Error("complete is out of reach"), expect.objectContaining({ id: "wamid.1" })],
    ]);
    expect(await handle(request)).toMatchObject({ status: 200 });
    dedupe.broken.length = 0;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(await dedupe.claim("wamid.1")).toBe("done");
    expect(onEvent).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test("after a failure: both are reported, and the event runs again once the store is back", async () => {
    const errors: unknown[] = [];
    let failing = true;
    const onEvent = vi.fn(() => (failing ? Promise.reject(new Error("no")) : undefined));
    const dedupe = brittle("release");
    const handle = handler({ dedupe, onEvent, onError: (error) => errors.push(error) });
    const request = await delivery(message1);
    expect(await handle(request)).toMatchObject({ status: 500 });
    expect(errors.splice(0)).toEqual([new Error("release is out of reach"), new Error("no")]);
    expect(await handle(request)).toMatchObject({ status: 500 });
    expect(errors.splice(0)).toEqual([new Error("release is out of reach")]);
    expect(onEvent).toHaveBeenCalledTimes(1);
    dedupe.broken.length = 0;
    failing = false;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  test.each([[undefined], [true], ["OK"], [null]])(
    "that answers a claim with %j is a failure",
    async (answer) => {
      const onError = vi.fn();
      const dedupe = { ...memoryDedupe(), claim: () => answer as never };
      const handle = handler({ dedupe, onEvent: () => expect.unreachable(), onError });
      expect(await handle(await delivery(message1))).toMatchObject({ status: 500 });
      expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(ConfigurationError);
      expect(String(onError.mock.calls[0]?.[0])).toMatch(
        /`dedupe\.claim` must return "claimed", "done" or "busy"/,
      );
    },
  );
});

test("the methods of a store keep their `this`", async () => {
  class Store {
    readonly done = new Set<string>();
    claim = (id: string) => (this.done.has(id) ? ("done" as const) : ("claimed" as const));
    complete(id: string) {
      this.done.add(id);
    }
    release(id: string) {
      this.done.delete(id);
    }
  }
  const dedupe = new Store();
  await handler({ dedupe, onEvent: () => undefined })(await delivery(message1));
  expect([...dedupe.done]).toEqual(["wamid.1"]);
});

test("an event without handlers is not claimed", async () => {
  const dedupe = brittle("claim");
  const on = { "message.image": (_: WebhookEvent) => expect.unreachable() };
  expect(await handler({ dedupe, on })(await delivery(message1))).toMatchObject({ status: 200 });
});

test("the memory store warns through the handler's logger when it evicts", async () => {
  const logger = { warn: vi.fn(), error: vi.fn() };
  const handle = handler({ onEvent: () => undefined, logger });
  const ids = Array.from({ length: 100_001 }, (_, index) => message(`wamid.${index}`, String(index)));
  for (let from = 0; from < ids.length; from += 10_000) {
    await handle(await delivery(batch(...ids.slice(from, from + 10_000))));
  }
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.error).not.toHaveBeenCalled();
});
