import { sourceOf } from "../../templates/decompile.ts";
import { defineTemplate } from "../../templates/define.ts";
import { isOfDirectSend } from "../../templates/plan.ts";
import type { TemplateSource } from "../../templates/source.ts";
import type { Template } from "../../types/templates/template.ts";
import { type Sample, withSampleFiles } from "./sample-files.ts";

/** What `pull` writes of a template, or why it leaves it out: older ones may break rules that Meta has added since. */
export type Definable =
  | { source: TemplateSource; samples: readonly Sample[] }
  | { source?: undefined; reason: string };

/** @param folder where the sample files go. */
export function toDefinable(template: Template, folder: string): Definable {
  if (isOfDirectSend(template)) return { reason: "It was created by Direct Send and cannot be edited." };
  try {
    const found = withSampleFiles(sourceOf(template), folder);
    defineTemplate(found.source);
    return found;
  } catch (error) {
    return { reason: (error as Error).message };
  }
}
