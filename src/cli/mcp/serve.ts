import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { nodeHandler } from "../../adapters/node.ts";
import { createMcpServer } from "../../mcp/server.ts";
import type { Store } from "../../store/store.ts";
import { webhookOptionsFromEnv } from "../../webhooks/env.ts";
import { createWebhookHandler, type WebhookHandler } from "../../webhooks/handler.ts";
import { type ConnectionOptions, createClient, readEnvironment, requireVariables } from "../connection.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { divertOutput, type Terminal } from "../terminal.ts";

/** Options of `wacloud mcp`. */
export interface McpCommandOptions extends ConnectionOptions {
  webhookPort?: string | undefined;
  allow?: string[] | undefined;
  templatesOnly?: boolean | undefined;
  dailyBudget?: string | undefined;
  confirm?: boolean | undefined;
  dryRun?: boolean | undefined;
}

/** `wacloud mcp`: serves one assistant, until it hangs up. Nothing but the protocol reaches standard output. */
export async function serveAssistant(options: McpCommandOptions, { note }: Terminal): Promise<ExitCode> {
  const { allow, templatesOnly, confirm, dryRun } = options;
  const dailyBudget = readWhole("--daily-budget", options.dailyBudget);
  const port = readWhole("--webhook-port", options.webhookPort, 65_535);
  const variables = readEnvironment(options, note);
  requireVariables(variables, ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"], options);
  const logger = { warn: note, error: note };
  const client = createClient(variables);
  const handler = port === undefined ? undefined : receiver(variables, client.store, logger);
  const rails = { allowedRecipients: allow, templatesOnly, dailyBudget, confirm, dryRun };
  const server = createMcpServer(client, { ...rails, handler, logger });
  const output = protocolOutput();
  const webhook = handler && port !== undefined ? await receive(handler, port, note) : undefined;
  const { StdioServerTransport } = await import("../../mcp/library.ts");
  await server.connect(new StdioServerTransport(process.stdin, output));
  note("wacloud mcp: waiting for an assistant on standard input.");
  await Promise.race([once(process.stdin, "close"), once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  webhook?.close();
  webhook?.closeAllConnections();
  await client.close();
  process.stdin.destroy();
  return exitCodes.fine;
}

function readWhole(
  option: string,
  text: string | undefined,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new CommandError(
    `${option} must be a whole number of 0 or more${max === 65_535 ? ", up to 65535" : ""}.`,
  );
}

/** What goes to standard output from now on, past whatever else prints there: that goes to standard error. */
function protocolOutput(): Writable {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  divertOutput();
  return new Writable({ write: (chunk: Uint8Array, _, done) => void write(chunk, done) });
}

/** Claims and acknowledges every event; the server listens along. */
function receiver(
  variables: NodeJS.Dict<string>,
  store: Store,
  logger: { warn: (words: string) => void; error: (words: string) => void },
): WebhookHandler {
  return createWebhookHandler({
    ...webhookOptionsFromEnv(variables),
    store,
    logger,
    onEvent: () => undefined,
  });
}

async function receive(
  handler: WebhookHandler,
  port: number,
  note: (words: string) => void,
): Promise<Server> {
  const handle = nodeHandler(handler);
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new CommandError(`Port ${port} is in use: pass another one with --webhook-port.`);
  }
  note(`Receiving webhooks on port ${(server.address() as AddressInfo).port}, at any path.`);
  return server;
}
