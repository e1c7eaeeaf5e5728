import express from "express";
import { WhatsAppClient } from "wacloud";
import { expressWebhook } from "wacloud/express";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

const whatsapp = WhatsAppClient.fromEnv();
const app = express();

// Before any express.json(): the signature is over the body as it arrived.
app.use("/webhook", expressWebhook({ ...webhookOptionsFromEnv(), ...createBot(whatsapp) }));

const port = Number(process.env.PORT ?? 3000);
const server = app.listen(port, (error) => {
  if (error) throw error;
  console.log(`Listening on port ${port}`);
});

// What has arrived is handled and answered first, what waits is sent.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close(() => whatsapp.close());
    server.keepAliveTimeout = 1; // connections end with the answer that is under way
  });
}
