import { spawn } from "node:child_process";
import type { Terminal } from "../terminal.ts";

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a page in the browser of the system. Where that fails, its address is on the screen anyway. */
export function openBrowser(url: string, { note }: Terminal): void {
  const [program, ...words] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...words, url], { stdio: "ignore", detached: true });
  child.once("error", () => note(`No browser could be opened. Open ${url} yourself.`));
  child.unref();
}
