// Type-checked with the types of Workers in place of the web's and Node.js's.
import { WhatsAppClient } from "wacloud";
import { type FetchWebhook, fetchWebhook } from "wacloud/fetch";
import { createSimulator } from "wacloud/testing";
import { createWebhookHandler, webhookOptionsFromEnv } from "wacloud/webhooks";

type Variables = Record<string, string>;

const secrets = { appSecret: "s", verifyToken: "v" };
let webhook: FetchWebhook | undefined;

export default {
  async fetch(request, env, context) {
    const whatsapp = WhatsAppClient.fromEnv({ fetch: (input, init) => fetch(input, init) }, env);
    webhook ??= fetchWebhook({
      ...webhookOptionsFromEnv(env),
      on: { "message.text": (event) => whatsapp.replyTo(event).sendText({ body: "Hi" }) },
    });
    return webhook(request, env, context);
  },
} satisfies ExportedHandler<Variables>;

export const direct: ExportedHandler = { fetch: fetchWebhook(secrets) };
export const fromVariables: ExportedHandler<Variables> = {
  fetch: fetchWebhook((env: Variables) => webhookOptionsFromEnv(env)),
};
export const simulator = createSimulator({ openWindow: true });
const { media } = new WhatsAppClient(simulator.clientOptions);
export const upload = (request: Request) =>
  request.body && media.upload({ file: request.body, type: "image/png", filename: "a.png" });
export const handle = async ({ method, url, headers, arrayBuffer }: Request) =>
  createWebhookHandler(secrets)({
    method,
    query: new URL(url).searchParams,
    headers,
    rawBody: await arrayBuffer(),
  });

// @ts-expect-error the verify token is missing
fetchWebhook({ appSecret: "s" });
