import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSimulator, type Failure, type Simulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import type { Facts, Seen } from "./suites/world.ts";

/** The other side of the network, on Node.js: a Cloud API that fails as its callers ask it to. */
export interface Elsewhere {
  /** Where runtimes under test learn all else. */
  url: string;
  close(): Promise<void>;
}

export async function startElsewhere(): Promise<Elsewhere> {
  const simulator = createSimulator({ throughput: false, pairLimit: false });
  const { url: apiUrl } = await simulator.listen();
  failOnRequest(simulator);
  const facts: Facts = {
    client: { ...simulator.clientOptions, baseUrl: apiUrl },
    refusing: await refusingAddress(),
    samples: samples(),
  };
  const server = await listen((request, response) => {
    const { pathname, searchParams } = new URL(String(request.url), "http://elsewhere");
    const answer = pathname === "/facts" ? facts : seen(simulator, String(searchParams.get("mark")));
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await simulator.close();
  };
  return { url: addressOf(server), close };
}

/** Requests carry how they want to fail, and whether only the first of their mark does. */
function failOnRequest(simulator: Simulator): void {
  const struck = new Set<string>();
  simulator.fail(({ headers }) => {
    const { "x-fail": failure, "x-fail-once": isOnce, "x-mark": mark = "" } = headers;
    if (failure === undefined || (isOnce !== undefined && struck.has(mark))) return undefined;
    struck.add(mark);
    return JSON.parse(failure) as Failure;
  });
}

const seen = ({ requests, ledger }: Simulator, mark: string): Seen => ({
  requests: requests.filter(({ headers }) => headers["x-mark"] === mark).length,
  accepted: ledger.filter(({ tag }) => tag === mark).length,
});

/** Meta's documented webhooks, and the events that Node.js makes of them. */
function samples(): Facts["samples"] {
  const folder = new URL("../fixtures/webhooks/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.map((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return { file, text, events: JSON.stringify(parseWebhook(text)) };
  });
}

/** An address where nobody listens any more. */
async function refusingAddress(): Promise<string> {
  const server = await listen(() => undefined);
  const address = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
