// Keeps every picture that customers send, and says thank you. Run: npm run example download-media ./pictures
import { createServer } from "node:http";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const folder = process.argv[2] ?? "./pictures";

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    "message.image": async (event) => {
      // The token goes to Meta's hosts only, and the bytes are checked against Meta's SHA-256 as they arrive.
      await whatsapp.media.save(event.message.image, folder);
      await whatsapp.replyTo(event, { quote: true }).sendText({ body: "Thank you for the picture!" });
    },
  },
});

const port = Number(process.env.PORT ?? 3000);
createServer(webhook).listen(port, () => console.log(`listening on port ${port}`));
