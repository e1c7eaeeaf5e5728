import { WhatsAppClient } from "wacloud";
import { nextWebhook } from "wacloud/next";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "../../src/bot.ts";

// A function, because `next build` loads this file too, and builds seldom have the secrets.
export const { GET, POST } = nextWebhook(() => ({
  ...webhookOptionsFromEnv(),
  ...createBot(WhatsAppClient.fromEnv()),
}));
