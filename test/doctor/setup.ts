import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type DoctorOptions, type Finding, WhatsAppClient, type WhatsAppClientOptions } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Serves a webhook on a port of its own; resolves with its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
}

/** A healthy set-up: a simulator behind a socket, a bot whose webhook it posts to, and a client. */
export async function healthy(options: SimulatorOptions = {}) {
  const simulator = createSimulator(options);
  onTestFinished(() => simulator.close());
  await simulator.listen();
  const handled: string[] = [];
  const bot = nodeWebhook({
    ...simulator.webhookOptions,
    logger: silent,
    onEvent: ({ type }) => {
      handled.push(type);
    },
  });
  const webhook = await serve(bot);
  await simulator.subscribe(webhook);
  const { verifyToken } = simulator.webhookOptions;
  /** What the doctor finds; `more` options of the client win. */
  const findings = async (
    asked: DoctorOptions = {},
    more: Partial<WhatsAppClientOptions> = {},
  ): Promise<Finding[]> => {
    const client = new WhatsAppClient({ ...simulator.clientOptions, retry: false, clock: still(), ...more });
    return client.doctor({ webhook, verifyToken, ...asked });
  };
  /** The same, only what is wrong: `error token.expiry`. */
  const wrong = async (
    asked: DoctorOptions = {},
    more: Partial<WhatsAppClientOptions> = {},
  ): Promise<string[]> => list(await findings(asked, more));
  return {
    simulator,
    bot,
    webhook,
    verifyToken,
    handled,
    findings,
    wrong,
    client: new WhatsAppClient(simulator.clientOptions),
  };
}

/** A clock at which nothing takes time, however slow the machine is. */
export function still(aheadMs = 0) {
  const now = Date.now() + aheadMs;
  return { now: () => now, random: () => 0.5, sleep: async () => {} };
}

/** What is wrong, `status id` each. */
export const list = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ status }) => status === "error" || status === "warning")
    .map(({ status, id }) => `${status} ${id}`);

/** One finding. */
export function pick(findings: readonly Finding[], id: string): Finding {
  const found = findings.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No finding ${id}.`);
  return found;
}
