// Answers with generated text. The language model is a stub: put yours in its place.
// Run: npm run example generated-answers,
// then point the webhook of your Meta app at https://your-host/webhook and subscribe to "messages".
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    "message.text": async (event) => {
      const reply = whatsapp.replyTo(event);
      await reply.markAsRead({ typing: true });
      // When a handler fails half-way, it runs again, and the model says the same in other words. The names tell
      // wacloud which reply is which: each is sent once, whatever its text.
      const answer = await generate(`Answer: ${event.message.text.body}`);
      await reply.sendText({ body: answer }, { idempotencyKey: "answer" });
      const question = await generate(`Ask a question about: ${event.message.text.body}`);
      await reply.sendText({ body: question }, { idempotencyKey: "question" });
    },
  },
  onError: (error, event, { redelivered }) =>
    console.error(event?.type, redelivered ? "will be handled again:" : "was given up:", error),
});

const port = Number(process.env.PORT ?? 3000);
createServer(webhook).listen(port, () => console.log(`listening on port ${port}`));

/** STUB of a language model, which never says the same twice. Yours takes longer, and costs something. */
async function generate(prompt: string): Promise<string> {
  await pause(100);
  const text = `${prompt} (variation ${crypto.randomUUID().slice(0, 8)})`;
  return text.slice(0, 4096); // the longest text that WhatsApp takes
}
