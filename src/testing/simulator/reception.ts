import type { Notices } from "./notices.ts";

/** An attempt to deliver a webhook. */
interface Attempt {
  at: number;
  status?: number;
  error?: string;
  thrown?: string;
}

/** A webhook that was posted. */
interface Posted {
  attempts: readonly Attempt[];
  state: string;
}

/** A URL, or a function in the same process. */
type Target = string | ((request: Request) => unknown);

/** For so long after an outage, another one is not said: a connection that comes and goes would fill the console. */
const quietMs = 10_000;

/** Says when nobody takes the webhooks, and when they are taken again. */
export class Reception {
  quietUntil = Number.NEGATIVE_INFINITY;
  unheard: { place: string; since: number } | undefined;
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Looks at an attempt that has just been made. */
  watch(target: Target, attempt: Attempt, deliveries: readonly Posted[]): void {
    const place = describePlace(target);
    if (attempt.status === 200) this.#hears(place, attempt, deliveries);
    else if (isUnheard(attempt)) this.#misses(place, attempt);
  }

  #misses(place: string, { at, status, error, thrown }: Attempt): void {
    if (this.unheard?.place === place || at < this.quietUntil) return;
    this.unheard = { place, since: at };
    const what = status === undefined ? `does not answer (${error})` : `answers ${status} instead of 200`;
    const why = thrown === undefined || thrown === "" ? "" : ` It threw: ${thrown}`;
    this.#notices.say(`${place} ${what}: webhooks are posted again for a while, and then given up.${why}`);
  }

  #hears(place: string, { at: now }: Attempt, deliveries: readonly Posted[]): void {
    if (this.unheard?.place !== place) return;
    const { since } = this.unheard;
    this.unheard = undefined;
    this.quietUntil = now + quietMs;
    const missed = deliveries.filter(({ attempts }) =>
      attempts.some(({ at, status }) => at >= since && status !== 200),
    );
    const count = (state: string) => missed.filter((delivery) => delivery.state === state).length;
    const missing = `late: ${count("pending")}, given up: ${count("abandoned")}`;
    this.#notices.say(`${place} answers again. Webhooks it had missed: ${missing}.`);
  }
}

/** Whether the app itself is not there. With 5xx it is, and says itself what is wrong. */
const isUnheard = ({ status }: Attempt): boolean => status === undefined || status < 500;

/** The URL without what may be secret. */
function describePlace(target: Target): string {
  if (typeof target === "function") return "The webhook function";
  const { origin, pathname } = URL.canParse(target) ? new URL(target) : { origin: target, pathname: "" };
  return `The webhook ${origin}${pathname}`;
}
