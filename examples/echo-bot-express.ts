// Answers every text with the same text, on Express. Run: npm run example echo-bot-express,
// then point the webhook of your Meta app at https://your-host/webhook and subscribe to "messages".
import express from "express";
import { WhatsAppClient } from "wacloud";
import { expressWebhook } from "wacloud/express";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const app = express();

// Before any express.json(): the signature is over the body as it arrived.
app.use(
  "/webhook",
  expressWebhook({
    ...webhookOptionsFromEnv(),
    store: whatsapp.store, // one memory: statuses settle replies whose outcome is unknown
    on: {
      "message.text": async (event) => {
        const reply = whatsapp.replyTo(event, { quote: true });
        await reply.markAsRead({ typing: true });
        await reply.sendText({ body: event.message.text.body });
      },
      "status.failed": (event) => {
        console.warn(`${event.status.id} was not delivered:`, event.status.errors?.[0]?.title);
      },
    },
  }),
);

const port = Number(process.env.PORT ?? 3000);
app.listen(port, (error) => {
  if (error) throw error;
  console.log(`listening on port ${port}`);
});
