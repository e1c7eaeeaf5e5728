import { setTimeout as wait } from "node:timers/promises";
import { isWhatsAppError } from "../../errors.ts";
import type { Simulator } from "../../testing/simulator/simulator.ts";
import type { Terminal } from "../terminal.ts";

const pauseMs = 2000;

/** An app that is just starting gets ten seconds before anything is said. */
const starting = { attempts: 40, pauseMs: 250 };

/**
 * Verifies the webhook, and goes on trying while the app is not there or refuses. Webhooks are posted all the while: an
 * app that comes late gets them by redelivery. It ends once the page names another webhook.
 */
export async function connectWebhook(
  simulator: Simulator,
  url: string,
  { isStarting, signal }: { isStarting: boolean; signal: AbortSignal },
  { print, note, style, noteStyle }: Terminal,
): Promise<void> {
  simulator.webhookUrl = url;
  let said: string | undefined;
  let patience = isStarting ? starting.attempts : 0;
  while (!signal.aborted && simulator.webhookUrl === url) {
    const failure = await verify(simulator, url);
    if (failure === undefined) return print(`${style("green", "Webhook verified:")} ${url}`);
    if (failure !== said && patience <= 0 && !signal.aborted) {
      note(`${noteStyle("yellow", "Webhook:")} ${url}\n${failure} It is tried again until it answers.`);
      said = failure;
    }
    patience -= 1;
    await wait(patience > 0 ? starting.pauseMs : pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns why the webhook could not be verified. */
async function verify(simulator: Simulator, url: string): Promise<string | undefined> {
  try {
    await simulator.subscribe(url);
    return undefined;
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    return error.message;
  }
}
