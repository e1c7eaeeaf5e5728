import { expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { whatsappTools } from "wacloud/ai";
import { fetchHandler } from "wacloud/fetch";
import { createSimulator } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";
import { ana, inProcess } from "./support.ts";

test("tools that are made for each request know what arrived before, and listen once", async () => {
  const { whatsapp, handler, simulator } = inProcess();
  const { onEvents } = handler;
  await simulator.user(ana).sends("Hi");
  const tools = whatsappTools(whatsapp, { handler });
  expect(await tools.whatsapp_recent_messages.execute({})).toMatchObject({ messages: [{ text: "Hi" }] });
  expect(handler.onEvents).toBe(onEvents);
});

test("a listener of before is told, too, and whether it fails does not matter", async () => {
  const simulator = createSimulator();
  const handler = createWebhookHandler({
    ...simulator.webhookOptions,
    onEvent: () => undefined,
    logger: { warn: () => undefined, error: () => undefined },
  });
  const heard = vi.fn(() => {
    throw new Error("deaf");
  });
  handler.onEvents = heard;
  simulator.webhook = fetchHandler(handler);
  const tools = whatsappTools(new WhatsAppClient(simulator.clientOptions), { handler });
  await simulator.user(ana).sends("Hi");
  expect(heard).toHaveBeenCalledOnce();
  expect(await tools.whatsapp_recent_messages.execute({})).toMatchObject({ messages: [{ text: "Hi" }] });
  await simulator.close();
});
