// Answers every text with the same text, on Hono. The same handler runs on Bun, Deno and Cloudflare Workers.
// Run: npm run example echo-bot-hono,
// then point the webhook of your Meta app at https://your-host/webhook and subscribe to "messages".
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const webhook = fetchWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store, // one memory: statuses settle replies whose outcome is unknown
  on: {
    "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
  },
});

const app = new Hono();
app.all("/webhook", (context) => webhook(context.req.raw));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: app.fetch, port }, () => console.log(`listening on port ${port}`));
