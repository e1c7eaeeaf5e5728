// A webhook server made for a container: answers every text, says whether it is alive, and ends without losing work.
// Build the image with the Dockerfile in this folder, or run it directly: node --env-file=.env server.ts
import { once } from "node:events";
import { createServer } from "node:http";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store, // one memory: statuses settle replies whose outcome is unknown
  on: {
    "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }),
  },
});

const server = createServer((request, response) => {
  const [path] = (request.url ?? "").split("?");
  if (path === "/webhook") return webhook(request, response);
  return response.writeHead(path === "/health" ? 200 : 404).end();
});
const port = Number(process.env.PORT ?? 3000);
server.listen(port, () => console.log(`listening on port ${port}`));

// `docker stop` sends SIGTERM and waits 10 seconds. What arrived is handled and answered, what waits is sent.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    server.close();
    server.keepAliveTimeout = 1; // connections end with the answer that is under way
    await once(server, "close");
    await whatsapp.close();
    console.log("closed");
  });
}
