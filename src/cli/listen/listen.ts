import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { type ConnectionOptions, readEnvironment, requireVariables } from "../connection.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { startServer } from "../server.ts";
import { readPort, readUrl } from "../server-options.ts";
import { type Terminal, warnOn } from "../terminal.ts";
import { receiver } from "./receiver.ts";
import { openTunnel } from "./tunnel.ts";

/** Options of `wacloud listen`. */
export interface ListenOptions extends ConnectionOptions {
  port: string;
  tunnel?: boolean | undefined;
  forward?: string | undefined;
  json?: boolean | undefined;
}

/** `wacloud listen`: prints events until it is interrupted. */
export async function listen(options: ListenOptions, terminal: Terminal): Promise<ExitCode> {
  const port = readPort(options.port);
  const forward = readUrl("--forward", options.forward);
  const { appSecret, verifyToken } = readSecrets(options, terminal);
  const closing = new AbortController();
  const breakDown = (reason: CommandError): void => closing.abort(reason);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => closing.abort());
  const handler = receiver({ appSecret, verifyToken, forward, isJson: options.json, breakDown }, terminal);
  const { server, port: opened } = await startServer(handler, port);
  const address = `http://127.0.0.1:${opened}`;
  try {
    const tunnel = options.tunnel ? await openTunnel(address, closing, terminal) : undefined;
    introduce(address, tunnel, verifyToken, terminal);
    await aborted(closing.signal);
  } finally {
    closing.abort(); // also ends the tunnel
    await closed(server);
  }
  return exitCodes.fine;
}

/** @throws {@link CommandError} without the app secret: nothing could be verified. */
function readSecrets(options: ConnectionOptions, terminal: Terminal) {
  const variables = readEnvironment(options, warnOn(terminal));
  requireVariables(variables, ["WHATSAPP_APP_SECRET"], options);
  const { WHATSAPP_APP_SECRET: appSecret = "", WHATSAPP_WEBHOOK_VERIFY_TOKEN: token } = variables;
  return { appSecret, verifyToken: token ?? randomBytes(12).toString("hex") };
}

function introduce(
  address: string,
  tunnel: string | undefined,
  verifyToken: string,
  { note, noteStyle: style }: Terminal,
): void {
  const url = tunnel === undefined ? undefined : `${tunnel}/webhook`;
  const lines = [
    `Listening on ${style("cyan", `${address}/webhook`)}. Ctrl-C ends.`,
    style("dim", "For the App Dashboard, WhatsApp > Configuration:"),
    `  Callback URL  ${url === undefined ? `the https address of a tunnel to ${address}; --tunnel opens one` : style("cyan", url)}`,
    `  Verify token  ${style("cyan", verifyToken)}`,
    style("dim", "Then subscribe to messages and the other fields that you want to see."),
  ];
  note(`${lines.join("\n")}\n`);
}

/** @throws the reason, if nobody interrupted it. */
async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  if (signal.reason instanceof CommandError) throw signal.reason;
}

/** What has arrived is printed and answered first. */
async function closed(server: Server): Promise<void> {
  const done = once(server, "close");
  server.close();
  server.keepAliveTimeout = 1; // connections end with the answer that is under way
  await done;
}
