// The webhook on Cloudflare Workers: answers every text. Deploy: npx wrangler deploy cloudflare-worker.ts --name bot,
// then `npx wrangler secret put WHATSAPP_ACCESS_TOKEN`, and so on for the other WHATSAPP_* variables.
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

type Variables = Record<string, string | undefined>;

export default {
  // A function, because the variables come with the first request.
  fetch: fetchWebhook((env: Variables) => {
    // Cloudflare runs your Worker in many places, each with its own memory: give them a shared store, as in
    // `fromEnv({ store: durableStore(env.WACLOUD) }, env)`; docs/stores.md has it.
    const whatsapp = WhatsAppClient.fromEnv({}, env);
    return {
      ...webhookOptionsFromEnv(env),
      store: whatsapp.store,
      on: {
        "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
      },
    };
  }),
};
