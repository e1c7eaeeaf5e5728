import yoctoSpinner from "yocto-spinner";
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
  const line = yoctoSpinner({ text: words, stream: process.stderr }).start();
  try {
    return await work((now) => {
      line.text = now;
    });
  } finally {
    line.stop();
  }
}
