import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

const whatsapp = WhatsAppClient.fromEnv();
const webhook = fetchWebhook({ ...webhookOptionsFromEnv(), ...createBot(whatsapp) });

const app = new Hono();
app.all("/webhook", (context) => webhook(context.req.raw));

const port = Number(process.env.PORT ?? 3000);
const server = serve({ fetch: app.fetch, port }, () => console.log(`Listening on port ${port}`));

// What has arrived is handled and answered first, what waits is sent.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => server.close(() => whatsapp.close()));
}
