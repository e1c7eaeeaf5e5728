import type { Clock } from "../../core/clock.ts";
import { path } from "../../core/path.ts";
import { invalid } from "../../core/validate.ts";
import { ApiError, ConfigurationError, ConnectionError, isWhatsAppError } from "../../errors.ts";
import type { AccountCallOptions } from "../../types/common.ts";
import type { Template, TemplateField } from "../../types/templates/template.ts";
import type { TemplateLanguage } from "../../types/templates/values.ts";
import { abortable } from "../../utils/abortable.ts";
import { durationProblem } from "../../utils/duration.ts";
import { isObject } from "../../utils/json.ts";
import type { TemplateContext } from "./context.ts";
import { findTemplate, isTemplate } from "./read.ts";
import type { Waiter } from "./template-events.ts";

/** The template to wait for: its id, the result of `create` or `defineTemplate`, or a name and language. */
export type AwaitedTemplate =
  | string
  | { readonly id: string }
  | { readonly name: string; readonly language?: TemplateLanguage | undefined };

/** Options of {@link Templates.waitUntilReviewed}. */
export interface ReviewOptions extends AccountCallOptions {
  /** The first polling interval, in milliseconds; each further one is 1.5 times as long. Default 10 000. */
  minPollMs?: number | undefined;
  /** The longest polling interval, in milliseconds. Default 300 000, five minutes. */
  maxPollMs?: number | undefined;
}

const fields = [
  ...["id", "name", "language", "status", "category", "components"],
  ...["parameter_format", "rejected_reason", "previous_category"],
] as const satisfies readonly TemplateField[];

/** How often in a row of polls a name may be missing: a new template can take a moment to appear in the list. */
const maxMisses = 3;

export async function waitUntilReviewed(
  context: TemplateContext,
  template: AwaitedTemplate,
  { minPollMs = 10_000, maxPollMs = 300_000, ...options }: ReviewOptions,
): Promise<Template> {
  checkPauses({ minPollMs, maxPollMs });
  if (!namesTemplate(template)) throw unnamedTemplate();
  const { waiting } = context.memory;
  const waiter: Waiter = { ...toTarget(template), hasChanged: false, wake: undefined };
  waiting.add(waiter);
  try {
    for (let pauseMs = minPollMs, misses = 0; ; ) {
      waiter.hasChanged = false;
      const { seen, isMissing, retryAfterMs = 0 } = await poll(context, waiter, options);
      if (isMissing && ++misses === maxMisses) throw unknownTemplate();
      if (seen !== undefined) {
        Object.assign(waiter, { name: seen.name, language: seen.language });
        if (!isInReview(seen)) return seen;
      }
      const isWoken = await pause(context.clock, Math.max(pauseMs, retryAfterMs), waiter, options.signal);
      pauseMs = isWoken ? minPollMs : Math.min(pauseMs * 1.5, maxPollMs);
    }
  } finally {
    waiting.delete(waiter);
  }
}

/** Whether it names a template: otherwise the wait would never end. */
function namesTemplate(template: unknown): boolean {
  if (typeof template === "string") return true;
  if (!isObject(template)) return false;
  return typeof template.id === "string" || (typeof template.name === "string" && template.name !== "");
}

function toTarget(template: AwaitedTemplate): Pick<Waiter, "id" | "name" | "language"> {
  if (typeof template === "string") return { id: template, name: undefined, language: undefined };
  const { id, name, language }: Partial<Pick<Waiter, "id" | "name" | "language">> = template;
  return id === undefined ? { id, name, language } : { id, name: undefined, language: undefined };
}

const isInReview = ({ status }: Template): boolean => ["PENDING", "IN_APPEAL"].includes(status.toUpperCase());

/** The result of one poll. */
interface Poll {
  seen?: Template | undefined;
  /** No template has this name. */
  isMissing?: boolean;
  /** After a temporary failure: the least time to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
}

async function poll(context: TemplateContext, waiter: Waiter, options: AccountCallOptions): Promise<Poll> {
  try {
    const seen = await read(context, waiter, options);
    return { seen, isMissing: seen === undefined };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isTemporary(error)) throw error;
    return { retryAfterMs: error instanceof ApiError ? error.retryAfterMs : undefined };
  }
}

function read(context: TemplateContext, { id, name = "", language }: Waiter, options: AccountCallOptions) {
  if (id === undefined) return findTemplate(context, { name, language }, options, fields);
  const query = { fields: fields.join(",") };
  return context.api.get(path`/${id}`, { query, expects: isTemplate }, options);
}

const isTemporary = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  (error instanceof ConnectionError || (error instanceof ApiError && error.retryable));

/** @returns whether an event ended the pause. */
async function pause(
  clock: Clock,
  milliseconds: number,
  waiter: Waiter,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (waiter.hasChanged) return true;
  const sleeping = new AbortController();
  const woken = new Promise<void>((resolve) => {
    waiter.wake = resolve;
  });
  const over = clock.sleep(milliseconds, sleeping.signal).catch(() => undefined);
  try {
    await abortable(Promise.race([woken, over]), signal);
    return waiter.hasChanged;
  } finally {
    waiter.wake = undefined;
    sleeping.abort();
  }
}

const unknownTemplate = () =>
  invalid("template to wait for", [
    { path: "name", message: "is not the name of a template in this account and language" },
  ]);

const unnamedTemplate = () =>
  invalid("template to wait for", [
    { path: "", message: "must be an id, or an object with an `id` or a `name`" },
  ]);

function checkPauses(pauses: { minPollMs: number; maxPollMs: number }): void {
  for (const [path, value] of Object.entries(pauses)) {
    const message = durationProblem(value, { min: 1 });
    if (message !== undefined) throw invalidPause(path, message);
  }
  if (pauses.minPollMs > pauses.maxPollMs) throw invalidPause("minPollMs", "must be at most `maxPollMs`");
}

const invalidPause = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(`Invalid options of waitUntilReviewed(): \`${path}\` ${message}.`, [
    { path, message },
  ]);
