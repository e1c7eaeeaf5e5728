// Type-checked against the built package, as a consumer's CommonJS module.
import wacloud = require("wacloud");
import expressAdapter = require("wacloud/express");
import fastifyAdapter = require("wacloud/fastify");
import fetchAdapter = require("wacloud/fetch");
import lambdaAdapter = require("wacloud/lambda");
import nextAdapter = require("wacloud/next");
import nodeAdapter = require("wacloud/node");
import testing = require("wacloud/testing");
import webhooks = require("wacloud/webhooks");

const whatsapp = new wacloud.WhatsAppClient({ accessToken: "t", phoneNumberId: "1" });

export const send = async (): Promise<string> =>
  (
    await whatsapp.messages.sendButtons({
      to: "+14155552671",
      body: "Hi",
      buttons: [{ id: "1", title: "Yes" }],
    })
  ).id;
const options = { appSecret: "s", verifyToken: "v" };
export const handler = webhooks.createWebhookHandler(options);
export const adapters = [
  expressAdapter.expressWebhook(options),
  fetchAdapter.fetchWebhook(options),
  lambdaAdapter.lambdaWebhook(options),
  nextAdapter.nextWebhook(options),
  nodeAdapter.nodeWebhook(options),
  fastifyAdapter.fastifyWebhook,
];
export const simulator: testing.Simulator = testing.createSimulator({ openWindow: true });
