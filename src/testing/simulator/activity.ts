import type { RequestRecord } from "./http/request-record.ts";
import type { SimulatedWebhook } from "./webhooks.ts";

/** What happened: a call began or ended, a webhook was made or tried, a phone asked for a Flow, or something else changed. */
export type Happening =
  | { kind: "call"; call: RequestRecord }
  | { kind: "webhook"; webhook: SimulatedWebhook }
  | ({ kind: "flow" } & FlowExchange)
  | { kind: "change" };

/** A request to the endpoint of a Flow. */
export interface FlowExchange {
  /** Milliseconds since the epoch. */
  at: number;
  /** The action, and the screen. */
  what: string;
  /** `undefined` if there was no answer. */
  status: number | undefined;
  tookMs: number;
}

type Listener = (happening: Happening) => void;

/** Tells everybody who watches the simulator what happens. Costs nothing while nobody does. */
export class Activity {
  readonly #listeners = new Set<Listener>();

  /** @returns a function that stops listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly note = (happening: Happening): void => {
    for (const listener of this.#listeners) listener(happening);
  };
}
