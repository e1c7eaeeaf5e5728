// The webhook on the App Router: answers every text with the same text. Meta's callback URL: https://…/webhook
import { WhatsAppClient } from "wacloud";
import { nextWebhook } from "wacloud/next";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

// A function, because `next build` loads this file too, and builds seldom have the secrets.
export const { GET, POST } = nextWebhook(() => {
  const whatsapp = WhatsAppClient.fromEnv(); // on a serverless platform: `fromEnv({ store })`, one that all instances share
  return {
    ...webhookOptionsFromEnv(),
    store: whatsapp.store,
    on: {
      "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    },
  };
});
