import type { Notices } from "./notices.ts";
import type { Delivery, DeliveryAttempt, WebhookFunction } from "./webhooks.ts";

/** Says when nobody takes the webhooks, and when they are taken again. */
export class Reception {
  readonly #notices: Notices;
  #unheard: { place: string; since: number } | undefined;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Looks at an attempt that has just been made. */
  watch(target: string | WebhookFunction, attempt: DeliveryAttempt, deliveries: readonly Delivery[]): void {
    const place = describePlace(target);
    if (attempt.status === 200) this.#hears(place, deliveries);
    else if (isUnheard(attempt)) this.#misses(place, attempt);
  }

  #misses(place: string, { at, status, error }: DeliveryAttempt): void {
    if (this.#unheard?.place === place) return;
    this.#unheard = { place, since: at };
    const what = status === undefined ? `does not answer (${error})` : `answers ${status} instead of 200`;
    this.#notices.say(`${place} ${what}: webhooks are posted again for a while, and then given up.`);
  }

  #hears(place: string, deliveries: readonly Delivery[]): void {
    if (this.#unheard?.place !== place) return;
    const { since } = this.#unheard;
    this.#unheard = undefined;
    const missed = deliveries.filter(({ attempts }) =>
      attempts.some(({ at, status }) => at >= since && status !== 200),
    );
    const count = (state: Delivery["state"]) => missed.filter((delivery) => delivery.state === state).length;
    const late = count("pending");
    this.#notices.say(`${place} answers again: ${late} late webhooks, ${count("abandoned")} given up.`);
  }
}

/** Whether the app itself is not there. With 5xx it is, and says itself what is wrong. */
const isUnheard = ({ status }: DeliveryAttempt): boolean => status === undefined || status < 500;

/** The URL without what may be secret. */
function describePlace(target: string | WebhookFunction): string {
  if (typeof target === "function") return "The webhook function";
  const { origin, pathname } = URL.canParse(target) ? new URL(target) : { origin: target, pathname: "" };
  return `The webhook ${origin}${pathname}`;
}
