import { type Json, toObject, toText } from "../../utils/json.ts";
import { listSent, renderTemplate, type StoredTemplate } from "./templates/parts.ts";

/** What a person reads in a message; `undefined` when it holds no words. */
export function readableText(
  type: string,
  body: Json,
  template: StoredTemplate | undefined,
): string | undefined {
  if (template !== undefined) return renderTemplate(template, listSent(toObject(body.template)));
  const content = toObject(body[type]);
  switch (type) {
    case "text":
      return toText(content.body);
    case "interactive":
      return toText(toObject(content.body).text);
    case "reaction":
      return toText(content.emoji);
    default:
      return toText(content.caption) ?? toText(content.name);
  }
}
