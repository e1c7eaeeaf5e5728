import { spinner } from "@clack/prompts";
import type { Terminal } from "./terminal.ts";

/** Says what a long work is at; says nothing where nobody watches. */
export type Tell = (words: string) => void;

/** Runs a work beside a line that says how far it is. The line is gone when the work is done. */
export async function withProgress<T>(
  { isInteractive }: Terminal,
  words: string,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  if (!isInteractive) return work(() => undefined);
  const line = spinner({ output: process.stderr, withGuide: false });
  line.start(words);
  try {
    return await work((now) => line.message(now));
  } finally {
    line.clear();
  }
}
