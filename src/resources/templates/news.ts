import type { TemplateLanguage } from "../../types/templates/values.ts";
import { isObject } from "./context.ts";

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
export function templateNamed(
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
