import { isWhatsAppError } from "../../../errors.ts";
import type { SimulatorOptions } from "../options.ts";
import { createState } from "../sow.ts";
import type { Held } from "../state.ts";
import { restoreSnapshot, resume, takeSnapshot } from "./snapshot.ts";
import { StateFile, unreadable } from "./state-file.ts";

/** The state that a simulator begins with: what its file remembers, or else what its seed says. */
export function openState(options: SimulatorOptions): Held {
  if (options.stateFile === undefined) return { state: createState(options) };
  const file = new StateFile(options.stateFile, () => takeSnapshot(held.state));
  const save = () => file.save();
  const saved = file.read();
  const state = saved === undefined ? createState(options, save) : restoreFile(saved, options, save);
  const held: Held = { state, save };
  file.begin();
  resume(state);
  return held;
}

function restoreFile(saved: unknown, options: SimulatorOptions, save: () => Promise<void>) {
  try {
    return restoreSnapshot(saved, options, save);
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    throw unreadable(error.message);
  }
}
