import { isWhatsAppError } from "../../../errors.ts";
import type { SimulatorOptions } from "../options.ts";
import { createState } from "../sow.ts";
import type { Held } from "../state.ts";
import { Journal } from "./journal.ts";
import { restoreSnapshot, resume } from "./snapshot.ts";
import { StateFile, unreadable } from "./state-file.ts";

/** The state that a simulator begins with: what its file remembers, or else what its seed says. */
export function openState(options: SimulatorOptions): Held {
  if (options.stateFile === undefined) return { state: createState(options) };
  const file = new StateFile(options.stateFile, new Journal(() => held.state));
  let held: Held;
  try {
    held = openFile(file, options);
    file.begin();
  } catch (error) {
    file.unlock();
    throw error;
  }
  resume(held.state);
  return held;
}

function openFile(file: StateFile, options: SimulatorOptions): Held {
  const save = () => file.save();
  const saved = file.read();
  const state = saved === undefined ? createState(options, save) : restoreFile(saved, options, save);
  return { state, save, release: () => file.release() };
}

function restoreFile(saved: unknown, options: SimulatorOptions, save: () => Promise<void>) {
  try {
    return restoreSnapshot(saved, options, save);
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    throw unreadable(error.message);
  }
}
