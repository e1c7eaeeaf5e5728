import * as z from "zod/mini";
import { type Refusal, refuse } from "../errors.ts";

/** Error code of each kind of mistake. */
interface MistakeCodes {
  missing: number;
  value: number;
  length: number;
  count: number;
  unknownKey: number;
  /** Subcode for texts that are too long. */
  tooLong?: number;
}

const mistakeCodes = {
  /** Missing parameters and invalid values have their own codes. */
  messages: { missing: 131008, value: 131009, length: 100, count: 100, unknownKey: 100 },
  /** Texts that are too long have a subcode. */
  templates: { missing: 100, value: 100, length: 100, count: 100, unknownKey: 100, tooLong: 2388040 },
  /** Everywhere else. */
  graph: { missing: 100, value: 100, length: 100, count: 100, unknownKey: 100 },
} satisfies Record<string, MistakeCodes>;

/** A kind of mistake. */
type Mistake = "missing" | "value" | "length" | "count";

type Issue = z.core.$ZodIssue;

/** Refuses a value that does not match the schema. Names the first mistake, never the value. */
export function checkSchema(
  schema: z.ZodMiniType,
  value: unknown,
  { root = [], codes = "messages" }: { root?: readonly string[]; codes?: keyof typeof mistakeCodes } = {},
): void {
  const result = schema.safeParse(value, { reportInput: true });
  const issue = result.error?.issues[0];
  if (issue !== undefined) throw toRefusal(issue, root, mistakeCodes[codes]);
}

function toRefusal(issue: Issue, root: readonly string[], codes: MistakeCodes): Refusal {
  const name = parameterName([...root, ...issue.path]);
  if (issue.code === "unrecognized_keys") {
    return refuse(codes.unknownKey, `Unexpected key "${issue.keys[0]}" on param "${name}".`);
  }
  if (issue.code === "custom") {
    const kind = (issue.params?.kind ?? "value") as Mistake;
    const code = (issue.params?.code as number | undefined) ?? codes[kind];
    const subcode = kind === "length" ? codes.tooLong : undefined;
    return refuse(code, `Param ${name} ${issue.message}.`, { subcode });
  }
  if (issue.input === undefined) {
    return refuse(codes.missing, `The parameter ${name} is required.`);
  }
  return refuse(codes.value, `Param ${name} ${describeExpectation(issue)}.`);
}

function describeExpectation(issue: Issue): string {
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  if (issue.code === "invalid_value") return `must be one of {${issue.values.map(String).join(", ")}}`;
  return "is not valid";
}

/** A path as Meta writes it: `interactive['action']['buttons'][0]`. */
function parameterName([first, ...rest]: readonly PropertyKey[]): string {
  const steps = rest.map((step) => (typeof step === "number" ? `[${step}]` : `['${String(step)}']`));
  return `${String(first ?? "body")}${steps.join("")}`;
}

/** A rule for a value. `kind` or `code` decides the error code. */
export const rule = <T>(
  holds: (value: T) => boolean,
  message: string,
  { path = [], ...params }: { path?: (string | number)[]; kind?: Mistake; code?: number } = {},
) => z.refine<T>(holds, { error: message, path, params });

const countCharacters = (text: string): number => [...text].length;

/** Text of 1 to `max` characters; with `min` 0 it can be empty. */
export const text = (max: number, min: 0 | 1 = 1) =>
  z.string().check(
    rule((value: string) => value.length >= min, "must not be empty", { kind: "count" }),
    rule(
      (value: string) => value.length <= max || (value.length <= 2 * max && countCharacters(value) <= max),
      `must be at most ${max} characters long`,
      {
        kind: "length",
      },
    ),
  );

/** Non-empty text of any length. */
export const someText = () => text(Number.POSITIVE_INFINITY);

export const integer = (min: number, max: number) =>
  z.int().check(rule((value: number) => value >= min && value <= max, `must be between ${min} and ${max}`));

export const list = <T extends z.ZodMiniType>(element: T, min: number, max: number) =>
  z
    .array(element)
    .check(
      rule(
        (values: unknown[]) => values.length >= min && values.length <= max,
        `must have between ${min} and ${max} elements`,
        { kind: "count" },
      ),
    );

export const distinct = <T>(key: (value: T) => unknown, what: string) =>
  rule((values: readonly T[]) => new Set(values.map(key)).size === values.length, `must have unique ${what}`);

export const webUrl = () =>
  someText().check(
    rule((value: string) => /^https?:\/\/[^\s/]+/i.test(value) && !/\s/.test(value), "must be a valid URL"),
  );

/** An object with a `type` has the object that its type names, and no other. */
export const holdsItsType = <T extends { type: string }>(kinds: readonly string[]) =>
  [
    rule(
      (value: T) => !kinds.includes(value.type) || value.type in value,
      "needs the object that its type names",
      {
        kind: "missing",
      },
    ),
    rule(
      (value: T) => kinds.every((kind) => kind === value.type || !(kind in value)),
      "has an object of another type",
    ),
  ] as const;
