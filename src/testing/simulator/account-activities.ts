import type { State } from "./state.ts";

/** Remembers something that was done through the API. */
export function noteActivity(state: State, accountId: string, activity_type: string): void {
  const { activities } = state.account(accountId);
  activities.push({ id: `${accountId}${activities.length + 1}`, activity_type, at: state.now() });
}
