/** Templates whose figures are added up. */
export interface TemplateGroup {
  id: string;
  name: string;
  description: string;
  /** Template ids. */
  templates: readonly string[];
}
