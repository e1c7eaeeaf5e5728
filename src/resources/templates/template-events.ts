import { isWanted } from "../../templates/language.ts";
import type { TemplateLanguage } from "../../types/templates/values.ts";
import { isObject } from "../../utils/json.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";

/** A template that changed: a webhook event about it, or its name. */
export type TemplateNews =
  | {
      /** The type of a webhook event. Events that are not about templates are ignored. */
      readonly type: string;
      /** The event's value. */
      readonly value?: unknown;
    }
  | {
      /** The template's name. */
      readonly name: string;
      /** Default: all languages of this name. */
      readonly language?: TemplateLanguage | undefined;
    };

/** The template that changed; `undefined` for an event about anything else. */
export function findAffectedTemplate(
  change: TemplateNews,
): { name: string; language: string | undefined; id: string | undefined } | undefined {
  if (!("type" in change)) return { name: change.name, language: change.language, id: undefined };
  const { value } = change;
  if (!isObject(value) || typeof value.message_template_name !== "string") return undefined;
  const { message_template_language: language, message_template_id: id } = value;
  return {
    name: value.message_template_name,
    language: typeof language === "string" ? language : undefined,
    id: typeof id === "string" ? id : undefined,
  };
}

/** A `waitUntilReviewed` call in progress. */
export interface Waiter {
  id: string | undefined;
  name: string | undefined;
  language: string | undefined;
  /** Whether the template may have changed since the last poll. */
  hasChanged: boolean;
  /** Ends the current pause. */
  wake: (() => void) | undefined;
}

/**
 * Makes the calls that wait for the affected template poll immediately; without `change`, all waiting calls. Where requests
 * end alone, one request cannot wake another: there they poll again when their pause is over.
 */
export function notifyWaiters(waiting: Iterable<Waiter>, change: TemplateNews | undefined): void {
  const about = change === undefined ? undefined : findAffectedTemplate(change);
  if (change !== undefined && about === undefined) return;
  for (const waiter of waiting) {
    if (about !== undefined && !isAbout(about, waiter)) continue;
    waiter.hasChanged = true;
    if (!requestsEndAlone()) waiter.wake?.();
  }
}

function isAbout(about: NonNullable<ReturnType<typeof findAffectedTemplate>>, waiter: Waiter): boolean {
  if (about.id !== undefined && waiter.id !== undefined) return about.id === waiter.id;
  if (about.name !== waiter.name) return false;
  return about.language === undefined || isWanted(about.language, waiter.language);
}
