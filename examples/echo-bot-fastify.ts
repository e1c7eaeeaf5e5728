// Answers every text with the same text, on Fastify. Run: npm run example echo-bot-fastify,
// then point the webhook of your Meta app at https://your-host/webhook and subscribe to "messages".
import fastify from "fastify";
import { WhatsAppClient } from "wacloud";
import { fastifyWebhook } from "wacloud/fastify";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const app = fastify({ logger: { level: "warn" } });

app.register(fastifyWebhook, {
  path: "/webhook",
  ...webhookOptionsFromEnv(),
  store: whatsapp.store, // one memory: statuses settle replies whose outcome is unknown
  on: {
    "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    "status.failed": (event) => {
      app.log.warn({ id: event.status.id, errors: event.status.errors }, "not delivered");
    },
  },
});
app.addHook("onClose", () => whatsapp.close()); // sends under way are finished first

const port = Number(process.env.PORT ?? 3000);
await app.listen({ port, host: "0.0.0.0" });
console.log(`listening on port ${port}`);
