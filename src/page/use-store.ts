import { useEffect, useMemo, useState } from "preact/hooks";
import type { LogEntry } from "./inspector.tsx";
import type { Store } from "./store.ts";

/** How often countdowns are drawn again. */
const countdownMs = 5000;

/** Draws again whenever the simulator tells something. */
export function useStore(store: Store): void {
  const [, redraw] = useState({});
  useEffect(() => store.subscribe(() => redraw({})), [store]);
  useEffect(() => {
    const timer = setInterval(() => redraw({}), countdownMs);
    return () => clearInterval(timer);
  }, []);
}

/** Calls and webhooks together, newest first. */
export function useLog({ kinds, logVersion }: Store): LogEntry[] {
  return useMemo(() => {
    const calls = [...kinds.calls.values()].map((entry): LogEntry => ({ kind: "call", entry }));
    const webhooks = [...kinds.webhooks.values()].map((entry): LogEntry => ({ kind: "webhook", entry }));
    return [...webhooks.reverse(), ...calls.reverse()].sort((one, other) => other.entry.at - one.entry.at);
  }, [logVersion]);
}
