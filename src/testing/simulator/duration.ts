import { ConfigurationError } from "../../errors.ts";
import { day, hour, minute } from "./clock.ts";

/** A span of time: the sum of its parts. */
export interface Duration {
  /** Days of 24 hours. */
  days?: number;
  /** Hours. */
  hours?: number;
  /** Minutes. */
  minutes?: number;
  /** Seconds. */
  seconds?: number;
  /** Milliseconds. */
  milliseconds?: number;
}

const units = { days: day, hours: hour, minutes: minute, seconds: 1000, milliseconds: 1 } as const;

/** @throws `ConfigurationError` that names the part which is wrong. */
export function toMilliseconds(duration: unknown): number {
  const names = Object.keys(units).join(", ");
  if (typeof duration !== "object" || duration === null || Object.keys(duration).length === 0) {
    throw misuse(
      "duration",
      `\`advance\` takes an object with at least one of: ${names}. Example: \`{ hours: 25 }\`.`,
    );
  }
  return Object.entries(duration).reduce((total, [name, amount]) => {
    if (!Object.hasOwn(units, name))
      throw misuse(name, `\`${name}\` is not part of a duration. Parts: ${names}.`);
    if (typeof amount !== "number" || !(amount >= 0) || amount === Number.POSITIVE_INFINITY) {
      throw misuse(name, `\`${name}\` must be a number of 0 or more: time cannot run backwards.`);
    }
    return total + amount * units[name as keyof typeof units];
  }, 0);
}

const misuse = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(message, [{ path, message }]);
