import type { Failure, SimulatedRequest } from "./failures.ts";

/** A request and its outcome. */
export interface RequestRecord extends SimulatedRequest {
  /** Milliseconds since the epoch. */
  at: number;
  /** Whether the body was read. */
  bodyRead: boolean;
  /** HTTP status of the response; `undefined` while there is none, and if the connection was lost. */
  status?: number;
  /** Meta's error code, if the response has one. */
  code?: number;
  /** The parsed body of the response, if it is JSON. */
  response?: unknown;
  /** What happened on the connection; `undefined` while the call is being answered. */
  outcome?: "answer" | "cut" | "reset" | "hang";
  /** How long the answer took, in milliseconds. */
  tookMs?: number;
  /** The injected failure, if any. */
  failure?: Failure;
}
