import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

/** Runs when the test has ended. */
export const afterTest = (undo: () => unknown): void => {
  cleanUp.push(undo);
};

/** The webhook's address on a server that listens until the test has ended. */
export async function listen(server: RequestListener | Server): Promise<URL> {
  const http = typeof server === "function" ? createServer(server) : server;
  if (!http.listening) await once(http.listen(0, "127.0.0.1"), "listening");
  afterTest(() => {
    http.closeAllConnections();
    http.close();
  });
  return new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/webhook`);
}
