import { describe, expect, test, vi } from "vitest";
import { createWebhookHandler, memoryStore, type WebhookEvent, type WebhookOptions } from "wacloud/webhooks";
import { batch, deferred, delivery, message, notification, secrets, status } from "./signed.ts";

const handler = (options: Partial<WebhookOptions> = {}) => createWebhookHandler({ ...secrets, ...options });

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
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalled(), 120_000);
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
    expect(seen).toEqual([
      "wamid.1:sent:15557654321",
      "wamid.1:delivered:15557654321",
      "wamid.1:read:15557654321",
    ]);
  });

  test("is recognized by every handler that shares the store", async () => {
    const onEvent = vi.fn();
    const store = memoryStore();
    for (const handle of [handler({ store, onEvent }), handler({ store, onEvent })]) {
      expect(await handle(await delivery(message1))).toMatchObject({ status: 200 });
    }
    expect(onEvent).toHaveBeenCalledTimes(1);
  });
});

test("an event without handlers is not claimed", async () => {
  const store = Object.assign(memoryStore(), { set: () => expect.unreachable() });
  const on = { "message.image": (_: WebhookEvent) => expect.unreachable() };
  expect(await handler({ store, on })(await delivery(message1))).toMatchObject({ status: 200 });
});
