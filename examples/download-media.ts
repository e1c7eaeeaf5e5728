// Keeps every picture that customers send, and says thank you. Run: npm run example download-media ./pictures
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const folder = process.argv[2] ?? "./pictures";
await mkdir(folder, { recursive: true });

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    "message.image": async (event) => {
      // The token goes to Meta's hosts only, and the bytes are checked against Meta's SHA-256 as they arrive.
      const { image } = event.message;
      const { stream, mime_type } = await whatsapp.media.download(image);
      const ending = (mime_type ?? "image/jpeg").split("/")[1];
      await writeFile(join(folder, `${image.id}.${ending}`), stream);
      await whatsapp.replyTo(event, { quote: true }).sendText({ body: "Thank you for the picture!" });
    },
  },
});

const port = Number(process.env.PORT ?? 3000);
createServer(webhook).listen(port, () => console.log(`listening on port ${port}`));
