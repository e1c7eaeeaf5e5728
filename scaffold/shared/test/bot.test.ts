import assert from "node:assert/strict";
import { test } from "node:test";
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { createSimulator } from "wacloud/testing";
import { createBot } from "../src/bot.ts";

/** A local Cloud API in this process, which posts to the bot. */
function startBot() {
  const simulator = createSimulator();
  const whatsapp = new WhatsAppClient(simulator.clientOptions);
  simulator.webhook = fetchWebhook({ ...simulator.webhookOptions, ...createBot(whatsapp) });
  return simulator;
}

test("answers a text", async () => {
  const simulator = startBot();
  const ana = simulator.user("+5511987654321", { name: "Ana" });
  await ana.sends("Is my cake ready?");
  assert.deepEqual(
    ana.inbox.map(({ text }) => text),
    ["You wrote: Is my cake ready?"],
  );
});

test("answers once, even if WhatsApp delivers the message again", async () => {
  const simulator = startBot();
  const ana = simulator.user("+5511987654321", { name: "Ana" });
  await ana.sends("Hello");
  for (const webhook of simulator.webhooks) await simulator.redeliver(webhook);
  assert.equal(ana.inbox.length, 1);
});
