// Answers every text with the same text, on Fastify. Run: node examples/echo-bot-fastify.ts (WHATSAPP_* set)
import fastify from "fastify";
import { WhatsAppClient } from "wacloud";
import { fastifyWebhook } from "wacloud/fastify";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const app = fastify();

app.register(fastifyWebhook, {
  path: "/webhook",
  ...webhookOptionsFromEnv(),
  on: {
    "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
  },
});
app.addHook("onClose", () => whatsapp.close());

const port = Number(process.env.PORT ?? 3000);
await app.listen({ port });
console.log(`listening on port ${port}`);
