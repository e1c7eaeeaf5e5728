import { isWhatsAppError, WhatsAppError } from "../../errors.ts";
import type { OnboardingProgress, OnboardingStep } from "../../types/onboarding.ts";

/**
 * A step of `onboarding.complete` failed after the code had been exchanged; `cause` says why. The code is used up, but
 * nothing is lost: once the cause is fixed, `complete({ ...error.progress, pin })` goes on from there.
 *
 * Apart from `errors.ts`, which every bot loads.
 */
export class OnboardingError extends WhatsAppError {
  override get name() {
    return "OnboardingError" as const;
  }
  /** The step that failed. */
  readonly step: OnboardingStep;
  /**
   * How far it came, with the customer's token: keep it on the server, as safe as a token. Not enumerable, so logging the
   * error does not print it.
   */
  declare readonly progress: OnboardingProgress;

  constructor(step: OnboardingStep, options: { progress: OnboardingProgress; cause: unknown }) {
    const why = isWhatsAppError(options.cause) ? ` ${toSentence(options.cause.message)}` : "";
    super(
      `Onboarding stopped at the step \`${step}\`.${why} To go on, call \`complete({ ...error.progress })\`.`,
      { cause: options.cause },
    );
    this.step = step;
    Object.defineProperty(this, "progress", { value: options.progress, configurable: true });
  }
}

const toSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
