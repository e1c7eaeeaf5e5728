import yoctoSpinner from "yocto-spinner";
import type { Terminal } from "./terminal.ts";

/** Updates the progress line. Does nothing outside an interactive terminal. */
export type Tell = (words: string) => void;

/** Shows a progress line while the work runs, and removes it afterwards. */
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
