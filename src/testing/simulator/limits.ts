import { day } from "./clock.ts";
import { toPairKey } from "./pairs.ts";

/** Limits the messages of a business number per second, in both directions. */
export class Throughput {
  readonly times = new Map<string, number[]>();
  readonly #perSecond: number;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  allows(phoneNumberId: string, now: number): boolean {
    return this.#recent(phoneNumberId, now).length < this.#perSecond;
  }

  count(phoneNumberId: string, now: number): void {
    this.#recent(phoneNumberId, now).push(now);
  }

  #recent(phoneNumberId: string, now: number): number[] {
    const recent = (this.times.get(phoneNumberId) ?? []).filter((at) => at > now - 1000);
    this.times.set(phoneNumberId, recent);
    return recent;
  }
}

const burst = 45;
const refillMs = 6000;

/** Limits the messages from a business number to one customer: a burst of 45, then one every 6 seconds. */
export class PairLimit {
  readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** Counts a message if it is allowed. */
  take(phoneNumberId: string, recipient: string, now: number): boolean {
    const key = toPairKey(phoneNumberId, recipient);
    const bucket = this.buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / refillMs);
    const isAllowed = tokens >= 1;
    this.buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    return isAllowed;
  }
}

/** Limits call permission requests to each customer: one a day and two a week. */
export class PermissionRequests {
  readonly times = new Map<string, number[]>();

  /** When the customer, who may have several names, was asked within a week, earliest first. */
  list(phoneNumberId: string, names: readonly string[], now: number): number[] {
    return names
      .flatMap((name) => this.times.get(toPairKey(phoneNumberId, name)) ?? [])
      .filter((at) => at > now - 7 * day)
      .sort((one, other) => one - other);
  }

  /** A call that was answered sets the limits back. */
  forget(phoneNumberId: string, names: readonly string[]): void {
    for (const name of names) this.times.delete(toPairKey(phoneNumberId, name));
  }

  take(phoneNumberId: string, recipient: string, now: number): boolean {
    const key = toPairKey(phoneNumberId, recipient);
    const week = (this.times.get(key) ?? []).filter((at) => at > now - 7 * day);
    if (week.length >= 2 || week.some((at) => at > now - day)) return false;
    this.times.set(key, [...week, now]);
    return true;
  }
}
