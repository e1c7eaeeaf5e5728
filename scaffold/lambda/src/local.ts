// The bot on your machine. On AWS, handler.ts takes its place.
import { createServer } from "node:http";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

const whatsapp = WhatsAppClient.fromEnv();
const webhook = nodeWebhook({ ...webhookOptionsFromEnv(), ...createBot(whatsapp) });

const port = Number(process.env.PORT ?? 3000);
const server = createServer((request, response) => void webhook(request, response));
server.listen(port, () => console.log(`Listening on port ${port}`));

// What has arrived is handled and answered first, what waits is sent.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close(() => whatsapp.close());
    server.keepAliveTimeout = 1; // connections end with the answer that is under way
  });
}
