import { assert } from "chai";
import { AmbiguousSendError, WhatsAppClient } from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import type { Serve, Suite } from "./world.ts";

/** A bot on the simulator; answers every text with the same text. */
async function bot(serve: Serve) {
  const simulator = createSimulator({ openWindow: true });
  await simulator.listen();
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  const url = await serve({
    ...simulator.webhookOptions,
    on: {
      "message.text": (event) =>
        whatsapp.replyTo(event).sendText({ body: `You said: ${event.message.text.body}` }),
    },
  });
  return { simulator, whatsapp, url };
}

async function stop(simulator: Simulator, whatsapp: WhatsAppClient): Promise<void> {
  await whatsapp.close();
  await simulator.close();
}

/** What must hold of the simulator where it can listen. */
export const simulatorSuite: Suite<Serve> = {
  "it listens, verifies a webhook, and simulates a customer whom a bot answers": async (serve) => {
    const { simulator, whatsapp, url } = await bot(serve);
    await simulator.subscribe(url.href);
    const ana = simulator.user("+5511987654321", { name: "Ana" });
    await ana.sends("Olá 👋");
    assert.strictEqual(ana.inbox.at(-1)?.text, "You said: Olá 👋");
    await stop(simulator, whatsapp);
  },

  "it resets connections, hangs and truncates responses on request": async (serve) => {
    const { simulator, whatsapp } = await bot(serve);
    for (const failure of [
      { reset: "before-read" },
      { reset: "after-read" },
      { hang: "after-read" },
      { drop: "cut-body" },
    ] as const) {
      simulator.fail(failure);
      const sent = whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" }, { timeoutMs: 1000 });
      const [outcome] = await Promise.allSettled([sent]);
      const error = outcome?.status === "rejected" ? outcome.reason : undefined;
      assert.instanceOf(error, AmbiguousSendError, JSON.stringify(failure));
    }
    assert.strictEqual(simulator.ledger.length, 3);
    await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
    assert.strictEqual(simulator.ledger.length, 4);
    await stop(simulator, whatsapp);
  },

  "the doctor finds nothing wrong with a healthy set-up, and a secret that is another app's": async (
    serve,
  ) => {
    const { simulator, whatsapp, url } = await bot(serve);
    await simulator.subscribe(url.href);
    const { verifyToken } = simulator.webhookOptions;
    const findErrors = async (appSecret?: string) => {
      const findings = await whatsapp.doctor({ webhook: url, verifyToken, appSecret });
      return findings.filter(({ status }) => status === "error").map(({ id }) => id);
    };
    assert.deepEqual(await findErrors(), []);
    assert.deepEqual(await findErrors("another"), ["webhook.signature"]);
    await stop(simulator, whatsapp);
  },
};
