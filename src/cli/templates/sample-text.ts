import type { TemplateButtonInfo, TemplateComponentInfo } from "../../types/templates/template.ts";

/** The parts of a template or definition needed to draw it. */
export interface Drawable {
  readonly category: string;
  readonly components?: readonly TemplateComponentInfo[] | undefined;
}

const placeholder = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** A header's or body's text with its sample values, each passed through `mark`. */
export function fillSamples(component: TemplateComponentInfo, mark: (value: string) => string): string {
  const samples = readSamples(component);
  return (component.text ?? "").replace(placeholder, (whole, name: string) =>
    mark(samples.get(name) ?? whole),
  );
}

function readSamples({ example = {} }: TemplateComponentInfo): Map<string, string> {
  const named = example.body_text_named_params ?? example.header_text_named_params;
  if (named) return new Map(named.map(({ param_name, example: value }) => [param_name, value]));
  const values = example.body_text?.flat() ?? example.header_text ?? [];
  return new Map(values.map((value, index) => [String(index + 1), value]));
}

/** Meta writes the text of authentication templates; a definition does not contain it. */
export function toCodeText({ add_security_recommendation: advises }: TemplateComponentInfo): string {
  return `*{{1}}* is your verification code.${advises ? " For your security, do not share this code." : ""}`;
}

/** The coupon code that a button copies. */
export const findCoupon = (buttons: readonly TemplateButtonInfo[]): string | undefined => {
  const example = buttons.find(({ type }) => type === "COPY_CODE")?.example;
  return Array.isArray(example) ? example[0] : example;
};
