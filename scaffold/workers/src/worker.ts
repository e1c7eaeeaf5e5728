import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { createBot } from "./bot.ts";

type Variables = Record<string, string | undefined>;

export default {
  // A function, because the variables come with the first request.
  fetch: fetchWebhook((env: Variables) => ({
    ...webhookOptionsFromEnv(env),
    ...createBot(WhatsAppClient.fromEnv({}, env)),
  })),
};
