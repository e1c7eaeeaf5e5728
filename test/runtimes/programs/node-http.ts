import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeWebhook } from "wacloud/node";
import type { Serve } from "../suites/world.ts";

/** The webhook on `node:http`, which Bun and Deno have too. */
export const serveNodeHttp: Serve = async (options) => {
  const server = createServer(nodeWebhook(options) as RequestListener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`);
};
