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
