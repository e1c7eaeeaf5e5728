import { assert } from "chai";
import { post, text } from "../runtimes/suites/posting.ts";
import { socketSuite } from "../runtimes/suites/sockets.ts";
import { webhookSuite } from "../runtimes/suites/webhook.ts";
import type { Serve, Suite } from "../runtimes/suites/world.ts";
import { batch, secrets } from "../webhooks/signed.ts";

/** What must hold of every adapter; the parts are apart because some runtimes have no raw sockets. */
export const suite: Suite<Serve> = { ...webhookSuite, ...socketSuite };

const { "answering immediately does not wait for the handlers": _, ...always } = suite;

/** What must hold of adapters for functions that end with their answer. */
export const endingSuite: Suite<Serve> = {
  ...always,
  "answering immediately waits for the handlers all the same, and tells Meta when one failed": async (
    serve,
  ) => {
    const handled: string[] = [];
    const url = await serve({
      ...secrets,
      respond: "immediately",
      onError: () => undefined,
      onEvent: async ({ id }) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (id === "wamid.2") throw new Error("no");
        handled.push(id);
      },
    });
    assert.strictEqual((await post(url, batch(text("wamid.1")))).status, 200);
    assert.deepEqual(handled, ["wamid.1"]);
    assert.strictEqual((await post(url, batch(text("wamid.2")))).status, 500);
  },
};
