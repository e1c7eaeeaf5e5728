import type { ValidationIssue } from "../errors.ts";
import { capitals } from "../types/templates/capitals.ts";
import { isObject, type Json } from "../utils/json.ts";
import { isNumber, placeholdersIn } from "./placeholders.ts";

/** A component, a card's component or a button of a template, and its path in the template. */
export interface Part {
  readonly path: string;
  readonly value: Readonly<Json>;
  /** Its `type` in capitals: Meta accepts either case. */
  readonly type: string;
  /** A header's `format` in capitals; empty if there is none. */
  readonly format: string;
  readonly text: string | undefined;
  /** The placeholders of its text, or of a button's address. */
  readonly placeholders: readonly string[];
}

/** What a template and each of its cards consist of. */
export interface Parts {
  readonly path: string;
  readonly components: readonly Part[];
  readonly header: Part | undefined;
  readonly body: Part | undefined;
  readonly buttons: readonly Part[];
}

/** A template in Meta's form, read once. Malformed parts are left out: the schemas report them. */
export interface ParsedTemplate extends Parts {
  /** Whether everything is known of it. An account's answer can leave things out; a definition cannot. */
  readonly isComplete: boolean;
  readonly category: string;
  /** In capitals; empty if there is none. */
  readonly subCategory: string;
  readonly displayFormat: unknown;
  /** The template itself, for the fields beside the components. */
  readonly settings: Readonly<Json>;
  readonly isNamed: boolean;
  readonly footer: Part | undefined;
  readonly offer: Part | undefined;
  readonly callPermission: Part | undefined;
  readonly carousel: Part | undefined;
  readonly cards: readonly Parts[];
}

/** A rule that spans several fields: finds what breaks it. */
export type Rule = (template: ParsedTemplate) => ValidationIssue[];

/**
 * Reads a definition in Meta's form, or an account's template.
 *
 * @param isComplete false for an account's template.
 */
export function parseTemplate(template: object, { isComplete = true } = {}): ParsedTemplate {
  const settings: Readonly<Json> = { ...template };
  const parts = parseParts(settings.components, "components");
  const find = (type: string) => parts.components.find((part) => part.type === type);
  const carousel = find("CAROUSEL");
  const cards = parseList(carousel?.value.cards, `${carousel?.path}.cards`).map(
    ({ value, path }): Parts => ({ ...parseParts(value.components, `${path}.components`), path }),
  );
  return {
    ...parts,
    isComplete,
    category: capitals(settings.category),
    subCategory: capitals(settings.sub_category),
    displayFormat: settings.display_format,
    settings,
    isNamed: isNamed(settings.parameter_format, isComplete ? [] : [parts, ...cards]),
    footer: find("FOOTER"),
    offer: find("LIMITED_TIME_OFFER"),
    callPermission: find("CALL_PERMISSION_REQUEST"),
    carousel,
    cards,
  };
}

/** An account's answer can leave out the style of its placeholders: then they tell it. */
const isNamed = (format: unknown, all: readonly Parts[]): boolean =>
  capitals(format) === "" ? all.some(usesNames) : capitals(format) === "NAMED";

const usesNames = ({ header, body }: Parts): boolean =>
  [header, body].some((part) => part?.placeholders.some((name) => !isNumber(name)) === true);

function parseParts(list: unknown, path: string): Parts {
  const components = parseList(list, path);
  const find = (type: string) => components.find((part) => part.type === type);
  const buttons = find("BUTTONS");
  return {
    path,
    components,
    header: find("HEADER"),
    body: find("BODY"),
    buttons: parseList(buttons?.value.buttons, `${buttons?.path}.buttons`),
  };
}

const parseList = (list: unknown, path: string): Part[] =>
  (Array.isArray(list) ? list : []).flatMap((value: unknown, index) =>
    isObject(value) ? [parsePart(value, `${path}.${index}`)] : [],
  );

function parsePart(value: Readonly<Json>, path: string): Part {
  const type = capitals(value.type);
  const text = typeof value.text === "string" ? value.text : undefined;
  const filled = type === "URL" ? value.url : text;
  return {
    path,
    value,
    type,
    format: capitals(value.format),
    text,
    placeholders: typeof filled === "string" ? placeholdersIn(filled) : [],
  };
}

export const issue = (part: Part | Parts, message: string): ValidationIssue => ({ path: part.path, message });

/** The types of component that this version knows. */
export const componentTypes: readonly string[] = [
  "HEADER",
  "BODY",
  "FOOTER",
  "BUTTONS",
  "CAROUSEL",
  "LIMITED_TIME_OFFER",
  "CALL_PERMISSION_REQUEST",
];

/** The components of known types other than those allowed; types that Meta has added since pass. */
export const othersThan = (allowed: readonly string[], all: readonly Part[]): readonly Part[] =>
  all.filter(({ type }) => componentTypes.includes(type) && !allowed.includes(type));
