import { existsSync } from "node:fs";
import { parseEnv } from "node:util";
import { WhatsAppClient } from "../client.ts";
import { optionsFromEnv, type WhatsAppClientOptions } from "../client-options.ts";
import type { Layer } from "../core/pipeline.ts";
import { ConnectionError, isWhatsAppError } from "../errors.ts";
import { CommandError } from "./failure.ts";
import { readTextFile } from "./text-file.ts";

/** Options of every command that contacts the account. */
export interface ConnectionOptions {
  /** A file of variables. Not `--env-file`: Node.js claims that option wherever it appears. */
  env?: string | undefined;
}

/** The option of every command that reads variables. */
export const envOption = [
  "--env <path>",
  "file to read unset variables from (default: .env, if it exists)",
] as const;

/** An account or a number, and the client that reaches it. */
export interface Connection {
  client: WhatsAppClient;
  /** The account and the server, as a person reads them: `account 102290129340398 on graph.facebook.com`. */
  target: string;
}

/** Tells about something that was not done. */
type Warn = (words: string) => void;

/**
 * A client for the account that the environment names. The client does not need a phone number, because it sends
 * nothing.
 *
 * @throws {@link CommandError} naming every variable that is missing.
 */
export function connect(options: ConnectionOptions, warn: Warn): Connection {
  const variables = readEnvironment(options, warn);
  requireVariables(variables, ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_BUSINESS_ACCOUNT_ID"], options);
  const host = toHost(variables.WHATSAPP_API_BASE_URL);
  const target = `account ${variables.WHATSAPP_BUSINESS_ACCOUNT_ID} on ${host}`;
  return { client: createClient(variables), target };
}

/** A client that waits as little as somebody who watches, and says which server did not answer. */
export function createClient(variables: NodeJS.Dict<string>, layers: readonly Layer[] = []): WhatsAppClient {
  return new WhatsAppClient({
    ...optionsFromEnv(variables),
    retry,
    layers: [...layers, namingHost(toHost(variables.WHATSAPP_API_BASE_URL))],
  } as WhatsAppClientOptions);
}

/**
 * The variables of the environment. A file can supply whatever the environment lacks; its base URL counts only together
 * with its token, or a file could send a token that is not its own anywhere.
 */
export function readEnvironment({ env: path }: ConnectionOptions, warn: Warn): NodeJS.Dict<string> {
  const own = withoutEmpty(process.env);
  return { ...withTrustedServer(withoutEmpty(readVariables(path)), own, warn), ...own };
}

/** @throws {@link CommandError} naming every variable that is missing. */
export function requireVariables(
  variables: NodeJS.Dict<string>,
  names: readonly string[],
  { env: path }: ConnectionOptions,
): void {
  const missing = names.filter((name) => !variables[name]);
  if (missing.length === 0) return;
  throw new CommandError(
    `Missing ${missing.join(" and ")}: set ${missing.length > 1 ? "them" : "it"} in the environment or in ${path ?? ".env"}.`,
  );
}

/** Somebody waits for the answer. */
export const retry = { attempts: 3, minDelayMs: 250 };

/** The server that a base URL leads to, as a person reads it. */
export const toHost = (baseUrl = "https://graph.facebook.com"): string =>
  URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;

/** Says which server did not answer, and why. */
const namingHost =
  (host: string): Layer =>
  (next) =>
  async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (!isWhatsAppError(error) || !(error instanceof ConnectionError)) throw error;
      throw new ConnectionError(`No response from WhatsApp at ${host}: ${findReason(error)}.`, {
        cause: error,
      });
    }
  };

/** The code of the first cause that has one, such as `ECONNREFUSED`. */
function findReason(error: Error): string {
  let reason = error.message.replace(/^No response from WhatsApp: |\.$/g, "");
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (cause.message !== "" && cause !== error) reason = cause.message;
  }
  return reason;
}

function withTrustedServer(
  file: NodeJS.Dict<string>,
  own: NodeJS.Dict<string>,
  warn: Warn,
): NodeJS.Dict<string> {
  const { WHATSAPP_API_BASE_URL: server, ...rest } = file;
  if (!server || own.WHATSAPP_ACCESS_TOKEN === undefined || own.WHATSAPP_API_BASE_URL !== undefined)
    return file;
  warn(
    "WHATSAPP_API_BASE_URL of the file was ignored, because WHATSAPP_ACCESS_TOKEN is not the file's. Set both in the file, or both in the environment.",
  );
  return rest;
}

/** `.env` is optional; a file passed with --env must exist. */
function readVariables(path: string | undefined): NodeJS.Dict<string> {
  if (path === undefined && !existsSync(".env")) return {};
  return parseEnv(readTextFile(path ?? ".env", "--env"));
}

/** An empty variable counts as unset. */
const withoutEmpty = (env: NodeJS.Dict<string>): NodeJS.Dict<string> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
