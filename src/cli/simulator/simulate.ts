import { once } from "node:events";
import { existsSync } from "node:fs";
import { version } from "../../core/version.ts";
import type { SimulatorSeed } from "../../testing/simulator/seed.ts";
import type { Simulator } from "../../testing/simulator/simulator.ts";
import { isObject } from "../../utils/json.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { listenOn, readPort, readUrl } from "../server-options.ts";
import type { Terminal } from "../terminal.ts";
import { readTextFile } from "../text-file.ts";
import { printActivity } from "./activity.ts";
import { type App, startApp } from "./app.ts";
import { openBrowser } from "./browser.ts";
import { connectWebhook } from "./webhook.ts";

/** Options of `wacloud simulator`. */
export interface SimulatorCommandOptions {
  port: string;
  webhook?: string | undefined;
  flowEndpoint?: string | undefined;
  seed?: string | undefined;
  state?: string | undefined;
  open?: boolean | undefined;
}

/** Meta repeats for days; somebody who restarts an app within ten minutes misses nothing. */
const redeliveryPausesMs = [1, 2, 4, 8, 15, 30, 60, 120, 240, 480].map((seconds) => seconds * 1000);

/**
 * `wacloud simulator`: a local Cloud API with its chat page, until it is interrupted.
 *
 * @param command starts an app beside it, and then it also ends with that.
 */
export async function simulate(
  command: readonly string[],
  options: SimulatorCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const port = readPort(options.port);
  const webhook = readUrl("--webhook", options.webhook);
  const isKept = options.state !== undefined && existsSync(options.state);
  const simulator = await prepareSimulator(options);
  const { url } = await listenOn(port, () => simulator.listen(port));
  const closing = new AbortController();
  let app: App | undefined;
  try {
    const variables = await introduce(simulator, url, command.length > 0, terminal);
    if (isKept && options.seed !== undefined)
      terminal.note(`${options.state} exists, so --seed counts only after a reset on the page.`);
    printActivity(simulator, terminal);
    if (options.open) openBrowser(url, terminal);
    if (command.length > 0) app = startApp(command, variables);
    const isStarting = app !== undefined;
    if (webhook !== undefined)
      connectWebhook(simulator, webhook, { isStarting, signal: closing.signal }, terminal);
    else if (simulator.webhookUrl === undefined)
      terminal.note("No webhook: pass --webhook <url>, or set it on the page.");
    const interrupted = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => true);
    const isFine = await (app === undefined ? interrupted : Promise.race([interrupted, app.ended]));
    return isFine ? exitCodes.fine : exitCodes.failed;
  } finally {
    closing.abort();
    await app?.stop(); // while the simulator still answers what it finishes
    await simulator.close();
  }
}

async function prepareSimulator({ seed, state, ...options }: SimulatorCommandOptions): Promise<Simulator> {
  const flowEndpoint = readUrl("--flow-endpoint", options.flowEndpoint);
  const { createSimulator } = await import("../../testing/simulator/simulator.ts");
  return createSimulator({
    readsAutomatically: false, // the page reads what is looked at
    redeliveryPausesMs,
    seed: seed === undefined ? {} : readSeed(seed),
    ...(state === undefined ? {} : { stateFile: state }),
    ...(flowEndpoint === undefined ? {} : { flowEndpoint }),
    logger: { warn: () => undefined }, // each call and webhook gets a line anyway
  });
}

/** @returns the variables of an app, which are printed unless the app gets them anyway. */
async function introduce(
  simulator: Simulator,
  url: string,
  startsApp: boolean,
  { print, style }: Terminal,
): Promise<NodeJS.Dict<string>> {
  const { listVariables, toVariables } = await import("../../testing/simulator/environment.ts");
  print(`${style("bold", `wacloud simulator ${version}`)}: a local WhatsApp Cloud API`);
  print(`Chat page: ${style("cyan", url)}\n`);
  if (!startsApp) {
    print(style("dim", "# For the .env of your app"));
    print(`${listVariables(simulator.state, url)}\n`);
  }
  return toVariables(simulator.state, url);
}

/** `createSimulator` checks what is in it. */
function readSeed(file: string): SimulatorSeed {
  const seed = parse(readTextFile(file, "--seed"), file);
  if (isObject(seed)) return seed;
  throw new CommandError(`${file} is not a JSON object.`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
