import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own, so that its work is not counted as that of the sender, or the other way round. */
export interface Child {
  url: string;
  /** Asks it something and resolves with the answer. */
  ask: <T>(question: string) => Promise<T>;
  stop: () => void;
}

/** Starts a file of this folder that sends its port first. */
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
