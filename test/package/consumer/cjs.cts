// Type-checked against the built package, as a consumer's CommonJS module.
import wacloud = require("wacloud");
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
export const handler = webhooks.createWebhookHandler({ appSecret: "s", verifyToken: "v" });
