/** Who waits for a signal, and its one listener. */
interface Waiting {
  calls: Set<() => void>;
  wake: () => void;
}

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls back when the signal is aborted. However many wait for a signal, it gets one listener, and none once nobody
 * waits: Node.js takes more than ten for a leak and says so.
 *
 * @returns what ends the wait.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return ignore;
  const { calls } = waitingFor.get(signal) ?? listen(signal);
  const entry = () => callback(); // the same function may wait twice
  calls.add(entry);
  return () => {
    if (calls.delete(entry) && calls.size === 0) stopListening(signal);
  };
}

const ignore = () => {};

function listen(signal: AbortSignal): Waiting {
  const calls = new Set<() => void>();
  const wake = () => {
    stopListening(signal);
    for (const call of calls) call();
  };
  const waiting = { calls, wake };
  waitingFor.set(signal, waiting);
  signal.addEventListener("abort", wake); // older Workers call it without `this`
  return waiting;
}

function stopListening(signal: AbortSignal): void {
  const waiting = waitingFor.get(signal);
  waitingFor.delete(signal);
  if (waiting !== undefined) signal.removeEventListener("abort", waiting.wake);
}
