import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";

const command = resolve("dist/cli.js");

/** An empty folder that is gone after the test. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Lets modules of a folder import the built wacloud, as if it had been installed there. */
function install(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(process.cwd(), join(folder, "node_modules/wacloud"), "dir");
}

/** What a command left behind. */
export interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, without blocking the simulator in this process. */
async function finished(program: string, words: readonly string[], options: SpawnOptions): Promise<Outcome> {
  const child = spawn(program, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const outcome: Outcome = { exitCode: null, stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => {
    outcome.stdout += text;
  });
  child.stderr?.on("data", (text) => {
    outcome.stderr += text;
  });
  [outcome.exitCode] = await once(child, "close");
  return outcome;
}

/** The variables of this process without those that would change what is tested. */
const ownVariables = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(WHATSAPP_|NO_COLOR|FORCE_COLOR|COLUMNS|CI$)/.test(name),
    ),
  );

/**
 * A local Cloud API behind a socket, and the built command that talks to it from an empty folder.
 *
 * @param installed whether wacloud is found from there.
 */
export async function commandLine(options: SimulatorOptions = {}, { installed = true } = {}) {
  const simulator = createSimulator({ reviewTemplatesAfterMs: false, ...options });
  onTestFinished(() => simulator.close());
  const { url } = await simulator.listen();
  const { accessToken, businessAccountId, appId } = simulator.clientOptions;
  const folder = emptyFolder();
  if (installed) install(folder);
  const variables: Record<string, string | undefined> = {
    WHATSAPP_API_BASE_URL: url,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_APP_ID: appId,
  };
  /** `wacloud` with these words; `more` variables win. */
  const wacloud = (
    words: readonly string[],
    more: Record<string, string | undefined> = {},
  ): Promise<Outcome> =>
    finished(process.execPath, [command, ...words], {
      cwd: folder,
      env: { ...ownVariables(), ...variables, ...more },
    });
  return { simulator, folder, variables, wacloud };
}
