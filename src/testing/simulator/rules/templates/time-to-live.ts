import { refuse } from "../../errors.ts";

const ranges: Readonly<Record<string, { from: number; to: number; orForever: boolean }>> = {
  AUTHENTICATION: { from: 30, to: 900, orForever: true },
  UTILITY: { from: 30, to: 43_200, orForever: true },
  MARKETING: { from: 43_200, to: 2_592_000, orForever: false },
};

/** Checks `message_send_ttl_seconds`; -1 stands for 30 days. */
export function checkTimeToLive(seconds: unknown, category: string): void {
  const range = ranges[category];
  if (seconds === undefined || range === undefined) return;
  const { from, to, orForever } = range;
  const isInRange = Number.isInteger(seconds) && Number(seconds) >= from && Number(seconds) <= to;
  if (isInRange || (orForever && seconds === -1)) return;
  throw refuse(100, `Param message_send_ttl_seconds must be between ${from} and ${to} for ${category}.`);
}
