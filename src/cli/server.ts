import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeHandler } from "../adapters/node.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import { listenOn } from "./server-options.ts";

/**
 * Serves webhooks to this machine alone.
 *
 * @param option names the port to the user.
 * @throws {@link CommandError} if something else has the port.
 */
export async function startServer(
  handler: HttpHandler,
  port: number,
  option?: string,
): Promise<{ server: Server; port: number }> {
  const handle = nodeHandler(handler);
  const server = createServer((request, response) => void handle(request, response));
  const open = async () => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listenOn(port, open, option);
  return { server, port: (server.address() as AddressInfo).port };
}
