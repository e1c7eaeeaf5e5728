// The webhook on Cloudflare Workers: answers every text. Deploy: npx wrangler deploy cloudflare-worker.ts --name bot,
// then `npx wrangler secret put WHATSAPP_ACCESS_TOKEN`, and so on for the other WHATSAPP_* variables.
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

type Variables = Record<string, string | undefined>;

export default {
  // A function, because the variables come with the first request.
  fetch: fetchWebhook((env: Variables) => {
    const whatsapp = WhatsAppClient.fromEnv({}, env);
    return {
      ...webhookOptionsFromEnv(env),
      // Cloudflare runs your Worker in many places. Where replying twice would hurt, give them a `store` they
      // share, such as a Durable Object.
      on: {
        "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
      },
    };
  }),
};
