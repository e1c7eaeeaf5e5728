import { endMissedCalls } from "./calls.ts";
import type { State } from "./state.ts";

/** Does everything that has become due. */
export function passTime(state: State): void {
  for (const { lifecycle } of state.accounts.values()) lifecycle.passTime();
  endMissedCalls(state);
}
