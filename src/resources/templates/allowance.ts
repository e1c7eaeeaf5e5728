import type { Clock } from "../../core/clock.ts";

const hourMs = 60 * 60 * 1000;
const mostPerHour = 100;

/** How many templates may still be created: Meta takes 100 an hour of an account. */
export interface Allowance {
  /** How long to wait before the next one, in milliseconds; 0 when it may be created now. */
  waitMs(): number;
  /** One was created. */
  spend(): void;
  /** Meta said that it takes no more for so long. */
  exhaust(milliseconds: number | undefined): void;
}

/** @param creations when this client created some, in milliseconds, oldest first; kept up to date. */
export function creationAllowance(clock: Clock, creations: number[]): Allowance {
  let closedUntil = 0;
  return {
    waitMs: () => {
      const now = clock.now();
      while ((creations[0] ?? now) <= now - hourMs) creations.shift();
      const own = creations.length < mostPerHour ? 0 : (creations[0] ?? now) + hourMs - now;
      return Math.max(own, closedUntil - now, 0);
    },
    spend: () => void creations.push(clock.now()),
    exhaust: (milliseconds = hourMs) => {
      closedUntil = clock.now() + milliseconds;
    },
  };
}
