// Serves WhatsApp tools to assistants over Streamable HTTP, behind a token, and receives webhooks.
// Run: node --env-file=.env examples/assistant/server.ts, with MCP_TOKEN in .env,
// then point the webhook of your Meta app at https://your-host/webhook, and your assistant at https://your-host/mcp.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { WhatsAppClient } from "wacloud";
import { createMcpServer } from "wacloud/mcp";
import { nodeHandler } from "wacloud/node";
import { createWebhookHandler, webhookOptionsFromEnv } from "wacloud/webhooks";

const token = process.env.MCP_TOKEN;
if (!token) throw new Error("Set MCP_TOKEN: without it, anybody could write in your name.");

const whatsapp = WhatsAppClient.fromEnv();
const handler = createWebhookHandler({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: { "status.failed": ({ status }) => console.warn("not delivered:", status.errors?.[0]?.code) },
  onEvent: () => undefined, // the assistant sees the rest
});
const assistants = createMcpServer(whatsapp, { handler, dailyBudget: 100 });

const answerMeta = nodeHandler(handler);
const answerAssistant = getRequestListener(assistants.fetch);

const server = createServer((request, response) => {
  if (request.url?.startsWith("/webhook")) return answerMeta(request, response);
  if (request.headers.authorization === `Bearer ${token}`) return answerAssistant(request, response);
  return response.writeHead(401).end();
});

const port = Number(process.env.PORT ?? 3000);
server.listen(port, () => console.log(`listening on port ${port}`));
