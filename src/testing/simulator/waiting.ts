import type { Clock } from "../../core/clock.ts";
import { abortable } from "../../utils/abortable.ts";

/** Waits on the given clock; says whether it waited to the end. */
export async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await abortable(clock.sleep(milliseconds, signal), signal);
    return true;
  } catch {
    return false;
  }
}

/** Lets an answer that is being written leave first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
