import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { onTestFinished } from "vitest";

const command = resolve("dist/cli.js");

/** The command while it runs. */
export interface RunningCommand {
  child: ChildProcess;
  /** Everything printed so far, to either stream. */
  printed: () => string;
  /** What was printed to standard output so far. */
  results: () => string;
  /** Waits until something was printed. */
  until: (pattern: RegExp) => Promise<string>;
  /** Presses Ctrl-C, and resolves with the exit code. */
  interrupt: () => Promise<number | null>;
}

/** Starts `wacloud` with these words, until the test has ended. */
export function startCommand(
  words: readonly string[],
  { env = {}, cwd }: { env?: NodeJS.Dict<string>; cwd?: string | undefined } = {},
): RunningCommand {
  const child = spawn(process.execPath, [command, ...words], {
    env: { PATH: process.env.PATH, NO_COLOR: "1", ...env },
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  let text = "";
  let results = "";
  child.stdout.on("data", (more) => {
    results += more;
  });
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (more) => {
      text += more;
      for (const listener of listeners) listener();
    });
  }
  const until = (pattern: RegExp) =>
    new Promise<string>((done, fail) => {
      const look = () => {
        if (!pattern.test(text)) return;
        listeners.delete(look);
        done(text);
      };
      listeners.add(look);
      closed.then(() => fail(new Error(`Ended without ${pattern}: ${text}`)));
      look();
    });
  const interrupt = async () => {
    child.kill("SIGINT");
    const [exitCode] = await closed;
    return exitCode;
  };
  return { child, printed: () => text, results: () => results, until, interrupt };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
