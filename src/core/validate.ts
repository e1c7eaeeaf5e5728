import type * as z from "zod/mini";
import { ValidationError, type ValidationIssue } from "../errors.ts";
import { didYouMean } from "../utils/edit-distance.ts";
import { isObject } from "../utils/json.ts";

/** Turns a path in the checked value into the path the caller wrote: `interactive.body.text` into `body`. */
type ToCallerPath = (path: string) => string;

/**
 * Checks a value before it is sent. Reports all broken rules together, each with its path, its limit and the value's
 * size, but never the value itself, which may be private.
 *
 * @param what names the value in the message: "text message".
 * @param toCallerPath for values built from what the caller passed, so issues name the caller's fields.
 * @throws {@link ValidationError}
 */
export function check<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  what: string,
  toCallerPath: ToCallerPath = (path) => path,
): asserts value is T {
  const issues = findIssues(schema, value);
  if (issues.length === 0) return;
  throw invalid(
    what,
    issues.map((issue) => ({ ...issue, path: toCallerPath(issue.path) })),
  );
}

/** The value, once {@link check} has found nothing wrong with it. */
export function checked<Value>(schema: z.ZodMiniType, value: Value, what: string): Value {
  check(schema, value, what);
  return value;
}

/** Every rule of a schema that a value breaks. */
export function findIssues(schema: z.ZodMiniType, value: unknown): ValidationIssue[] {
  const result = schema.safeParse(value, { error: describe });
  return result.success ? [] : flatten(result.error.issues);
}

/** The options that do not exist, each with the nearest name; `owner` is the option that holds them. */
export function findUnknownKeys(given: unknown, known: readonly string[], owner = ""): ValidationIssue[] {
  if (!isObject(given)) return [];
  const unknown = Object.keys(given).filter((key) => given[key] !== undefined && !known.includes(key));
  return unknown.map((key) => {
    const words = ["is not an option.", didYouMean(key, known), `Options: ${known.join(", ")}`];
    const message = words.filter((word) => word !== undefined).join(" ");
    return { path: owner === "" ? key : `${owner}.${key}`, message };
  });
}

/** A `ValidationError` that lists its issues in its message. */
export function invalid(what: string, issues: readonly ValidationIssue[]): ValidationError {
  const list = issues.map(({ path, message }) => (path === "" ? message : `\`${path}\` ${message}`));
  return new ValidationError(`Invalid ${what}: ${list.join("; ")}.`, issues);
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** Words an issue: what was expected, and what kind of value arrived; never the value itself. */
function describe(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing: expected ${describeType(issue.expected)}`
        : `must be ${describeType(issue.expected)}; got ${describeKind(issue.input)}`;
    case "invalid_value":
      return issue.input === undefined
        ? `is missing: expected ${either(issue.values.map(String))}`
        : `must be ${either(issue.values.map((value: unknown) => JSON.stringify(value)))}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "invalid_format":
      return `must match ${issue.pattern ?? issue.format}`;
    case "unrecognized_keys":
      return `has unknown keys: ${issue.keys.join(", ")}`;
    default:
      return "does not match any documented form";
  }
}

/**
 * A union reports the issues of its nearest branch: the one whose `type` fits, then the one whose issues lie deepest,
 * then the one with the fewest.
 */
function flatten(issues: readonly z.core.$ZodIssue[], base: readonly PropertyKey[] = []): ValidationIssue[] {
  return issues.flatMap((issue): ValidationIssue[] => {
    const path = [...base, ...issue.path];
    if (issue.code !== "invalid_union" || issue.errors.length === 0) {
      return [{ path: path.map(String).join("."), message: issue.message }];
    }
    const branches = issue.errors.map((branch) => flatten(branch, path));
    const [nearest = []] = branches.sort(
      (a, b) => wrongTypes(a) - wrongTypes(b) || depth(b) - depth(a) || a.length - b.length,
    );
    return nearest;
  });
}

const wrongTypes = (issues: readonly ValidationIssue[]): number =>
  issues.filter(({ path }) => /(^|\.)type$/.test(path)).length;

const depth = (issues: readonly ValidationIssue[]): number =>
  Math.min(...issues.map(({ path }) => path.split(".").length));

/** A zod `record` is an object to everybody else. */
const describeType = (expected: string): string => withArticle(expected === "record" ? "object" : expected);

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** `A`, `A or B`, `A, B or C`. */
const either = (words: readonly string[]): string => words.join(", ").replace(/, ([^,]*)$/, " or $1");

function describeKind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : withArticle(typeof value);
}
