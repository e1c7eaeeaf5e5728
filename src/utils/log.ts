type Logger<Level extends string> = Readonly<Record<Level, (message: string, fields?: object) => unknown>>;

/** Logs, if there is a logger. One that throws or rejects changes nothing about what is going on. */
export function log<Level extends string>(
  logger: Logger<Level> | undefined,
  level: Level,
  message: string,
  fields?: object,
): void {
  const words: [string, object?] = fields === undefined ? [message] : [message, fields];
  (async () => logger?.[level](...words))().catch(() => undefined);
}

export const fieldsFirstProblem = "takes its fields first: pass pinoLogger(logger)";

/**
 * Whether a logger is one of pino or bunyan, or Fastify's: these take the fields first, and would drop them as a second
 * argument. winston, which also has children and may have any level, takes the message first; it has a `log`.
 */
export function takesFieldsFirst(logger: unknown): boolean {
  const given = logger as Readonly<Record<string, unknown>> | undefined;
  return !!(given?.child && given.trace && !given.log);
}
