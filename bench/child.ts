import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A server in its own process: its work must not count as the sender's, or vice versa. */
export interface Child {
  url: string;
  /** Sends a question and resolves with the answer. */
  ask: <T>(question: string) => Promise<T>;
  stop: () => void;
}

/** Starts a file of this folder, whose first message must be its port. */
export async function start(file: string, ...parameters: string[]): Promise<Child> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), parameters);
  const [port] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    ask: async (question) => {
      const answer = once(child, "message");
      child.send(question);
      return (await answer)[0];
    },
    stop: () => child.disconnect(),
  };
}
