import type { AnyTemplateDefinition } from "../types/templates/definition.ts";
import type { TemplateDifference } from "../types/templates/sync.ts";
import type { Template } from "../types/templates/template.ts";
import { differencesOf } from "./differences.ts";

/**
 * Compares a definition with the account's template by what they mean. Order of keys and components, spelling of
 * Meta's words, defaults, samples and handles do not count; what a definition leaves to Meta is not compared: labels
 * that Meta writes, `sub_category`, `display_format`.
 *
 * @param template with `message_send_ttl_seconds`, `cta_url_link_tracking_opted_out` and whatever else the definition
 * says among its fields; `templates.sync` reads them all.
 *
 * @example
 * const { changes } = compareTemplate(orderShipped, template);
 * for (const { path, from, to } of changes) console.log(path, from, to);
 */
export const compareTemplate = (
  definition: AnyTemplateDefinition,
  template: Template,
): { changes: readonly TemplateDifference[] } => ({ changes: differencesOf(definition, template) });
