import fastify from "fastify";
import { WhatsAppClient } from "wacloud";
import { fastifyWebhook } from "wacloud/fastify";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

const whatsapp = WhatsAppClient.fromEnv();
const app = fastify({ logger: { level: "warn" } });

app.register(fastifyWebhook, { path: "/webhook", ...webhookOptionsFromEnv(), ...createBot(whatsapp) });
app.addHook("onClose", () => whatsapp.close());

const port = Number(process.env.PORT ?? 3000);
await app.listen({ port, host: "0.0.0.0" });
console.log(`Listening on port ${port}`);

// What has arrived is handled and answered first, what waits is sent.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => app.close());
