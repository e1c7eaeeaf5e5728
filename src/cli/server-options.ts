import { CommandError } from "./failure.ts";

/** The port that an option names; 0 is any free one. */
export function readPort(text: string, option = "--port"): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CommandError(`${option} must be a whole number from 0 to 65535.`);
}

/** The URL of an app's webhook, or of its endpoint for Flows. */
export function readUrl(option: string, text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && /^https?:/i.test(text))) return text;
  const path = option === "--flow-endpoint" ? "flow" : "webhook";
  throw new CommandError(`${option} must be an http or https URL, such as http://127.0.0.1:3000/${path}.`);
}

/**
 * Opens a port.
 *
 * @throws {@link CommandError} if something else has it.
 */
export async function listenOn<T>(port: number, open: () => Promise<T>, option = "--port"): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new CommandError(`Port ${port} is in use: pass another one with ${option}.`);
    if (code === "EACCES")
      throw new CommandError(`Port ${port} is not allowed: pass one above 1023 with ${option}.`);
    throw error;
  }
}
