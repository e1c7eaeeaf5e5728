import type * as http from "node:http";
import { ConfigurationError } from "../../../errors.ts";
import { nodeModule } from "../../../utils/runtime.ts";
import { findForeign } from "./access.ts";
import type { Answer, Api, Incoming } from "./api.ts";

/** The simulator's HTTP server. */
export interface SimulatorServer {
  url: string;
  port: number;
  close: () => Promise<void>;
}

/** Serves the page: `/`, and everything below `/_/`. */
export type Site = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  headers: Headers,
) => Promise<void>;

/** Graph has nothing at `/` but batches, which are posted. */
const isForThePage = ({ url = "", method = "" }: http.IncomingMessage): boolean =>
  /^\/_\//.test(url) || (/^\/(\?.*)?$/.test(url) && /^(GET|HEAD)$/.test(method));

/** Longer than any client keeps idle connections, so the server never closes one that is about to be used. */
const keepAliveMs = 120_000;

/** Serves the API on 127.0.0.1, and the page, which is loaded once somebody asks for it. */
export async function startServer(
  api: Api,
  port: number,
  loadSite: () => Promise<Site>,
): Promise<SimulatorServer> {
  const server = nodeHttp().createServer((request, response) => {
    route(request, response, { api, loadSite }).catch((error: unknown) =>
      answerFailure(request, response, error),
    );
  });
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 1000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    port: boundPort,
    close: () => closeServer(server),
  };
}

function nodeHttp(): typeof http {
  const found = nodeModule("node:http");
  if (found !== undefined) return found;
  const message =
    "`listen()` needs `node:http`, which this runtime does not have. Use `simulator.fetch` instead.";
  throw new ConfigurationError(message, [{ path: "listen", message }]);
}

function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

interface Places {
  api: Api;
  loadSite: () => Promise<Site>;
}

async function route(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { api, loadSite }: Places,
): Promise<void> {
  const headers = toHeaders(request);
  const refusal = findForeign(headers, request.url ?? "");
  if (refusal !== undefined) return write(response, toText(403, refusal));
  if (!isForThePage(request)) return serve(api, request, response);
  const site = await loadSite();
  await site(request, response, headers);
}

async function serve(api: Api, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const outcome = await api.answer(toIncoming(request));
  if (outcome.kind === "hang") return;
  if (outcome.answer === undefined) request.socket.resetAndDestroy();
  else if (outcome.kind === "cut") cut(response, outcome.answer);
  else write(response, outcome.answer);
}

/** The client disconnected, or the simulator has a bug, which must be visible. */
function answerFailure(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
  if (request.socket.destroyed || response.headersSent) return void request.socket.destroy();
  const text = `The simulator failed: ${error instanceof Error ? error.message : "unknown"}`;
  write(response, toText(500, text));
}

const toText = (status: number, text: string): Answer => ({
  status,
  headers: { "content-type": "text/plain" },
  body: new TextEncoder().encode(text),
});

function toHeaders({ rawHeaders }: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  return headers;
}

function toIncoming(request: http.IncomingMessage): Incoming {
  const headers = toHeaders(request);
  return {
    method: request.method ?? "GET",
    url: toUrl(request),
    headers,
    read: () => readBody(request),
  };
}

/** A path that begins with `//` does not name a host. Some programs name the whole URL. */
function toUrl({ url = "/", headers: { host = "127.0.0.1" } }: http.IncomingMessage): URL {
  const origin = `http://${host}`;
  return new URL(url.startsWith("/") ? origin + url : url, origin);
}

/** The whole body of a request. */
export async function readBody(request: http.IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function write(response: http.ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.byteLength });
  response.end(body);
}

/** Announces the whole body, writes half of it, and drops the connection. */
function cut(response: http.ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.byteLength });
  response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => response.socket?.destroy());
}
