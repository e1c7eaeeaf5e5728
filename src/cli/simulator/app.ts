import { spawn } from "node:child_process";
import { once } from "node:events";
import { CommandError } from "../failure.ts";

/** An app that runs beside the simulator. */
export interface App {
  /** Whether it succeeded; rejects if it could not be started. */
  ended: Promise<boolean>;
  /** Asks it to end, and waits until it has. */
  stop: () => Promise<unknown>;
}

/** Starts an app in the same terminal. `wrangler dev` passes variables on to a Worker only if it is told to. */
export function startApp(command: readonly string[], variables: NodeJS.Dict<string>): App {
  const env = { ...process.env, CLOUDFLARE_INCLUDE_PROCESS_ENV: "true", ...variables };
  const child = start(command, env);
  const ended = once(child, "close").then(
    ([code]) => code === 0,
    (error: NodeJS.ErrnoException) => {
      throw new CommandError(`${command[0]} could not be started: ${error.code}.`);
    },
  );
  ended.catch(() => undefined); // heard by whoever waits for it
  let hasHeard = false;
  process.once("SIGINT", () => {
    hasHeard = process.stdin.isTTY; // Ctrl-C reaches every process of a terminal
  });
  const stop = (): Promise<unknown> => {
    if (!hasHeard) child.kill();
    return ended.catch(() => undefined);
  };
  return { ended, stop };
}

/** On Windows, what npm installs are scripts, which only a shell starts. */
function start([program = "", ...words]: readonly string[], env: NodeJS.ProcessEnv) {
  const options = { env, stdio: "inherit" } as const;
  if (process.platform !== "win32") return spawn(program, words, options);
  const line = [program, ...words].map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
  return spawn(line, { ...options, shell: true });
}
