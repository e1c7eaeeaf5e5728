// The webhook on Cloudflare Workers: answers every text. Deploy: npx wrangler deploy cloudflare-worker.ts --name bot,
// then `npx wrangler secret put WHATSAPP_ACCESS_TOKEN`, and so on for the other WHATSAPP_* variables.
import { WhatsAppClient } from "wacloud";
import { type FetchContext, type FetchWebhook, fetchWebhook } from "wacloud/fetch";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

type Variables = Record<string, string | undefined>;

let webhook: FetchWebhook | undefined;

export default {
  async fetch(request: Request, env: Variables, context: FetchContext): Promise<Response> {
    if (new URL(request.url).pathname !== "/webhook") return new Response("Not found", { status: 404 });
    webhook ??= createWebhook(env); // the variables come with the first request
    return webhook(request, env, context);
  },
};

function createWebhook(env: Variables): FetchWebhook {
  const whatsapp = WhatsAppClient.fromEnv({}, env);
  return fetchWebhook({
    ...webhookOptionsFromEnv(env),
    // Cloudflare runs your Worker in many places. Where answering twice would hurt, give `dedupe` a store they
    // share, such as a Durable Object.
    on: {
      "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    },
  });
}
