import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { WhatsAppClient } from "../client.ts";
import { optionsFromEnv, type WhatsAppClientOptions } from "../client-options.ts";
import { CommandError } from "./failure.ts";

/** Options of every command that contacts the account. */
export interface ConnectionOptions {
  /** A file of variables. Not `--env-file`: Node.js claims that option wherever it appears. */
  env?: string | undefined;
}

const requiredVariables = ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_BUSINESS_ACCOUNT_ID"] as const;

/**
 * A client for the account that the environment names. A file of variables can supply whatever the environment lacks.
 * It does not need a phone number, because it sends nothing.
 *
 * @throws {@link CommandError} naming every variable that is missing.
 */
export function connect(
  { env: path }: ConnectionOptions,
  environment: NodeJS.ProcessEnv = process.env,
): WhatsAppClient {
  const variables = { ...readVariables(path), ...withoutEmpty(environment) };
  const missing = requiredVariables.filter((name) => !variables[name]);
  if (missing.length > 0) {
    throw new CommandError(
      `Missing ${missing.join(" and ")}: set ${missing.length > 1 ? "them" : "it"} in the environment or in ${path ?? ".env"}.`,
    );
  }
  return new WhatsAppClient(optionsFromEnv(variables) as WhatsAppClientOptions);
}

/** `.env` is optional; a file passed with --env must exist. */
function readVariables(path: string | undefined): NodeJS.Dict<string> {
  const file = path ?? ".env";
  if (existsSync(file)) return parseEnv(readFileSync(file, "utf8"));
  if (path === undefined) return {};
  throw new CommandError(`File not found: ${path}. Pass an existing file to --env.`);
}

/** An empty variable counts as unset. */
const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.Dict<string> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
