import { isWanted } from "../../templates/language.ts";
import type { TemplateLanguage } from "../../types/templates/values.ts";
import { isObject } from "../../utils/json.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";

/** Something that happened to a template: a webhook event about one, or the template itself. */
export type TemplateNews =
  | {
      /** An event of a webhook; one about anything else than templates changes nothing. */
      readonly type: string;
      /** What the event holds. */
      readonly value?: unknown;
    }
  | {
      /** The template's name. */
      readonly name: string;
      /** Default: every language of that name. */
      readonly language?: TemplateLanguage | undefined;
    };

/** Which template news is about; `undefined` for an event about anything else. */
export function findAffectedTemplate(
  news: TemplateNews,
): { name: string; language: string | undefined; id: string | undefined } | undefined {
  if (!("type" in news)) return { name: news.name, language: news.language, id: undefined };
  const { value } = news;
  if (!isObject(value) || typeof value.message_template_name !== "string") return undefined;
  const { message_template_language: language, message_template_id: id } = value;
  return {
    name: value.message_template_name,
    language: typeof language === "string" ? language : undefined,
    id: typeof id === "string" ? id : undefined,
  };
}

/** Someone who waits for a template to change. */
export interface Waiter {
  id: string | undefined;
  name: string | undefined;
  language: string | undefined;
  /** Whether something happened since the last look. */
  hasNews: boolean;
  /** Ends the pause under way. */
  wake: (() => void) | undefined;
}

/**
 * Wakes those who wait for the template that the news is about; without news, all. Where requests end alone, one
 * cannot wake another: those who wait there look again when their pause is over.
 */
export function notifyWaiters(waiting: Iterable<Waiter>, news: TemplateNews | undefined): void {
  const about = news === undefined ? undefined : findAffectedTemplate(news);
  if (news !== undefined && about === undefined) return;
  for (const waiter of waiting) {
    if (about !== undefined && !isAbout(about, waiter)) continue;
    waiter.hasNews = true;
    if (!requestsEndAlone()) waiter.wake?.();
  }
}

function isAbout(about: NonNullable<ReturnType<typeof findAffectedTemplate>>, waiter: Waiter): boolean {
  if (about.id !== undefined && waiter.id !== undefined) return about.id === waiter.id;
  if (about.name !== waiter.name) return false;
  return about.language === undefined || isWanted(about.language, waiter.language);
}
