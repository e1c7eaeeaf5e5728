import widthOf from "fast-string-width";
import { isObject, type Json } from "../../utils/json.ts";

/** A piece of code among data, printed as it stands. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The line a value starts on: how far it is indented, and what already stands on it. */
interface Place {
  indent: number;
  /** Characters before the value, and behind it. */
  taken: number;
  isOpen?: boolean;
}

const widest = 80;
/** With a name up to this long, colon and blank included, moving the value to the next line would win nothing. */
const shortName = 6;

/**
 * A value as an expression, laid out as Prettier and Biome lay it out: in one line where that fits, otherwise a key or
 * an element a line.
 */
export function expression(value: unknown, { indent, taken, isOpen = false }: Place): string {
  const line = inline(value);
  if (!isOpen && !mustBreak(value) && indent + taken + widthOf(line) <= widest) return line;
  const inner = indent + 2;
  const pad = " ".repeat(inner);
  const end = " ".repeat(indent);
  if (Array.isArray(value) && value.length > 0) {
    const rows = value.map((element) => `${pad}${expression(element, { indent: inner, taken: 1 })},\n`);
    return `[\n${rows.join("")}${end}]`;
  }
  if (isPlain(value) && Object.keys(value).length > 0) {
    const rows = Object.entries(value).map(([key, element]) => {
      const name = `${propertyName(key)}: `;
      const printed = expression(element, { indent: inner, taken: name.length + 1 });
      const isLong = inner + name.length + widthOf(printed) + 1 > widest;
      return typeof element === "string" && isLong && name.length > shortName
        ? `${pad}${name.trimEnd()}\n${pad}  ${printed},\n`
        : `${pad}${name}${printed},\n`;
    });
    return `{\n${rows.join("")}${end}}`;
  }
  return line;
}

const isPlain = (value: unknown): value is Json => isObject(value) && !(value instanceof Code);

function inline(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!isPlain(value)) return String(value);
  const entries = Object.entries(value).map(([key, element]) => `${propertyName(key)}: ${inline(element)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Several objects or lists, each with several elements, stand below each other. */
function mustBreak(value: unknown): boolean {
  if (isPlain(value)) return Object.values(value).some(mustBreak);
  if (!Array.isArray(value)) return false;
  const isLarge = (element: unknown) =>
    (Array.isArray(element) && element.length > 1) || (isPlain(element) && Object.keys(element).length > 1);
  return (value.length > 1 && value.every(isLarge)) || value.some(mustBreak);
}

/** `__proto__` as a plain key would set the prototype. */
function propertyName(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** In the quotes that need fewer escapes; what cannot be seen is escaped. */
export function quoted(text: string): string {
  const double = JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    escaped,
  );
  const inDouble = (text.match(/"/g) ?? []).length;
  const inSingle = (text.match(/'/g) ?? []).length;
  if (inDouble <= inSingle) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
