import type { Clock } from "../../core/clock.ts";

const hourMs = 60 * 60 * 1000;
const mostPerHour = 100;

/** How many templates may still be created: Meta takes 100 an hour of an account. */
export interface CreationQuota {
  /** How long to wait before the next one, in milliseconds; 0 when it may be created now. */
  waitMs(): number;
  /** One was created. */
  spend(): void;
  /** Meta said that it takes no more for so long, in milliseconds; a minute at least. Default: an hour. */
  exhaust(milliseconds: number | undefined): void;
}

/** The quota of an account, among those that clients remember together. */
export function findQuota(quotas: Map<string, CreationQuota>, account: string, clock: Clock): CreationQuota {
  const quota = quotas.get(account) ?? creationQuota(clock);
  quotas.set(account, quota);
  return quota;
}

function creationQuota(clock: Clock): CreationQuota {
  /** When this client created templates within the hour, in milliseconds; oldest first. */
  const creations: number[] = [];
  let closedUntil = 0;
  const forgetOld = (now: number) => {
    while ((creations[0] ?? now) <= now - hourMs) creations.shift();
  };
  return {
    waitMs: () => {
      const now = clock.now();
      forgetOld(now);
      const own = creations.length < mostPerHour ? 0 : (creations[0] ?? now) + hourMs - now;
      return Math.max(own, closedUntil - now, 0);
    },
    spend: () => {
      forgetOld(clock.now());
      creations.push(clock.now());
    },
    exhaust: (milliseconds = hourMs) => {
      closedUntil = clock.now() + Math.max(milliseconds, 60_000);
    },
  };
}
