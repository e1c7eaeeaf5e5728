import { didYouMean } from "../../utils/edit-distance.ts";
import { isObject } from "../../utils/json.ts";
import type { InboxMessage } from "./customers.ts";
import { messageKeys } from "./rules/messages/envelope.ts";

/** An asymmetric matcher of Vitest or Jest: `expect.stringContaining("Monday")`. */
export interface AsymmetricMatcher {
  /** Whether a value matches. */
  asymmetricMatch(actual: unknown): boolean;
}

/** A text, a part of it, or a matcher of it. */
export type ExpectedText = string | RegExp | AsymmetricMatcher;

/** What a message must have. Keys that are left out may be anything. */
export interface MessagePattern {
  /** Meta's message type: `text`, `template`, … */
  type?: ExpectedText;
  /** The readable part: the text, the caption, or the template with its values filled in. */
  body?: ExpectedText;
  /** The labels of all buttons and rows in order, then those of links; or one of them. */
  buttons?: readonly ExpectedText[] | ExpectedText;
  /** Id of the business number that sent it. */
  phoneNumberId?: ExpectedText;
  /** Meta's objects in the request: `{ template: { name: "news" } }`. Objects may have other keys, too. A key that no message has is a `TypeError`. */
  [key: string]: unknown;
}

/** The readable part of a message, what it must have, or a function that decides. */
export type ExpectedMessage = string | RegExp | MessagePattern | ((message: InboxMessage) => boolean);

/** Something that a message has otherwise than expected. */
export interface Mismatch {
  /** `body`, `template.name`, … */
  path: string;
  expected: unknown;
  actual: unknown;
}

/** Where a message differs from what is expected; empty if it fits. */
export function findMismatches(message: InboxMessage, expected: ExpectedMessage): Mismatch[] {
  checkExpected(expected);
  if (typeof expected === "function") {
    return expected(message) ? [] : [{ path: "the function", expected: true, actual: false }];
  }
  const isText = typeof expected === "string" || expected instanceof RegExp || isAsymmetric(expected);
  const pattern: MessagePattern = isText ? { body: expected } : expected;
  return Object.entries(pattern).flatMap(([key, value]) => compare(value, pick(message, key, value), key));
}

/** Also without any message, so that a mistake is no reason to pass. */
export function checkExpected(expected: unknown): void {
  if (typeof expected === "string" || typeof expected === "function") return;
  if (typeof expected === "object" && expected !== null) return checkKeys(expected);
  throw new TypeError(
    "Say which message is expected: a text, a RegExp, a pattern, or a function. `{}` is any message.",
  );
}

function checkKeys(expected: object): void {
  if (expected instanceof RegExp || isAsymmetric(expected)) return;
  const unknown = Object.keys(expected).find((key) => !patternKeys.includes(key));
  if (unknown === undefined) return;
  const meant = didYouMean(unknown, patternKeys) ?? `Known here: ${patternKeys.join(", ")}.`;
  throw new TypeError(`No message has the key \`${unknown}\`. ${meant}`);
}

const inboxKeys: Readonly<Record<keyof InboxMessage, true>> = {
  id: true,
  type: true,
  body: true,
  text: true,
  choices: true,
  links: true,
  phoneNumberId: true,
  timestamp: true,
  isRead: true,
};
const patternKeys = [...Object.keys(inboxKeys), "buttons", ...messageKeys];

function pick(message: InboxMessage, key: string, expected: unknown): unknown {
  const { text, choices, links, body } = message;
  if (key === "body" || (key === "text" && !isPlain(expected))) return text;
  if (key === "buttons") return pickButtons([...choices, ...links], expected);
  const own: Readonly<Record<string, unknown>> = { ...message };
  return key in body ? body[key] : own[key];
}

/** All labels, or the one that fits a single expected label. */
function pickButtons(buttons: readonly { title: string }[], expected: unknown): unknown {
  const labels = buttons.map(({ title }) => title);
  if (typeof expected !== "string" && !(expected instanceof RegExp)) return labels;
  return labels.find((label) => compare(expected, label, "").length === 0) ?? labels;
}

function compare(expected: unknown, actual: unknown, path: string): Mismatch[] {
  const mismatch = [{ path, expected, actual }];
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual) ? [] : mismatch;
  if (expected instanceof RegExp) {
    return typeof actual === "string" && actual.search(expected) >= 0 ? [] : mismatch;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return mismatch;
    return expected.flatMap((value, index) => compare(value, actual[index], `${path}.${index}`));
  }
  if (!isObject(expected)) return Object.is(expected, actual) ? [] : mismatch;
  if (!isObject(actual)) return mismatch;
  return Object.entries(expected).flatMap(([key, value]) => compare(value, actual[key], `${path}.${key}`));
}

const isAsymmetric = (value: unknown): value is AsymmetricMatcher =>
  typeof (value as AsymmetricMatcher | null | undefined)?.asymmetricMatch === "function";

const isPlain = (value: unknown): boolean =>
  isObject(value) && !(value instanceof RegExp) && !isAsymmetric(value);

/** The message that comes closest, the newest of several; `undefined` if there is none. */
export function findNearest(
  messages: readonly InboxMessage[],
  expected: ExpectedMessage,
): { message: InboxMessage; mismatches: Mismatch[] } | undefined {
  if (typeof expected === "function") return undefined;
  const tried = messages.map((message) => ({ message, mismatches: findMismatches(message, expected) }));
  return tried.toReversed().toSorted((one, other) => one.mismatches.length - other.mismatches.length)[0];
}
