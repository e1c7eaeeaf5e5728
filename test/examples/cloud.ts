import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";

/** The customer of all examples. */
export const customer = "+5511987654321";

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

/** Runs when the test has ended. */
export const afterTest = (undo: () => unknown): void => {
  cleanUp.push(undo);
};

/** The variables that point an example to a simulator that listens; nothing else of this process's WHATSAPP_*. */
function environment(simulator: Simulator): NodeJS.ProcessEnv {
  const { baseUrl, accessToken, phoneNumberId, businessAccountId, appId } = simulator.clientOptions;
  const { appSecret, verifyToken } = simulator.webhookOptions;
  return {
    ...process.env,
    WHATSAPP_API_BASE_URL: baseUrl,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_APP_ID: appId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken,
  };
}

/** A local Cloud API with open windows until the test has ended, and the variables that point an example to it. */
export async function cloud(options: SimulatorOptions = {}) {
  const simulator = createSimulator({ openWindow: true, logger: { warn: () => undefined }, ...options });
  afterTest(() => simulator.close());
  await simulator.listen();
  return { simulator, env: environment(simulator) };
}

/** A program in the background. */
export interface Running {
  child: ChildProcess;
  /** Everything it printed so far. */
  printed(): string;
  /** Resolves when it has printed this. */
  prints(words: string): Promise<void>;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Starts Node on something until the test has ended. */
export const start = (words: string[], options: { env: NodeJS.ProcessEnv; cwd?: string }): Running =>
  startProgram(process.execPath, words, options);

/** Starts any program until the test has ended. */
export function startProgram(
  program: string,
  words: string[],
  options: { env: NodeJS.ProcessEnv; cwd?: string },
): Running {
  const child = spawn(program, words, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close").then(([code]) => code);
  afterTest(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += data));
  const prints = (expected: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => printed.includes(expected) && resolve();
      for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      ended.then(() => reject(new Error(`It ended without printing "${expected}":\n${printed}`)));
      look();
    });
  return { child, printed: () => printed, prints, ended };
}

/** Runs an example to its end without blocking the simulator in this process. */
export async function run(words: string[], env: NodeJS.ProcessEnv) {
  const { ended, printed } = start(words, { env });
  return { exitCode: await ended, printed: printed() };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a web server that takes its port from PORT; resolves with its address when it says that it listens. */
export async function serve(words: string[], env: NodeJS.ProcessEnv, cwd?: string) {
  const port = await freePort();
  const running = start(words, {
    env: { ...env, PORT: String(port) },
    ...(cwd === undefined ? {} : { cwd }),
  });
  await running.prints(String(port));
  return { ...running, url: `http://127.0.0.1:${port}` };
}

/** Posts a body with a signature made with the wrong secret. */
export async function forge(url: string): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ object: "whatsapp_business_account", entry: [] }),
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
  });
  return response.status;
}
