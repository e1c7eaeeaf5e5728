import type { ValidationIssue } from "../../errors.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { isObject, type Json } from "../../utils/json.ts";

/** A piece of a definition, and where in it it stands. */
export interface Part {
  readonly path: string;
  readonly value: Readonly<Json>;
  /** Its `type`, in capitals: Meta takes either case. */
  readonly type: string;
}

/** The parts that a template and each of its cards have. */
export interface Parts {
  readonly path: string;
  readonly components: readonly Part[];
  readonly header: Part | undefined;
  readonly body: Part | undefined;
  readonly buttons: readonly Part[];
}

/** A definition in Meta's form, as rules read it: whatever is malformed is left out, the schemas tell of it. */
export interface Reading extends Parts {
  readonly category: string;
  /** In capitals; empty where none is said. */
  readonly subCategory: string;
  readonly displayFormat: unknown;
  /** Everything that is said beside the components. */
  readonly settings: Readonly<Json>;
  readonly isNamed: boolean;
  readonly footer: Part | undefined;
  readonly offer: Part | undefined;
  readonly callPermission: Part | undefined;
  readonly carousel: Part | undefined;
  readonly cards: readonly Parts[];
}

/** A rule that spans several fields: what of a definition breaks it. */
export type Rule = (reading: Reading) => ValidationIssue[];

export const formatOf = (header: Part | undefined): string | undefined =>
  header === undefined ? undefined : capitals(header.value.format);

export const textOf = (part: Part | undefined): string | undefined =>
  typeof part?.value.text === "string" ? part.value.text : undefined;

export function readDefinition(given: object): Reading {
  const definition: Readonly<Json> = { ...given };
  const parts = readParts(definition.components, "components");
  const find = (type: string) => parts.components.find((part) => part.type === type);
  const carousel = find("CAROUSEL");
  const cards = recordsOf(carousel?.value.cards, `${carousel?.path}.cards`);
  return {
    ...parts,
    category: capitals(definition.category),
    subCategory: capitals(definition.sub_category),
    displayFormat: definition.display_format,
    settings: definition,
    isNamed: capitals(definition.parameter_format) === "NAMED",
    footer: find("FOOTER"),
    offer: find("LIMITED_TIME_OFFER"),
    callPermission: find("CALL_PERMISSION_REQUEST"),
    carousel,
    cards: cards.map(({ value, path }) => ({ ...readParts(value.components, `${path}.components`), path })),
  };
}

function readParts(given: unknown, path: string): Parts {
  const components = recordsOf(given, path);
  const find = (type: string) => components.find((part) => part.type === type);
  const buttons = find("BUTTONS");
  return {
    path,
    components,
    header: find("HEADER"),
    body: find("BODY"),
    buttons: recordsOf(buttons?.value.buttons, `${buttons?.path}.buttons`),
  };
}

const recordsOf = (list: unknown, path: string): Part[] =>
  (Array.isArray(list) ? list : []).flatMap((value: unknown, index) =>
    isObject(value) ? [{ path: `${path}.${index}`, value, type: capitals(value.type) }] : [],
  );

export const issue = (part: Part | Parts, message: string): ValidationIssue => ({ path: part.path, message });

/** The components there are; Meta may add others. */
export const componentTypes: readonly string[] = [
  "HEADER",
  "BODY",
  "FOOTER",
  "BUTTONS",
  "CAROUSEL",
  "LIMITED_TIME_OFFER",
  "CALL_PERMISSION_REQUEST",
];

/** Components that are known and none of these; what Meta has added since passes. */
export const othersThan = (allowed: readonly string[], all: readonly Part[]): readonly Part[] =>
  all.filter(({ type }) => componentTypes.includes(type) && !allowed.includes(type));
