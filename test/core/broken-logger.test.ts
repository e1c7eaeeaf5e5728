import { describe, expect, test } from "vitest";
import { memoryStore, type Store, type WhatsAppClientOptions } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";
import { client, phoneNumberId, to } from "../support/client.ts";
import { accepted, recorder } from "../support/recorder.ts";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";

const broken: readonly [string, () => unknown][] = [
  [
    "throws",
    () => {
      throw new Error("The log is full.");
    },
  ],
  ["rejects", () => Promise.reject(new Error("The log is full."))], // unhandled, it would end the process
];

describe.each(broken)("a logger that %s changes nothing about", (_, fail) => {
  const logger = { debug: fail, info: fail, warn: fail, error: fail };

  /** A client of a simulated account. */
  function account(options: Partial<WhatsAppClientOptions> = {}) {
    const simulator = createSimulator({ phoneNumberId, openWindow: true });
    const whatsapp = client({ ...simulator.clientOptions, logger, retry: { minDelayMs: 0 }, ...options });
    return {
      simulator,
      send: () => whatsapp.messages.sendText({ to, body: "Hi" }, { idempotencyKey: "hi" }),
    };
  }

  test("a send that is repeated", async () => {
    const { simulator, send } = account();
    simulator.fail({ code: 131_016, times: 1 });
    expect((await send()).id).toBe(simulator.ledger[0]?.id);
  });

  test("a send that the store does not record", async () => {
    const store = memoryStore();
    let writes = 0;
    const failing: Store = {
      get: (key) => store.get(key),
      delete: (...input) => store.delete(...input),
      set: (...input) => (writes++ === 0 ? store.set(...input) : Promise.reject(new Error("down"))),
    };
    const { simulator, send } = account({ store: failing });
    expect((await send()).id).toBe(simulator.ledger[0]?.id);
  });

  test("a send that another version answers", async () => {
    const answer = accepted("wamid.1");
    answer.headers.set("facebook-api-version", "v22.0");
    const { fetch } = recorder(answer);
    const { id } = await client({ fetch, logger }).messages.sendText({ to, body: "Hi" });
    expect(id).toBe("wamid.1");
  });

  test("a store that is full", () => {
    const store = memoryStore({ maxEntries: 1, logger });
    const options = { ttlMs: 1000, ifValue: null };
    expect([store.set("a", "1", options), store.set("b", "1", options)]).toEqual([true, true]);
  });

  test("a handler that fails", async () => {
    const fail = () => Promise.reject(new Error("no"));
    const handle = createWebhookHandler({ ...secrets, logger, on: { message: fail } });
    expect(await handle(await delivery(batch(message("wamid.1"))))).toMatchObject({ status: 500 });
  });

  test("a request that is refused", async () => {
    const handle = createWebhookHandler({ ...secrets, logger });
    const { headers: _, ...request } = await delivery(batch(message("wamid.1")));
    expect(await handle({ ...request, headers: {} })).toMatchObject({ status: 401 });
  });
});
