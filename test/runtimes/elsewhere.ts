import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
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
  const simulator = createSimulator({ openWindow: true, throughput: false, pairLimit: false });
  const { url: apiUrl } = await simulator.listen();
  failOnRequest(simulator);
  const hangUps: string[] = [];
  const hangingUp = await listen(hangUpOnSecond(hangUps));
  const untrusted = await listening(createSecureServer(selfSigned()));
  const facts: Facts = {
    client: { ...simulator.clientOptions, baseUrl: apiUrl },
    refusing: await refusingAddress(),
    hangingUp: toAddress(hangingUp),
    untrusted: toAddress(untrusted).replace("http:", "https:"),
    samples: samples(),
  };
  const server = await listen((request, response) => {
    const { pathname, searchParams } = new URL(String(request.url), "http://elsewhere");
    const mark = String(searchParams.get("mark"));
    const answer = pathname === "/facts" ? facts : seen(simulator, hangUps, mark);
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  const close = async () => {
    for (const one of [server, hangingUp, untrusted]) {
      one.closeAllConnections();
      one.close();
    }
    await simulator.close();
  };
  return { url: toAddress(server), close };
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

/** Accepts the first message of each connection, and ends the connection on the next without an answer. */
function hangUpOnSecond(hangUps: string[]): RequestListener {
  const used = new WeakSet<object>();
  return (request, response) => {
    request.resume().on("end", () => {
      const { socket, headers } = request;
      if (used.has(socket)) {
        hangUps.push(String(headers["x-mark"]));
        socket.end();
        return;
      }
      used.add(socket);
      response.setHeader("content-type", "application/json").end('{"messages":[{"id":"wamid.1"}]}');
    });
  };
}

const seen = ({ requests, ledger }: Simulator, hangUps: readonly string[], mark: string): Seen => ({
  hangUps: hangUps.filter((one) => one === mark).length,
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
  const address = toAddress(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

const listen = (listener: RequestListener): Promise<Server> => listening(createServer(listener));

async function listening<Kind extends Server>(server: Kind): Promise<Kind> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

/** A certificate that nobody vouches for, good for this test alone. */
function selfSigned(): { key: string; cert: string } {
  const pem = readFileSync(new URL("../fixtures/tls/self-signed.pem", import.meta.url), "utf8");
  return { key: pem, cert: pem };
}

const toAddress = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
