import type { ValidationIssue } from "../../errors.ts";
import { isObject } from "../../utils/json.ts";
import type { Part, Rule } from "../parse.ts";
import { isNumber, placeholdersIn, showPlaceholders, withoutPlaceholders } from "../placeholders.ts";

/** Texts are not blank. The schemas refuse missing and empty ones. */
export const blankTexts: Rule = ({ header, body, footer, cards }) =>
  [header, body, footer, ...cards.map((card) => card.body)].flatMap((part) => {
    const text = part?.text;
    if (part === undefined || text === undefined || text === "" || text.trim() !== "") return [];
    return [{ path: `${part.path}.text`, message: "must not be blank" }];
  });

/** Placeholders of header, body and cards: how they are written, and that each has a sample. */
export const placeholders: Rule = ({ header, body, cards, isNamed }) => {
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])];
  return texts.flatMap((part) => {
    const text = part?.text;
    if (part === undefined || text === undefined) return [];
    const issues = checkNotation(text, isNamed);
    const path = `${part.path}.text`;
    return issues.length > 0
      ? issues.map((message) => ({ path, message }))
      : checkSamples(part, placeholdersIn(text), isNamed).map((message) => ({
          path: `${part.path}.example`,
          message,
        }));
  });
};

/**
 * How placeholders are written: numbers from 1 in order, or names of lowercase letters, digits and `_`, each used
 * once. A template uses one style throughout.
 */
function checkNotation(text: string, isNamed: boolean): string[] {
  const names = placeholdersIn(text);
  if (names.some((name) => name !== name.trim())) {
    return ["must have no spaces inside the braces of its placeholders: write {{1}} or {{first_name}}"];
  }
  if (/\{\{|\}\}/.test(withoutPlaceholders(text)) || /\{\{\{|\}\}\}/.test(text)) {
    return ["has braces that do not form a placeholder: write {{1}} or {{first_name}}"];
  }
  const numbers = names.filter(isNumber);
  if (numbers.length > 0 && numbers.length < names.length) {
    return ["must number all placeholders or name them all: the styles cannot be mixed"];
  }
  if (numbers.length > 0 && isNamed) {
    return ["must name its placeholders, as the other texts do: a template uses one style"];
  }
  if (numbers.length > 0) {
    return names.every((name, index) => name === String(index + 1))
      ? []
      : [
          `must number its placeholders from {{1}}, in order and without gaps; it has ${showPlaceholders(names)}`,
        ];
  }
  if (names.length > 0 && !isNamed) {
    return ['has named placeholders, which need the template\'s parameter_format to be "NAMED"'];
  }
  const misspelled = names.filter((name) => !/^[a-z_][a-z0-9_]*$/.test(name));
  if (misspelled.length > 0) {
    return [
      `must name placeholders with lowercase letters, digits and underscores only: ${showPlaceholders(misspelled)}`,
    ];
  }
  const repeated = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].length > names.length;
  return repeated ? ["must use each placeholder name only once"] : [];
}

/** Each placeholder has a sample, and there are no others. */
function checkSamples(part: Part, names: readonly string[], isNamed: boolean): string[] {
  const given = listSamples(part, isNamed);
  const missing = names.filter((name) => !given.includes(name));
  const surplus = given.filter((name) => !names.includes(name));
  if (missing.length > 0) return [`must have a sample for ${showPlaceholders(missing)}`];
  return surplus.length > 0 ? [`has samples without a placeholder: ${showPlaceholders(surplus)}`] : [];
}

/** The placeholders that have a sample. */
function listSamples({ type, value }: Part, isNamed: boolean): string[] {
  const example = isObject(value.example) ? value.example : {};
  const key = type === "HEADER" ? "header_text" : "body_text";
  if (isNamed) {
    const list: unknown = example[`${key}_named_params`];
    return (Array.isArray(list) ? list : []).flatMap((sample: unknown) =>
      isObject(sample) && typeof sample.param_name === "string" ? [sample.param_name] : [],
    );
  }
  const list = example[key];
  const values: unknown = Array.isArray(list) && Array.isArray(list[0]) ? list[0] : list;
  const count = Array.isArray(values) ? values.length : Number(values !== undefined);
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

/**
 * A body must not begin or end with a placeholder (Meta's 2388299), have two placeholders side by side, or more
 * placeholders than words (2388293). Meta publishes no formula for the last rule; this is the most lenient reading
 * that still catches texts of placeholders only. Cards are exempt.
 */
export const bodyText: Rule = ({ body }) => {
  const text = body?.text?.trim() ?? "";
  const count = placeholdersIn(text).length;
  if (count === 0) return [];
  const path = `${body?.path}.text`;
  const words = withoutPlaceholders(text, " ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const broken: [boolean, string][] = [
    [text.startsWith("{{") || text.endsWith("}}"), "must not begin or end with a placeholder"],
    [text.includes("}}{{"), "must have text between placeholders"],
    [
      words < count,
      `must have at least as many other words as placeholders; it has ${words} beside ${count} placeholders`,
    ],
  ];
  return broken.flatMap(([isBroken, message]) => (isBroken ? [{ path, message }] : []));
};

/** A text header is one line without formatting, with one placeholder at most. */
export const headerText: Rule = ({ header }) => {
  const text = header?.format === "TEXT" ? header?.text : undefined;
  if (text === undefined) return [];
  const path = `${header?.path}.text`;
  const bare = withoutPlaceholders(text, "x");
  const broken: [boolean, string][] = [
    [placeholdersIn(text).length > 1, "must have at most one placeholder"],
    [/\n/.test(text), "must be one line"],
    [isFormatted(bare), "must have no formatting such as *bold* or _italic_"],
  ];
  return broken.flatMap(([isBroken, message]) => (isBroken ? [{ path, message }] : []));
};

/** WhatsApp formats text between two marks at the edges of words. */
const isFormatted = (text: string): boolean =>
  /(?<![\p{L}\p{N}])([*_~])(?=\S)[^\n]*?\S?\1(?![\p{L}\p{N}])|`[^`\n]+`/u.test(text);

/** Footers have no placeholders. */
export const footerText: Rule = ({ footer }) => {
  const text = footer?.text;
  if (footer === undefined || text === undefined || !/\{\{|\}\}/.test(text)) return [];
  return [{ path: `${footer.path}.text`, message: "must have no placeholders" }];
};

/** Some templates have a shorter body; the limit of cards is in the schema. */
export const shortBodies: Rule = ({ body, offer, buttons }) => {
  const issues: ValidationIssue[] = [];
  const length = [...(body?.text ?? "")].length;
  const limit = (max: number, beside: string) => {
    if (length <= max || length > 1024) return;
    const message = `must be at most ${max} characters long ${beside}; it has ${length}`;
    issues.push({ path: `${body?.path}.text`, message });
  };
  if (buttons.some(({ type }) => type === "SPM")) limit(160, "above a single product");
  else if (offer !== undefined) limit(600, "beside a limited-time offer");
  return issues;
};
