import type { Clock } from "../../core/clock.ts";
import { path } from "../../core/path.ts";
import { invalid } from "../../core/validate.ts";
import { ApiError, ConfigurationError, ConnectionError, isWhatsAppError } from "../../errors.ts";
import type { AccountCallOptions } from "../../types/common.ts";
import type { Template, TemplateField } from "../../types/templates/template.ts";
import type { TemplateLanguage } from "../../types/templates/values.ts";
import { abortable } from "../../utils/abortable.ts";
import { isObject } from "../../utils/json.ts";
import type { TemplateContext } from "./context.ts";
import { findTemplate, isTemplate } from "./read.ts";
import type { Waiter } from "./template-events.ts";

/** Which template to wait for: its id, what `create` gave, what `defineTemplate` gave, or a name and language. */
export type AwaitedTemplate =
  | string
  | { readonly id: string }
  | { readonly name: string; readonly language?: TemplateLanguage | undefined };

/** Options of {@link Templates.waitUntilReviewed}. */
export interface ReviewOptions extends AccountCallOptions {
  /** The first pause between two looks, in milliseconds; each is half as long again as the one before. Default 10 000. */
  minPollMs?: number | undefined;
  /** The longest pause, in milliseconds. Default 300 000, five minutes. */
  maxPollMs?: number | undefined;
}

const fields = [
  ...["id", "name", "language", "status", "category", "components"],
  ...["parameter_format", "rejected_reason", "previous_category"],
] as const satisfies readonly TemplateField[];

/** How often a name may be missing: a new template can take a moment to be listed. */
const mostMisses = 3;

export async function waitUntilReviewed(
  context: TemplateContext,
  template: AwaitedTemplate,
  { minPollMs = 10_000, maxPollMs = 300_000, ...options }: ReviewOptions,
): Promise<Template> {
  if (!(minPollMs > 0 && maxPollMs >= minPollMs)) throw invalidPauses();
  if (!isNaming(template)) throw unclear();
  const { waiting } = context.memory;
  const waiter: Waiter = { ...toTarget(template), hasNews: false, wake: undefined };
  waiting.add(waiter);
  try {
    for (let pauseMs = minPollMs, misses = 0; ; ) {
      waiter.hasNews = false;
      const { seen, isMissing, retryAfterMs = 0 } = await look(context, waiter, options);
      if (isMissing && ++misses === mostMisses) throw unknownTemplate();
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

/** Nobody is kept waiting for a template that is not named. */
function isNaming(template: unknown): boolean {
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

/** What one look at the account tells. */
interface Look {
  seen?: Template | undefined;
  /** No template has the name. */
  isMissing?: boolean;
  /** For a failure that passes: how long to leave the account alone at least, in milliseconds. */
  retryAfterMs?: number | undefined;
}

async function look(context: TemplateContext, waiter: Waiter, options: AccountCallOptions): Promise<Look> {
  try {
    const seen = await read(context, waiter, options);
    return { seen, isMissing: seen === undefined };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isPassing(error)) throw error;
    return { retryAfterMs: error instanceof ApiError ? error.retryAfterMs : undefined };
  }
}

function read(context: TemplateContext, { id, name = "", language }: Waiter, options: AccountCallOptions) {
  if (id === undefined) return findTemplate(context, { name, language }, options, fields);
  const query = { fields: fields.join(",") };
  return context.api.get(path`/${id}`, { query, expects: isTemplate }, options);
}

const isPassing = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  (error instanceof ConnectionError || (error instanceof ApiError && error.retryable));

/** @returns whether news ended it. */
async function pause(
  clock: Clock,
  milliseconds: number,
  waiter: Waiter,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (waiter.hasNews) return true;
  const sleeping = new AbortController();
  const news = new Promise<void>((resolve) => {
    waiter.wake = resolve;
  });
  const over = clock.sleep(milliseconds, sleeping.signal).catch(() => undefined);
  try {
    await abortable(Promise.race([news, over]), signal);
    return waiter.hasNews;
  } finally {
    waiter.wake = undefined;
    sleeping.abort();
  }
}

const unknownTemplate = () =>
  invalid("template to wait for", [
    { path: "name", message: "is not the name of a template of this account in this language" },
  ]);

const unclear = () =>
  invalid("template to wait for", [
    { path: "", message: "must be an id, or an object with an id or a name" },
  ]);

function invalidPauses(): ConfigurationError {
  const message = "minPollMs must be more than 0, and maxPollMs at least as much";
  return new ConfigurationError(`Invalid options of waitUntilReviewed(): ${message}.`, [
    { path: "minPollMs", message },
  ]);
}
