import { ConfigurationError } from "./errors.ts";
import type { Logger } from "./types/common.ts";

/** A logger whose methods take the fields first: pino, Fastify's `app.log`, bunyan. */
export interface FieldsFirstLogger {
  /** Details for debugging. */
  debug(fields: object, message: string): unknown;
  /** Normal operation. */
  info(fields: object, message: string): unknown;
  /** Something that deserves attention. */
  warn(fields: object, message: string): unknown;
  /** A failure. */
  error(fields: object, message: string): unknown;
}

const levels = ["debug", "info", "warn", "error"] as const;

/**
 * Makes pino fit the `logger` option of the client and of webhooks. pino takes the fields before the message, and
 * drops them otherwise; it serializes an error only under `err`, so that is where errors go.
 *
 * Also fits Fastify's `app.log` and bunyan.
 *
 * @throws `ConfigurationError` if a method is missing: pass `pino()`, not `pino`.
 *
 * @example
 * const logger = pinoLogger(pino());
 * const whatsapp = WhatsAppClient.fromEnv({ logger });
 *
 * @see https://getpino.io/#/docs/api?id=logging-method-parameters
 */
export function pinoLogger(pino: FieldsFirstLogger): Logger {
  if (levels.some((level) => typeof pino?.[level] !== "function")) throw notALogger();
  const at =
    (level: (typeof levels)[number]) =>
    (message: string, fields: object = {}): unknown =>
      pino[level](toPinoFields(fields), message);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** pino writes an error as `{}` unless it stands under `err`; several go into one that has `errors`. */
function toPinoFields({ error, errors, ...fields }: { error?: unknown; errors?: unknown }): object {
  if (Array.isArray(errors)) return { ...fields, err: new AggregateError(errors) };
  return error === undefined ? fields : { ...fields, err: error };
}

function notALogger(): ConfigurationError {
  const message = `must have the methods ${levels.join(", ")}: pass an instance, pinoLogger(pino())`;
  return new ConfigurationError(`Invalid logger: it ${message}.`, [{ path: "logger", message }]);
}
