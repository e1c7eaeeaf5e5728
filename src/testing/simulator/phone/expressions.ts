import { type Json, toObject } from "../../../utils/json.ts";

/** What the references of a screen stand for. */
export interface Scope {
  form: Json;
  data: Json;
  /** The forms and data of the screens before, by id. */
  screen: Readonly<Record<string, { form: Json; data: Json }>>;
}

const reference = /\$\{((?:form|data|screen)\.[^{}]+)\}/;

/** Puts values in place of references such as `${data.city}` and of expressions in backticks, in all that is inside. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, resolve(held, scope)]));
  }
  return typeof value === "string" ? resolveText(value, scope) : value;
}

function resolveText(text: string, scope: Scope): unknown {
  const [, whole] = new RegExp(`^${reference.source}$`).exec(text) ?? [];
  if (whole !== undefined) return find(whole, scope);
  const [, expression] = /^`(.*)`$/s.exec(text) ?? [];
  if (expression !== undefined) return evaluate(expression, scope) ?? text;
  return text.replace(new RegExp(reference, "g"), (_, path: string) => toWords(find(path, scope)));
}

const find = (path: string, scope: Scope): unknown =>
  path.split(".").reduce<unknown>((held, key) => {
    const object = toObject(held);
    return Object.hasOwn(object, key) ? object[key] : undefined;
  }, scope);

const toWords = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

/** The value of a condition, which may have backticks or not. */
export const decide = (condition: unknown, scope: Scope): unknown =>
  typeof condition === "string"
    ? evaluate(condition.replace(/^`(.*)`$/s, "$1"), scope)
    : resolve(condition, scope);

/** The value of an expression; `undefined` if it is none. */
function evaluate(text: string, scope: Scope): unknown {
  const tokens = tokenize(text);
  return tokens === undefined || isTangled(tokens) ? undefined : new Expression(tokens, scope).read();
}

/** Whether parentheses and signs could be nested deeper than the stack is. */
const isTangled = (tokens: readonly string[]): boolean =>
  tokens.filter((one) => one === "(" || one === "!" || one === "-").length > 100;

const token =
  /\s*(\$\{[^}]+\}|'(?:\\.|[^'\\])*'|\d+(?:\.\d+)?|true\b|false\b|[=!<>]=|&&|\|\||[<>+\-*/%!()])\s*/y;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const pattern = new RegExp(token);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) return undefined;
    tokens.push(found);
  }
  return tokens;
}

type Operate = (left: unknown, right: unknown) => unknown;

const isSame: Operate = (left, right) => toWords(left) === toWords(right);
const divide = (left: number, right: number, act: (left: number, right: number) => number): number =>
  right === 0 ? 0 : act(left, right); // Meta's rule

const operators: Readonly<Record<string, Operate>> = {
  "||": (left, right) => Boolean(left) || Boolean(right),
  "&&": (left, right) => Boolean(left) && Boolean(right),
  "==": isSame,
  "!=": (left, right) => !isSame(left, right),
  "<": (left, right) => Number(left) < Number(right),
  "<=": (left, right) => Number(left) <= Number(right),
  ">": (left, right) => Number(left) > Number(right),
  ">=": (left, right) => Number(left) >= Number(right),
  "+": (left, right) => Number(left) + Number(right),
  "-": (left, right) => Number(left) - Number(right),
  "*": (left, right) => Number(left) * Number(right),
  "/": (left, right) => divide(Number(left), Number(right), (one, other) => one / other),
  "%": (left, right) => divide(Number(left), Number(right), (one, other) => one % other),
};

/** From what binds least to what binds most. Two values beside each other are one text. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["beside"],
  ["+", "-"],
  ["*", "/", "%"],
];

const beginsValue = /^(\$\{|'|\d|true|false|\()/;

/** Reads an expression from left to right, and calculates it on the way. */
class Expression {
  readonly #tokens: readonly string[];
  readonly #scope: Scope;
  #at = 0;

  constructor(tokens: readonly string[], scope: Scope) {
    this.#tokens = tokens;
    this.#scope = scope;
  }

  read(level = 0): unknown {
    const names = levels[level];
    if (names === undefined) return this.#readValue();
    let value = this.read(level + 1);
    while (true) {
      const next = this.#tokens[this.#at] ?? "";
      if (names.includes(next)) {
        this.#at += 1;
        value = operators[next]?.(value, this.read(level + 1));
      } else if (names.includes("beside") && beginsValue.test(next)) {
        value = toWords(value) + toWords(this.read(level + 1));
      } else return value;
    }
  }

  #readValue(): unknown {
    const next = this.#tokens[this.#at] ?? "";
    this.#at += 1;
    if (next === "!") return !this.#readValue();
    if (next === "-") return -Number(this.#readValue());
    if (next === "(") {
      const inside = this.read();
      this.#at += 1; // its end
      return inside;
    }
    if (next.startsWith("'")) return next.slice(1, -1).replace(/\\(.)/g, "$1");
    return next.startsWith("$") ? resolve(next, this.#scope) : parseLiteral(next);
  }
}

const parseLiteral = (text: string): unknown => {
  if (text === "true" || text === "false") return text === "true";
  return text === "" ? undefined : Number(text);
};
