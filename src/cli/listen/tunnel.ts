import { spawn } from "node:child_process";
import { CommandError, exitCodes } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { stripControls } from "../words.ts";

const program = "cloudflared";

/** How each system installs it. */
const installers: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "brew install cloudflared",
  win32: "winget install --id Cloudflare.cloudflared",
};

/** Its own server also appears in messages. */
const publicAddress = /https:\/\/(?!api\.)[a-z0-9-]+\.trycloudflare\.com/;

/**
 * Lets `cloudflared` lead a public address to a local one, until the signal is aborted. If it ends before, it aborts.
 *
 * @returns the public address; `undefined` if the signal was aborted before there was one.
 * @throws {@link CommandError} if it is not installed or opens no tunnel.
 */
export async function openTunnel(
  address: string,
  closing: AbortController,
  { note, noteStyle }: Terminal,
): Promise<string | undefined> {
  const words = ["tunnel", "--no-autoupdate", "--url", address];
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const found = new Promise<string | undefined>((done, fail) => {
    closing.signal.addEventListener("abort", () => {
      done(undefined);
      child.kill();
    });
    child.stderr.on("data", (text) => {
      said = (said + text).slice(-10_000);
      const [url] = publicAddress.exec(said) ?? [];
      if (url !== undefined) done(url);
    });
    child.once("error", (error) => fail(cannotStart(error)));
    child.once("close", () => {
      const end = new CommandError(explainEnd(said), exitCodes.failed);
      fail(end);
      closing.abort(end);
    });
  });
  note(noteStyle("dim", "Opening a tunnel"));
  return found;
}

function cannotStart(error: NodeJS.ErrnoException): CommandError {
  if (error.code !== "ENOENT") return new CommandError(`${program} cannot be started: ${error.message}`);
  const way = installers[process.platform] ?? "https://github.com/cloudflare/cloudflared/releases";
  return new CommandError(`--tunnel needs ${program}, which was not found. Install it: ${way}`);
}

const explainEnd = (said: string): string =>
  `${program} ended, so there is no tunnel. It said:\n${stripControls(said).trim().split("\n").slice(-3).join("\n")}`;
