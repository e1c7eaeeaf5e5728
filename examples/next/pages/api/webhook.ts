// The webhook on the Pages Router. Meta's callback URL: https://…/api/webhook
import { WhatsAppClient } from "wacloud";
import { nextPagesWebhook } from "wacloud/next";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

// The signature is over the body as it arrived, so Next must not parse it.
export const config = { api: { bodyParser: false } };

export default nextPagesWebhook(() => {
  const whatsapp = WhatsAppClient.fromEnv();
  return {
    ...webhookOptionsFromEnv(),
    store: whatsapp.store,
    on: {
      "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    },
  };
});
