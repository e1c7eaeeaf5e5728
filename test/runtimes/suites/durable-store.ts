import { assert } from "chai";
import { type Store, WhatsAppClient } from "wacloud";
import { createSimulator, testStore } from "wacloud/testing";
import type { WebhookOptions } from "wacloud/webhooks";
import { batch, deferred, notification, status } from "../../webhooks/signed.ts";
import { listening, post, text } from "./posting.ts";
import type { Serve, Suite } from "./world.ts";

/** What the store is used by. */
interface Given {
  store: Store;
  serve: Serve;
}

let count = 0;
const newId = () => `wamid.durable-${++count}`;

/** A bot of several isolates: each has a client and a webhook of its own, and they share the store. */
function bot({ store, serve }: Given) {
  const simulator = createSimulator({ openWindow: true, phoneNumberId: "700800900100200" });
  const addIsolate = async (handle: (whatsapp: WhatsAppClient) => WebhookOptions["on"]) => {
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, store, retry: false });
    const { url } = await listening(serve, { store: whatsapp.store, on: handle(whatsapp) });
    return url;
  };
  return { simulator, addIsolate };
}

/** What must hold of a store that isolates share. */
export const durableStoreSuite: Suite<Given> = {
  "it meets the contract": async ({ store }) => testStore(store),

  "a handler that failed runs again in another isolate, and its reply is not sent again": async (given) => {
    const { simulator, addIsolate } = bot(given);
    const add = (fails: boolean) =>
      addIsolate((whatsapp) => ({
        message: async (event) => {
          await whatsapp.replyTo(event).sendText({ body: "Thank you!" });
          if (fails) throw new Error("the database is down");
        },
      }));
    const failing = await add(true);
    const working = await add(false);
    const body = batch(text(newId()));
    assert.strictEqual((await post(failing, body)).status, 500);
    assert.strictEqual((await post(working, body)).status, 200);
    assert.strictEqual((await post(failing, body)).status, 200);
    assert.lengthOf(simulator.ledger, 1);
  },

  "isolates that receive an event at the same time handle it once": async (given) => {
    const { simulator, addIsolate } = bot(given);
    const { promise, resolve } = deferred();
    const add = () =>
      addIsolate((whatsapp) => ({
        message: async (event) => {
          await promise;
          await whatsapp.replyTo(event).sendText({ body: "Thank you!" }, { once: false });
        },
      }));
    const isolates = [await add(), await add()];
    const body = batch(text(newId()));
    const answers = isolates.map((url) => post(url, body));
    const refused = await Promise.race(answers); // the other one waits for us
    assert.strictEqual(refused.status, 503);
    resolve();
    assert.sameMembers(
      (await Promise.all(answers)).map(({ status }) => status),
      [200, 503],
    );
    assert.lengthOf(simulator.ledger, 1);
  },

  "a status that reaches another isolate settles a reply whose outcome is unknown": async (given) => {
    const { simulator, addIsolate } = bot(given);
    simulator.fail({ reset: "after-read" });
    const url = await addIsolate((whatsapp) => ({
      message: (event) => whatsapp.replyTo(event).sendText({ body: "Thank you!" }),
    }));
    const other = await addIsolate(() => ({}));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = batch({ ...text(newId()), timestamp });
    assert.strictEqual((await post(url, body)).status, 500);
    assert.strictEqual((await post(url, body)).status, 500);
    const [{ id, tag } = { id: "", tag: "" }] = simulator.ledger;
    const sent = notification({ statuses: [{ ...status(id, "sent"), biz_opaque_callback_data: tag }] });
    assert.strictEqual((await post(other, sent)).status, 200);
    assert.strictEqual((await post(url, body)).status, 200);
    assert.lengthOf(simulator.ledger, 1);
  },
};
