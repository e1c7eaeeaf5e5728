import { onTestFinished } from "vitest";
import { WhatsAppClient } from "wacloud";
import { type AssistantOptions, type ToolName, whatsappTools } from "wacloud/ai";
import { fetchHandler } from "wacloud/fetch";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";

/** A customer. */
export const ana = "+5511987654321";

/** The tools and the simulator in one process: nothing but the clock makes time pass. */
export function inProcess({
  simulator: settings = {},
  ...options
}: AssistantOptions & { simulator?: SimulatorOptions } = {}) {
  const simulator = createSimulator({ logger: { warn: () => undefined }, ...settings });
  onTestFinished(() => simulator.close());
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, rateLimit: false });
  const handler = createWebhookHandler({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    onEvent: () => undefined,
  });
  simulator.webhook = fetchHandler(handler);
  const tools = whatsappTools(whatsapp, { handler, ...options });
  // biome-ignore lint/suspicious/noExplicitAny: each tool returns something else
  const call = (name: ToolName, input: object, abortSignal?: AbortSignal): Promise<any> =>
    tools[name].execute({ ...input }, { abortSignal });
  return { simulator, whatsapp, handler, tools, call };
}
