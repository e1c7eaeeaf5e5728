import { assert } from "chai";
import { WhatsAppClient } from "wacloud";
import { whatsappTools } from "wacloud/ai";
import { createMcpServer, type McpServer } from "wacloud/mcp";
import { createSimulator } from "wacloud/testing";
import type { Suite } from "./world.ts";

const input = { to: "+14155552671", text: "Your order has left." };

/** What a program of 2026 says with each request. */
const envelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "suite", version: "1.0.0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

const headers2026 = {
  "mcp-protocol-version": "2026-07-28",
  "mcp-method": "tools/call",
  "mcp-name": "whatsapp_send_text",
};

/** Calls a tool as a program does that has no library. */
async function post(server: McpServer, headers: Record<string, string>, more: object) {
  const params = { name: "whatsapp_send_text", arguments: input, ...more };
  const request = new Request("http://127.0.0.1/mcp", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
  });
  const answer = await (await server.fetch(request)).text();
  return JSON.parse(answer.replace(/^[^{]*data: /s, "")).result.structuredContent;
}

/** What must hold of the tools for assistants: the protocol's library is loaded when the first one calls. */
export const assistantSuite: Suite<unknown> = {
  "assistants send over Streamable HTTP, in the protocol of 2025 and of 2026": async () => {
    const simulator = createSimulator({ openWindow: true });
    const server = createMcpServer(new WhatsAppClient(simulator.clientOptions));
    const first = await post(server, { "mcp-protocol-version": "2025-11-25" }, {});
    const second = await post(server, headers2026, { _meta: envelope });
    assert.match(first.message_id, /^wamid\./);
    assert.include(second, { message_id: first.message_id, repeated: true });
    assert.lengthOf(simulator.user(input.to).inbox, 1);
    await server.close();
    await simulator.close();
  },

  "the tools of wacloud/ai send once, and say what went wrong": async () => {
    const simulator = createSimulator({ openWindow: true });
    const tools = whatsappTools(new WhatsAppClient(simulator.clientOptions), { dailyBudget: 5 });
    const { execute } = tools.whatsapp_send_text;
    await Promise.all([1, 2, 3].map(() => execute(input)));
    assert.lengthOf(simulator.user(input.to).inbox, 1);
    assert.nestedProperty(await execute({ to: input.to }), "error.message");
    await simulator.close();
  },
};
