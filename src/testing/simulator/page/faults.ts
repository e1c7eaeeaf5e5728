import { type FaultName, type FaultView, faults } from "../../../page/protocol.ts";
import type { Failure, FailureHandle } from "../http/failures.ts";

/** What each of the page's faults is. */
const failures: Readonly<Record<FaultName, Failure>> = {
  throttled: { code: 130429 },
  paired: { code: 131056 },
  unavailable: { code: 131016 },
  unknown: { code: 131000 },
  token: { code: 190 },
  payment: { code: 131042 },
  proxy: { status: 503, body: "<html><body><h1>503 Service Unavailable</h1></body></html>" },
  refused: { reset: "before-read" },
  lost: { reset: "after-read" },
  silent: { hang: "after-read" },
  cut: { drop: "cut-body" },
};

/** The failures that the page asked for. */
export class Faults {
  readonly #asked: { id: string; label: string; handle: FailureHandle }[] = [];

  add(name: FaultName, times: number | undefined, fail: (failure: Failure) => FailureHandle): void {
    const handle = fail({ ...failures[name], times: times ?? Number.POSITIVE_INFINITY });
    this.#asked.push({ id: `${name} ${this.#asked.length}`, label: faults[name].label, handle });
  }

  /** Those that have not happened yet. Without an end, `remaining` is 0: JSON has no infinity. */
  view(): FaultView[] {
    return this.#asked
      .filter(({ handle }) => handle.remaining > 0)
      .map(({ id, label, handle }) => ({
        id,
        label,
        remaining: Number.isFinite(handle.remaining) ? handle.remaining : 0,
      }));
  }
}
