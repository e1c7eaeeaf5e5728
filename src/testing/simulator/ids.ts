import { encodeBase64 } from "../../utils/base64.ts";
import { callingCode } from "./phone-numbers.ts";

/** A new message id in Meta's format. */
export function createMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `wamid.${encodeBase64(bytes)}`;
}

/** A short id for traces and sessions. */
export function createTraceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `A${encodeBase64(bytes).replace(/[+/]/g, "x")}`;
}

/** Counts ids upwards. */
export class Counter {
  next: bigint;
  readonly #step: bigint;

  constructor(first: bigint, step: bigint) {
    this.next = first;
    this.#step = step;
  }

  take(): string {
    const id = this.next;
    this.next += this.#step;
    return String(id);
  }
}

/** The business-scoped id of a phone number: always the same, and not reversible by looking at it. */
export function toUserId(digits: string): string {
  const mixed = (BigInt(digits) * 6_364_136_223_846_793_007n + 1_442_695_040_888_963_407n) % 10n ** 19n;
  return `${callingCode(digits).country}.${String(mixed).padStart(19, "1")}`;
}
