import { once } from "node:events";
import { Writable } from "node:stream";
import { createMcpServer } from "../../mcp/server.ts";
import type { Store } from "../../store/store.ts";
import { webhookOptionsFromEnv } from "../../webhooks/env.ts";
import { createWebhookHandler, type WebhookHandler } from "../../webhooks/handler.ts";
import { type ConnectionOptions, createClient, readEnvironment, requireVariables } from "../connection.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { startServer } from "../server.ts";
import { readPort } from "../server-options.ts";
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
  const dailyBudget = readBudget(options.dailyBudget);
  const port = options.webhookPort === undefined ? undefined : readPort(options.webhookPort, portOption);
  const variables = readEnvironment(options, note);
  requireVariables(variables, ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"], options);
  const logger = { warn: note, error: note };
  const client = createClient(variables);
  const handler = port === undefined ? undefined : receiver(variables, client.store, logger);
  const rails = { allowedRecipients: allow, templatesOnly, dailyBudget, confirm, dryRun };
  const server = createMcpServer(client, { ...rails, handler, logger });
  const output = protocolOutput();
  const webhook = handler && port !== undefined ? await startServer(handler, port, portOption) : undefined;
  if (webhook) note(`Receiving webhooks on port ${webhook.port}, at any path.`);
  const { StdioServerTransport } = await import("../../mcp/library.ts");
  await server.connect(new StdioServerTransport(process.stdin, output));
  note("wacloud mcp: waiting for an assistant on standard input.");
  await Promise.race([once(process.stdin, "close"), once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  webhook?.server.close();
  webhook?.server.closeAllConnections();
  await client.close();
  process.stdin.destroy();
  return exitCodes.fine;
}

const portOption = "--webhook-port";

function readBudget(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new CommandError("--daily-budget must be a whole number of 0 or more.");
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
