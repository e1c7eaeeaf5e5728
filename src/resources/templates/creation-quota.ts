import type { Clock } from "../../core/clock.ts";
import { keepRecent } from "../../utils/keep-recent.ts";

const hourMs = 60 * 60 * 1000;
const maxPerHour = 100;

/** How many accounts are counted; beyond that, the one that was asked about longest ago is not. */
const maxAccounts = 10_000;

/** How many templates can still be created: Meta accepts 100 per account and hour. */
export interface CreationQuota {
  /** How long to wait before creating the next template, in whole milliseconds; 0 if it can be created now. */
  waitMs(): number;
  /** Counts a template that was created. */
  spend(): void;
  /** Meta accepts no more templates for this time, in milliseconds; at least a minute. Default: an hour. */
  exhaust(milliseconds: number | undefined): void;
}

/** The quota of an account; creates it if there is none yet. */
export function findQuota(quotas: Map<string, CreationQuota>, account: string, clock: Clock): CreationQuota {
  return keepRecent(quotas, account, quotas.get(account) ?? creationQuota(clock), maxAccounts);
}

function creationQuota(clock: Clock): CreationQuota {
  /** When templates were created within the last hour, in milliseconds; oldest first. */
  const creations: number[] = [];
  let closedUntil = 0;
  const forgetOld = (now: number) => {
    while ((creations[0] ?? now) <= now - hourMs) creations.shift();
  };
  return {
    waitMs: () => {
      const now = clock.now();
      forgetOld(now);
      const own = creations.length < maxPerHour ? 0 : (creations[0] ?? now) + hourMs - now;
      return Math.ceil(Math.max(own, closedUntil - now, 0));
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
