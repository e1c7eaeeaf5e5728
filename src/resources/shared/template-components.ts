import { invalid } from "../../core/validate.ts";
import type {
  TemplateButtonValue,
  TemplateCardValues,
  TemplateHeaderValue,
  TemplateInput,
  TemplateValue,
  TemplateValues,
} from "../../types/messages/shortcuts.ts";
import type {
  BodyParameter,
  ButtonComponent,
  CardComponent,
  HeaderParameter,
  TemplateContent,
  TemplateMessageComponent,
} from "../../types/messages/template.ts";

/** A template in any of its forms. */
export type AnyTemplateMessage =
  | (TemplateInput & { template?: undefined })
  | { template: { fill(values: unknown): TemplateContent }; name?: undefined; language?: undefined };

/**
 * Meta's body of a template, whichever way it was given.
 *
 * @throws `ValidationError` when ways are mixed, or when a defined template's values do not fit.
 */
export function templateOf(input: AnyTemplateMessage): TemplateContent {
  if (input.template === undefined) return named(input);
  const { template, name, language, ...values } = input;
  if (name !== undefined || language !== undefined) {
    throw invalid("template message", [
      { path: "template", message: "says name and language itself: leave them out beside it" },
    ]);
  }
  if (typeof template?.fill !== "function") {
    throw invalid("template message", [
      { path: "template", message: "must be one that defineTemplate made" },
    ]);
  }
  return template.fill(values);
}

function named(input: TemplateInput): TemplateContent {
  const { name, language } = input;
  const chosen = { name, language: typeof language === "string" ? { code: language } : language };
  const components = componentsOf(input);
  return components === undefined ? chosen : { ...chosen, components };
}

function componentsOf(input: TemplateInput): TemplateMessageComponent[] | undefined {
  const { components, parameters, header, buttons, cards } = input;
  const values = { parameters, header, buttons, cards };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  if (components !== undefined && given.length > 0) {
    const message = `says the same as ${given.map(([key]) => key).join(", ")}: give Meta's components or the short form, not both`;
    throw invalid("template message", [{ path: "components", message }]);
  }
  if (components !== undefined) return components;
  const built = [...cardComponents(values), ...(cards === undefined ? [] : [carousel(cards)])];
  return built.length === 0 ? undefined : built;
}

function carousel(cards: TemplateCardValues[]): TemplateMessageComponent {
  return {
    type: "carousel",
    cards: cards.map((card, index) => ({ card_index: index, components: cardComponents(card) })),
  };
}

function cardComponents({ header, parameters, buttons = [] }: TemplateCardValues): CardComponent[] {
  const body = parameters === undefined ? [] : bodyParameters(parameters);
  return [
    ...(header === undefined ? [] : [{ type: "header" as const, parameters: [headerParameter(header)] }]),
    ...(body.length === 0 ? [] : [{ type: "body" as const, parameters: body }]),
    ...buttons.map(button),
  ];
}

const headerParameter = (value: TemplateHeaderValue): HeaderParameter =>
  typeof value === "object" ? value : { type: "text", text: String(value) };

function bodyParameters(values: TemplateValues): BodyParameter[] {
  if (isList(values)) return values.map((value) => bodyParameter(value));
  return Object.entries(values).map(([name, value]) => ({ ...bodyParameter(value), parameter_name: name }));
}

const isList = (values: TemplateValues): values is readonly TemplateValue[] => Array.isArray(values);

const bodyParameter = (value: TemplateValue): BodyParameter =>
  typeof value === "object" ? value : { type: "text", text: String(value) };

/** The parameters of a button, as Meta wants them. */
function button(value: TemplateButtonValue, position: number): ButtonComponent {
  const { sub_type, index = position, ...rest } = value;
  return {
    type: "button",
    sub_type,
    index: String(index),
    parameters: buttonParameters(sub_type, rest),
  } as ButtonComponent;
}

function buttonParameters(
  subType: TemplateButtonValue["sub_type"],
  values: Record<string, unknown>,
): unknown[] {
  switch (subType) {
    case "quick_reply":
      return [{ type: "payload", ...values }];
    case "url":
      return [{ type: "text", ...values }];
    case "copy_code":
      return [{ type: "coupon_code", ...values }];
    case "voice_call":
      return Object.entries(values).map(([type, value]) => ({ type, [type]: value }));
    default:
      return [{ type: "action", action: values }];
  }
}
