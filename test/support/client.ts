import { ValidationError, WhatsAppClient, type WhatsAppClientOptions } from "wacloud";

export const phoneNumberId = "106540352242922";
export const to = "+14155552671";

/** A client that repeats nothing and limits nothing, unless a test says so. */
export const client = (options: Partial<WhatsAppClientOptions>): WhatsAppClient =>
  new WhatsAppClient({
    accessToken: "EAAtoken",
    phoneNumberId,
    businessAccountId: "102290129340398",
    appId: "670843887433847",
    retry: false,
    rateLimit: false,
    ...options,
  });

/** The error a promise rejects with; fails when it resolves. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Expected a rejection, but the promise resolved.");
}

/** What a `ValidationError` tells, `path message` an issue; any other error fails the test. */
export function listIssues(error: unknown): string[] {
  if (!(error instanceof ValidationError)) throw error;
  return error.issues.map(({ path, message }) => `${path} ${message}`);
}

/** What a call is refused with, `path message` an issue; fails when it was not refused. */
export const refusal = async (promise: Promise<unknown>): Promise<string[]> =>
  listIssues(await failure(promise));

/** What an action is refused with, message by path; fails when it was not refused. */
export function problems(action: () => unknown): Record<string, string> {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
  }
  throw new Error("Expected a refusal, but nothing was thrown.");
}

/** A clock that never really waits, and keeps what it was asked to wait for. */
export function fakeClock() {
  const slept: number[] = [];
  let now = 1_790_000_000_000;
  return {
    slept,
    now: () => now,
    random: () => 1,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}
