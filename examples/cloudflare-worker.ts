// The webhook on Cloudflare Workers: answers every text. Deploy: npx wrangler deploy cloudflare-worker.ts --name bot,
// then `npx wrangler secret put WHATSAPP_ACCESS_TOKEN`, and so on for the other WHATSAPP_* variables.
import { WhatsAppClient } from "wacloud";
import { type FetchContext, fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

type Variables = Record<string, string | undefined>;

export default {
  async fetch(request: Request, env: Variables, context: FetchContext): Promise<Response> {
    if (new URL(request.url).pathname !== "/webhook") return new Response("Not found", { status: 404 });
    return webhook(env)(request, env, context);
  },
};

// Made for each request: what one request began, a Worker may not wait for in another. To recognise what Meta
// delivers twice, give `dedupe` a store outside the Worker, such as a Durable Object.
function webhook(env: Variables) {
  const whatsapp = WhatsAppClient.fromEnv({ rateLimit: false }, env);
  return fetchWebhook({
    ...webhookOptionsFromEnv(env),
    on: {
      "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    },
  });
}
