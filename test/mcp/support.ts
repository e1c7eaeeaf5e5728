import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import {
  type CallToolResult,
  Client,
  type ElicitResult,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { onTestFinished } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createMcpServer, type McpServerOptions } from "wacloud/mcp";
import { nodeHandler } from "wacloud/node";
import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";

/** The two families of the protocol's versions. */
export const eras = { "2025-11-25": "legacy", "2026-07-28": "auto" } as const;

export type Era = keyof typeof eras;

/** A customer. */
export const ana = "+5511987654321";

/** Answers the questions that a server puts to a person. */
export type Answer = (question: string) => ElicitResult;

/** What a tool returned: its data, or the text of its error. */
interface ToolAnswer {
  isError: boolean;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each tool returns something else
  data: any;
}

/** An assistant's program, connected to a server. */
export interface Connected {
  mcp: Client;
  simulator: Simulator;
  call(name: string, input?: object): Promise<ToolAnswer>;
}

function createProgram(era: Era, answer?: Answer): Client {
  const mcp = new Client(
    { name: "test", version: "1.0.0" },
    {
      versionNegotiation: { mode: eras[era] },
      capabilities: answer === undefined ? {} : { elicitation: {} },
    },
  );
  if (answer !== undefined)
    mcp.setRequestHandler("elicitation/create", ({ params }) => answer(params.message));
  onTestFinished(() => mcp.close());
  return mcp;
}

const connected = (mcp: Client, simulator: Simulator): Connected => ({
  mcp,
  simulator,
  call: async (name, input = {}) => toAnswer(await mcp.callTool({ name, arguments: { ...input } })),
});

function toAnswer({ content, isError = false, structuredContent }: CallToolResult): ToolAnswer {
  const [first] = content;
  return { isError, text: first?.type === "text" ? first.text : "", data: structuredContent };
}

/** Serves until the test has finished. */
async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

export function startSimulator(options: SimulatorOptions = {}): Simulator {
  const simulator = createSimulator({ logger: { warn: () => undefined }, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** A server over Streamable HTTP that receives webhooks, and a program that uses it. */
export async function overHttp(
  era: Era,
  {
    answer,
    simulator = startSimulator(),
    ...options
  }: McpServerOptions & { answer?: Answer; simulator?: Simulator } = {},
): Promise<Connected> {
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  const handler = createWebhookHandler({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    onEvent: () => undefined,
  });
  simulator.webhookUrl = (await serve(nodeHandler(handler))).href;
  const server = createMcpServer(whatsapp, { handler, ...options });
  onTestFinished(() => server.close());
  const mcp = createProgram(era, answer);
  await mcp.connect(new StreamableHTTPClientTransport(await serve(getRequestListener(server.fetch))));
  return connected(mcp, simulator);
}

/** The built command, and a program that started it. */
export async function overStdio(
  era: Era,
  words: readonly string[] = [],
  { answer, simulator = startSimulator() }: { answer?: Answer; simulator?: Simulator } = {},
): Promise<Connected & { printed: () => string }> {
  const { url } = await simulator.listen();
  const { accessToken, phoneNumberId, businessAccountId } = simulator.clientOptions;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [resolve("dist/cli.js"), "mcp", "--webhook-port", "0", ...words],
    stderr: "pipe",
    env: {
      WHATSAPP_API_BASE_URL: url,
      WHATSAPP_ACCESS_TOKEN: accessToken,
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
      WHATSAPP_APP_SECRET: simulator.webhookOptions.appSecret,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: simulator.webhookOptions.verifyToken,
    },
  });
  let printed = "";
  transport.stderr?.on("data", (text) => {
    printed += text;
  });
  const mcp = createProgram(era, answer);
  await mcp.connect(transport);
  while (!/on port (\d+)/.test(printed)) await new Promise((done) => setImmediate(done));
  const [, port] = /on port (\d+)/.exec(printed) ?? [];
  simulator.webhookUrl = `http://127.0.0.1:${port}/webhook`;
  return { ...connected(mcp, simulator), printed: () => printed };
}
