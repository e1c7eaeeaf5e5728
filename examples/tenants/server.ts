// A platform: businesses connect their WhatsApp on a page, and one webhook answers for all of them.
// Run: node --env-file=.env examples/tenants/server.ts, with SIGNUP_CONFIG_ID and TENANTS_KEY in .env, too.
import { readFileSync } from "node:fs";
import express from "express";
import { type OnboardedCustomer, WhatsAppClient } from "wacloud";
import { expressWebhook } from "wacloud/express";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { signup } from "./signup.ts";
import { readSecret } from "./vault.ts";

const { WHATSAPP_ACCESS_TOKEN: own = "", WHATSAPP_APP_ID, SIGNUP_CONFIG_ID } = process.env;

const findToken = (id: string) => readSecret<OnboardedCustomer>(id)?.accessToken ?? own;

const whatsapp = WhatsAppClient.fromEnv({
  accessToken: ({ businessAccountId = "" }) => findToken(businessAccountId),
});

const app = express();
app.use(
  "/webhook",
  expressWebhook({
    ...webhookOptionsFromEnv(),
    store: whatsapp.store,
    on: {
      "message.text": (event) =>
        whatsapp.replyTo(event).sendText({ body: `You wrote to ${event.phoneNumberId}.` }),
      "status.failed": ({ status }) => console.warn("not delivered:", status.id, status.errors?.[0]?.code),
    },
  }),
);

const page = readFileSync(new URL("page.html", import.meta.url), "utf8");
const settings = JSON.stringify({ appId: WHATSAPP_APP_ID, configId: SIGNUP_CONFIG_ID });
app.get("/", (_, response) => void response.type("html").send(page.replace('"SETTINGS"', settings)));

app.post("/signup", express.json(), signup(whatsapp));

const port = Number(process.env.PORT ?? 3000);
app.listen(port, (error) => {
  if (error) throw error;
  console.log(`listening on port ${port}`);
});
