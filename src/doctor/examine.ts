import { scrub } from "../core/redact.ts";
import type { Check } from "./check.ts";
import { checks } from "./checks.ts";
import { type ClientSettings, Examination, type ExaminedClient } from "./examination.ts";
import { explain } from "./explain.ts";
import { type Finding, type Outcome, skipped } from "./finding.ts";
import { type DoctorOptions, readOptions } from "./options.ts";

/** A finding, and whether what needs it can be looked at. */
interface Examined {
  finding: Finding;
  blocks: boolean;
}

/** Looks at everything in parallel, but for what needs something else first. */
export async function examine(
  client: ExaminedClient,
  settings: ClientSettings,
  options: DoctorOptions = {},
): Promise<Finding[]> {
  const examination = new Examination(client, settings, readOptions(options));
  const running = new Map<string, Promise<Examined>>();
  for (const check of checks) running.set(check.id, examineOne(check, examination, running));
  const examined = await Promise.all(running.values());
  return examined.map(({ finding }) => finding);
}

async function examineOne(
  check: Check,
  examination: Examination,
  running: ReadonlyMap<string, Promise<Examined>>,
): Promise<Examined> {
  const { id, title, needs } = check;
  const before = await Promise.all(needs.map((need) => running.get(need)));
  const blocking = before.find((one) => one?.blocks);
  const { blocks = false, ...outcome } =
    check.skip?.(examination) ??
    (blocking === undefined ? await run(check, examination) : toSkipped(blocking.finding));
  const finding = { id, title, ...outcome, found: scrub(outcome.found) };
  return { finding, blocks: blocks || outcome.status === "error" };
}

async function run({ run }: Check, examination: Examination): Promise<Outcome> {
  const { signal } = examination.asked;
  signal?.throwIfAborted();
  try {
    return await run(examination);
  } catch (error) {
    signal?.throwIfAborted();
    return explain(error);
  }
}

/** The reason is that of the first of all. */
const toSkipped = ({ title, status, found }: Finding): Outcome => ({
  ...skipped(status === "error" ? `Needs "${title}", which failed.` : found),
  blocks: true,
});
