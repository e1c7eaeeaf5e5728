// Type-checked against the built package, as a consumer's ES module.
import { ApiError, defineTemplate, type Layer, toE164, WhatsAppClient } from "wacloud";
import { type AssistantTools, whatsappTools } from "wacloud/ai";
import { expressWebhook } from "wacloud/express";
import { fastifyWebhook } from "wacloud/fastify";
import { fetchWebhook } from "wacloud/fetch";
import { type LambdaEvent, lambdaWebhook } from "wacloud/lambda";
import { createMcpServer, type McpServer } from "wacloud/mcp";
import { nextPagesWebhook, nextWebhook } from "wacloud/next";
import { nodeWebhook } from "wacloud/node";
import { createSimulator } from "wacloud/testing";
import { parseWebhook, type WebhookEvent } from "wacloud/webhooks";

const timing: Layer = (next) => (request) => next(request);
const whatsapp = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1", layers: [timing] });

export async function main(): Promise<string> {
  const { id } = await whatsapp.messages.sendText({ to: toE164("+14155552671"), body: "Hi" });
  const events: WebhookEvent[] = parseWebhook("{}");
  for (const event of events) {
    if (event.type === "message" && event.message.type === "text") event.message.text.body.trim();
    if (event.type === "status") event.status.status.trim();
  }
  return id;
}

const options = { appSecret: "s", verifyToken: "v", onEvent: (event: WebhookEvent) => void event.id };
export const handlers = [
  expressWebhook(options),
  fetchWebhook(options),
  nodeWebhook(options),
  fastifyWebhook,
  nextPagesWebhook(options),
];
export const { GET, POST } = nextWebhook(() => ({ ...options, respond: "immediately" }));
export const handler = (event: LambdaEvent) => lambdaWebhook(options)(event);
export const server: McpServer = createMcpServer(whatsapp, {
  dailyBudget: 5,
  confirm: ({ tool }) => tool !== "",
});
export const answer: (request: Request) => Promise<Response> = server.fetch;
export const tools: AssistantTools = whatsappTools(whatsapp, { allowedRecipients: ["+14155552671"] });
export const greeting = tools.whatsapp_send_text.execute({ to: "+14155552671", text: "Hi" });
export const simulator = createSimulator({ openWindow: true });
export const category = (error: unknown) => (error instanceof ApiError ? error.category : undefined);

// @ts-expect-error a text needs a body
void whatsapp.messages.sendText({ to: "+14155552671" });

const order = defineTemplate({
  name: "order_ok",
  language: "en_US",
  category: "UTILITY",
  body: {
    text: "Hi {{first_name}}, order {{order}} is on its way.",
    example: { first_name: "Ana", order: "77" },
  },
});
void whatsapp.messages.sendTemplate({
  to: "+14155552671",
  template: order,
  parameters: { first_name: "Ana", order: 77 },
});
void whatsapp.messages.sendTemplate({
  to: "+14155552671",
  template: order,
  // @ts-expect-error the order's number is missing
  parameters: { first_name: "Ana" },
});
