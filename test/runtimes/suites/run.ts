import type { Suite } from "./world.ts";

/** What became of one suite. */
export interface SuiteResult {
  suite: string;
  passed: number;
  failures: { check: string; why: string }[];
}

/** Long enough for every check on a busy machine; what takes longer hangs. */
const patienceMs = 30_000;

/** Runs the checks one after the other, where there is no test runner. */
export async function runSuite<Given>(
  suite: string,
  checks: Suite<Given>,
  given: Given,
): Promise<SuiteResult> {
  const failures: SuiteResult["failures"] = [];
  for (const [name, check] of Object.entries(checks)) {
    await inTime(check(given)).catch((error: unknown) =>
      failures.push({ check: name, why: describe(error) }),
    );
  }
  return { suite, passed: Object.keys(checks).length - failures.length, failures };
}

async function inTime(check: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done within ${patienceMs} ms.`)), patienceMs);
  });
  await Promise.race([check, late]).finally(() => clearTimeout(timer));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack}${error.cause === undefined ? "" : `\ncause: ${describe(error.cause)}`}`;
}
