import { WhatsAppClient } from "wacloud";
import { lambdaWebhook } from "wacloud/lambda";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

// Made once an instance, outside the handler: later calls find the connection open.
export const handler = lambdaWebhook({
  ...webhookOptionsFromEnv(),
  ...createBot(WhatsAppClient.fromEnv()),
});
