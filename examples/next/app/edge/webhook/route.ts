// The webhook on the edge runtime. Meta's callback URL: https://…/edge/webhook
import { after } from "next/server";
import { WhatsAppClient } from "wacloud";
import { nextWebhook } from "wacloud/next";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

export const runtime = "edge";

export const { GET, POST } = nextWebhook(() => {
  const whatsapp = WhatsAppClient.fromEnv();
  return {
    ...webhookOptionsFromEnv(),
    store: whatsapp.store,
    // Meta is answered first, and `after` keeps the function alive for the rest. Fast, but a handler that fails
    // is not called again: leave both lines out where every event counts.
    respond: "immediately",
    waitUntil: after,
    on: {
      "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    },
  };
});
