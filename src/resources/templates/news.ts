import type { TemplateLanguage } from "../../types/templates/values.ts";
import { isObject } from "./context.ts";

/** Something that happened to a template: a webhook event about one, or the template itself. */
export type TemplateNews =
  | { readonly type: string; readonly value?: unknown }
  | { readonly name: string; readonly language?: TemplateLanguage | undefined };

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
