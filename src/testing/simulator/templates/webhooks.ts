import { type Json, toText, withoutUndefined } from "../../../utils/json.ts";
import type { WebhookChange } from "../../events.ts";
import {
  templateCategoryUpdate,
  templateComponentsUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from "../../template-events.ts";
import { toSeconds } from "../clock.ts";
import { findComponent, listButtons } from "./components.ts";
import type { StoredTemplate } from "./stored-template.ts";

const identity = ({ id, name, language }: StoredTemplate) => ({
  message_template_id: id,
  message_template_name: name,
  message_template_language: language,
});

/** Additional fields of a status webhook. */
export interface StatusDetails {
  reason?: string | null;
  rejection_info?: { reason: string; recommendation: string } | undefined;
  disable_info?: { disable_date: number } | undefined;
  other_info?: { title: string; description: string } | undefined;
}

/** A status webhook. It has the language with a hyphen. */
export const statusChange = (
  template: StoredTemplate,
  event: string,
  news: StatusDetails = {},
): WebhookChange =>
  templateStatusUpdate({
    event,
    ...identity(template),
    message_template_language: template.language.replace("_", "-"),
    message_template_category: template.category,
    ...news,
  });

export const qualityChange = (template: StoredTemplate, before: string): WebhookChange =>
  templateQualityUpdate({
    previous_quality_score: before,
    new_quality_score: template.quality.score,
    ...identity(template),
  });

/** The notice of a category change. */
export const categoryNotice = (template: StoredTemplate, category: string, at: number): WebhookChange =>
  templateCategoryUpdate({
    ...identity(template),
    correct_category: category,
    new_category: template.category,
    category_update_timestamp: toSeconds(at),
  });

export const categoryChange = (template: StoredTemplate, before: string): WebhookChange =>
  templateCategoryUpdate({
    ...identity(template),
    previous_category: before,
    new_category: template.category,
  });

export function componentsChange(template: StoredTemplate): WebhookChange {
  const { components } = template;
  const text = (type: string) => toText(findComponent(components, type)?.text);
  const buttons = listButtons(components);
  const isLinked = buttons.some(({ type }) => type === "URL" || type === "PHONE_NUMBER");
  return templateComponentsUpdate({
    ...identity(template),
    message_template_element: text("BODY") ?? "",
    message_template_title: text("HEADER"),
    message_template_footer: text("FOOTER"),
    message_template_buttons: isLinked ? buttons.map(toButtonFacts) : undefined,
  });
}

const toButtonFacts = ({ type, text, url, phone_number }: Json): Json =>
  withoutUndefined({
    message_template_button_type: type,
    message_template_button_text: text,
    message_template_button_url: url,
    message_template_button_phone_number: phone_number,
  });
