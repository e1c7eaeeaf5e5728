import { type Json, objectOf, textOf } from "./json.ts";
import { renderedTemplate, type StoredTemplate, sentComponents } from "./templates/parts.ts";

/** What a person reads in a message; `undefined` when it holds no words. */
export function readableText(
  type: string,
  body: Json,
  template: StoredTemplate | undefined,
): string | undefined {
  if (template !== undefined) return renderedTemplate(template, sentComponents(objectOf(body.template)));
  const content = objectOf(body[type]);
  switch (type) {
    case "text":
      return textOf(content.body);
    case "interactive":
      return textOf(objectOf(content.body).text);
    case "reaction":
      return textOf(content.emoji);
    default:
      return textOf(content.caption) ?? textOf(content.name);
  }
}
