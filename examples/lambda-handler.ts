// The webhook as an AWS Lambda function, behind API Gateway (REST or HTTP) or a function URL: answers every text.
// Bundle it: npx esbuild lambda-handler.ts --bundle --platform=node --format=esm --outfile=index.mjs
// Zip index.mjs, set the WHATSAPP_* variables on the function, and give Meta the function's address.
import { WhatsAppClient } from "wacloud";
import { lambdaWebhook } from "wacloud/lambda";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

// Made once an instance, outside the handler: later calls find the connection open. AWS runs as many instances as it
// likes, each with its own memory: give them a shared store, as in `fromEnv({ store })`; docs/stores.md has some.
const whatsapp = WhatsAppClient.fromEnv();

export const handler = lambdaWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
    "status.failed": (event) => {
      console.warn(`${event.status.id} was not delivered:`, event.status.errors?.[0]?.title);
    },
  },
});
