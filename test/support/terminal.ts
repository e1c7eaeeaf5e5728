import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/** `script` of util-linux gives a program a terminal. CI must have it: there, a skipped test would be overlooked. */
export const hasTerminal = Boolean(process.env.CI) || spawnSync("script", ["--version"]).status === 0;
if (!hasTerminal) console.log("skipped: what needs a terminal. Install it with: apt-get install -y bsdutils");

/** Who sits at the terminal. */
interface Person {
  /** Waits until this was printed after what was waited for last. */
  sees: (words: string) => Promise<void>;
  press: (key: string) => void;
}

/** Runs `wacloud` in a terminal, at which somebody does something. */
export async function runInTerminal(
  words: string,
  { cwd, env }: { cwd: string; env: NodeJS.Dict<string> },
  act: (person: Person) => Promise<void>,
): Promise<{ exitCode: number | null; printed: string }> {
  // `exec`: Ctrl-C would end a shell that waits, and with it what the command returns.
  const command = `stty cols 80 rows 24; exec '${process.execPath}' '${resolve("dist/cli.js")}' ${words}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd,
    env: { ...process.env, ...env, TERM: "xterm", NO_COLOR: "1", CI: "" },
  });
  const closed = once(child, "close");
  let printed = "";
  let seen = 0;
  child.stdout.on("data", (text) => {
    printed += text;
  });
  const sees = async (expected: string): Promise<void> => {
    while (!printed.includes(expected, seen)) {
      const more = await Promise.race([once(child.stdout, "data"), closed.then(() => undefined)]);
      if (more === undefined) throw new Error(`Ended without "${expected}": ${printed}`);
    }
    seen = printed.length;
  };
  await act({ sees, press: (key) => void child.stdin.write(key) });
  const [exitCode] = await closed;
  return { exitCode, printed };
}
