import type { ValidationIssue } from "../errors.ts";
import type {
  ButtonComponent,
  CardComponent,
  TemplateContent,
  TemplateMessageComponent,
} from "../types/messages/template.ts";
import { shown } from "./placeholders.ts";
import type {
  HeaderRequirement,
  PartRequirements,
  TemplateRequirements,
  TextRequirement,
} from "./requirements.ts";

/**
 * Where the values of a message do not fit its template. Paths are those of `sendTemplate`'s short form:
 * `parameters`, `header`, `buttons.0`, `cards.2.header`; an issue tells what is expected and what was given, never a
 * value.
 */
export function misfits(
  { components = [] }: Pick<TemplateContent, "components">,
  requirements: TemplateRequirements,
): ValidationIssue[] {
  return [
    ...partMisfits(components, requirements, ""),
    ...cardMisfits(components, requirements.cards),
    ...offerMisfits(components, requirements.offer),
    ...orderStatusMisfits(components, requirements.orderStatus),
  ];
}

type Sent = readonly (TemplateMessageComponent | CardComponent)[];

function partMisfits(sent: Sent, { header, body, buttons }: PartRequirements, at: string): ValidationIssue[] {
  const parameters = sent.flatMap((part) => (part.type === "body" ? part.parameters : []));
  return [
    ...headerMisfits(sent, header, `${at}header`),
    ...textMisfits(parameters, body, `${at}parameters`),
    ...buttonMisfits(sent, buttons, at),
  ];
}

function headerMisfits(
  sent: Sent,
  requirement: HeaderRequirement | undefined,
  path: string,
): ValidationIssue[] {
  const parameters = sent.flatMap((part) => (part.type === "header" ? part.parameters : []));
  if (requirement === undefined) {
    return parameters.length === 0
      ? []
      : [{ path, message: "was given, but the template's header takes no value" }];
  }
  if (requirement.kind === "unknown") return [];
  if (requirement.kind === "text" && parameters.every(({ type }) => type === "text")) {
    return textMisfits(parameters, requirement, path);
  }
  const [given] = parameters;
  if (given === undefined) return [{ path, message: `is missing: expected ${article(requirement.kind)}` }];
  const fits = given.type === requirement.kind || (requirement.kind === "gif" && given.type === "video");
  return fits
    ? []
    : [{ path, message: `must be ${article(requirement.kind)}; ${article(given.type)} was given` }];
}

/** Values of a text: as many as it has placeholders, under their names where it names them. */
function textMisfits(
  parameters: readonly { type: string }[],
  { placeholders, named }: TextRequirement,
  path: string,
): ValidationIssue[] {
  const names = parameters.map((parameter) => (parameter as { parameter_name?: string }).parameter_name);
  if (named && placeholders.length > 0) return nameMisfits(names, placeholders, path);
  if (parameters.length !== placeholders.length) {
    const wanted = placeholders.length === 0 ? "none" : `${placeholders.length} (${shown(placeholders)})`;
    return [
      {
        path,
        message: `must be as many values as the text has placeholders: ${wanted}; ${counted(parameters.length)} given`,
      },
    ];
  }
  return names.some((name) => name !== undefined)
    ? [
        {
          path,
          message: `must be a list in the order of the placeholders (${shown(placeholders)}): they have no names`,
        },
      ]
    : [];
}

function nameMisfits(
  given: readonly (string | undefined)[],
  placeholders: readonly string[],
  path: string,
): ValidationIssue[] {
  const missing = placeholders.filter((name) => !given.includes(name));
  const foreign = given.filter((name) => name !== undefined && !placeholders.includes(name));
  const nameless = given.filter((name) => name === undefined).length;
  const doubled = given.some((name, index) => name !== undefined && given.indexOf(name) !== index);
  const faults = [
    ...(missing.length === 0 ? [] : [`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing`]),
    ...(foreign.length === 0
      ? []
      : [`${foreign.join(", ")} ${foreign.length === 1 ? "is" : "are"} not in the text`]),
    ...(nameless === 0 ? [] : [`${counted(nameless)} given without a name`]),
    ...(doubled ? ["a name was given twice"] : []),
  ];
  if (faults.length === 0) return [];
  return [{ path, message: `must be the values of ${shown(placeholders)} by name: ${faults.join("; ")}` }];
}

function buttonMisfits(sent: Sent, requirements: PartRequirements["buttons"], at: string): ValidationIssue[] {
  const given = sent.filter((part): part is ButtonComponent => part.type === "button");
  const wrong = given.flatMap((button, place) => {
    const path = `${at}buttons.${button.index}`;
    const index = Number(button.index);
    if (given.findIndex((other) => Number(other.index) === index) < place) {
      return [{ path, message: "was given twice" }];
    }
    if (index >= requirements.length) {
      return [{ path, message: `was given, but ${buttonCount(requirements.length)}` }];
    }
    const requirement = requirements[index];
    if (requirement === undefined || requirement.subType === button.sub_type) return [];
    const { type, subType } = requirement;
    const wanted = subType === undefined ? "takes no value" : `must be sent as ${subType}`;
    return [{ path, message: `${wanted}: the template's button is ${type}; ${button.sub_type} was given` }];
  });
  const missing = requirements.flatMap((requirement, index) => {
    if (!requirement?.needed || given.some((button) => Number(button.index) === index)) return [];
    const message = `is missing: the template's button is ${requirement.type} and needs a value, sent as ${requirement.subType}`;
    return [{ path: `${at}buttons.${index}`, message }];
  });
  return [...wrong, ...missing];
}

function cardMisfits(sent: Sent, requirement: TemplateRequirements["cards"]): ValidationIssue[] {
  const carousel = sent.find((part) => part.type === "carousel");
  if (requirement === undefined) {
    return carousel === undefined
      ? []
      : [{ path: "cards", message: "were given, but the template has no cards" }];
  }
  const { each, areProducts } = requirement;
  const cards = carousel?.cards ?? [];
  const fits = areProducts ? cards.length >= 2 && cards.length <= 10 : cards.length === each.length;
  if (!fits) {
    const wanted = areProducts ? "2 to 10" : String(each.length);
    return [
      { path: "cards", message: `must be ${wanted}, as the template has; ${counted(cards.length)} given` },
    ];
  }
  return cards.flatMap((card, index) => {
    const own = each[areProducts ? 0 : card.card_index] ?? each[0];
    return own === undefined ? [] : partMisfits(card.components, own, `cards.${index}.`);
  });
}

function offerMisfits(sent: Sent, offer: TemplateRequirements["offer"]): ValidationIssue[] {
  const isGiven = sent.some((part) => part.type === "limited_time_offer");
  const path = "limited_time_offer";
  if (offer === undefined && isGiven) {
    return [{ path, message: "was given, but the template is no limited-time offer" }];
  }
  return offer?.expires === true && !isGiven
    ? [{ path, message: "is missing: the template's offer ends, say when" }]
    : [];
}

/** An account may not say that a template is of this kind: a status too many is left to Meta. */
function orderStatusMisfits(sent: Sent, isNeeded: boolean): ValidationIssue[] {
  if (!isNeeded || sent.some((part) => part.type === "order_status")) return [];
  return [{ path: "order_status", message: "is missing: the template tells what became of an order" }];
}

const counted = (count: number): string => `${count === 0 ? "none" : count} ${count > 1 ? "were" : "was"}`;

const buttonCount = (count: number): string =>
  count === 0 ? "the template has no buttons" : `the template's buttons are 0 to ${count - 1}`;

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
