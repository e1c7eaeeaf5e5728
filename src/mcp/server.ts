import { createAssistant } from "../assistant/assistant.ts";
import { type AssistantOptions, readGuardRails } from "../assistant/options.ts";
import type { WhatsAppClient } from "../client.ts";
import { log } from "../utils/log.ts";
import { once } from "../utils/once.ts";
import { whenGiven } from "../webhooks/invalid-options.ts";
import { protocolServer } from "./protocol.ts";

/** Options of {@link createMcpServer}. */
export interface McpServerOptions extends AssistantOptions {
  /**
   * Web pages that may call `fetch`, by their origin: `https://chat.example.com`. Programs send no origin and are not
   * affected; every other page gets 403, so that no website can use a server on your machine. Default: none.
   */
  allowedOrigins?: readonly string[] | undefined;
}

/** What messages travel over, as every transport of the Model Context Protocol is made: stdio, a socket, memory. */
export interface McpTransport {
  /** Begins to receive. */
  start(): Promise<void>;
  /** Sends one message. */
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own types belong to its library
  send(message: any, options?: any): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
  /** Set by the server. */
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own types belong to its library
  onmessage?: ((message: any, extra?: any) => void) | undefined;
  /** Set by the server. */
  onclose?: (() => void) | undefined;
  /** Set by the server. */
  onerror?: ((error: Error) => void) | undefined;
}

/** A server of the Model Context Protocol. */
export interface McpServer {
  /**
   * Answers one request over Streamable HTTP: mount it in your own server. It does not ask who is calling, and whoever
   * reaches it can write in your name: put your own authentication in front of it.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Serves one client over another transport, until it is closed. */
  readonly connect: (transport: McpTransport) => Promise<void>;
  /** Ends all connections and the calls under way. The client stays open. */
  readonly close: () => Promise<void>;
}

/**
 * A server of the Model Context Protocol, whose tools send WhatsApp messages, read and create templates, and see what
 * arrives. It serves the protocol's versions of 2025 and of 2026.
 *
 * What a tool cannot do comes back as a text on which an assistant can act. The same call within a minute sends
 * nothing: it is answered with the first result (`repeated: true`), or a person is asked.
 *
 * @throws `ConfigurationError` naming every option that is misspelled or wrong.
 *
 * @example
 * const handler = createWebhookHandler(webhookOptionsFromEnv());
 * const server = createMcpServer(whatsapp, { handler, allowedRecipients: ["+14155552671"] });
 * app.all("/mcp", authenticate, (c) => server.fetch(c.req.raw));
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28
 */
export function createMcpServer(client: WhatsAppClient, options: McpServerOptions = {}): McpServer {
  const rails = readGuardRails(options, { allowedOrigins: originsProblem });
  const { allowedOrigins = [], logger = console } = options;
  const call = createAssistant(client, rails, options);
  const connections = new Set<{ close(): Promise<void> }>();
  const onerror = (error: Error) => log(logger, "error", `wacloud: Model Context Protocol: ${error.message}`);
  const load = once(async () => {
    const library = await import("./library.ts");
    return { library, create: () => protocolServer(library, call) };
  });
  const loadHttp = once(async () => {
    const { library, create } = await load();
    const http = library.createMcpHandler(create, { onerror });
    connections.add(http);
    return http;
  });
  return {
    fetch: async (request) => {
      const origin = request.headers.get("origin");
      if (origin !== null && !allowedOrigins.includes(origin))
        return new Response("Forbidden", { status: 403 });
      return (await loadHttp()).fetch(request);
    },
    connect: async (transport) => {
      const { library, create } = await load();
      // The library's type of a transport; the public one does not depend on the library.
      connections.add(library.serveStdio(create, { transport: transport as never, onerror }));
    },
    close: async () => {
      await Promise.all([...connections].map((connection) => connection.close()));
      connections.clear();
    },
  };
}

const originsProblem = whenGiven(
  (value) => Array.isArray(value) && value.every((origin) => URL.canParse(origin)),
  "must be a list of origins, such as https://chat.example.com",
);
