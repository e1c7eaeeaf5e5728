const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted. However many wait for a signal, it gets one listener, and none once nobody
 * waits: Node.js takes more than ten for a leak and says so.
 *
 * @returns what ends the wait.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return ignore;
  const waiting = callbacks.get(signal) ?? listen(signal);
  const entry = () => callback(); // the same function may wait twice
  waiting.add(entry);
  return () => {
    if (waiting.delete(entry) && waiting.size === 0) stopListening(signal);
  };
}

const ignore = () => {};

function listen(signal: AbortSignal): Set<() => void> {
  const waiting = new Set<() => void>();
  callbacks.set(signal, waiting);
  signal.addEventListener("abort", wake);
  return waiting;
}

function wake(this: AbortSignal): void {
  const waiting = callbacks.get(this) ?? [];
  stopListening(this);
  for (const call of waiting) call();
}

function stopListening(signal: AbortSignal): void {
  callbacks.delete(signal);
  signal.removeEventListener("abort", wake);
}
