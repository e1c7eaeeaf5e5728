import type { InboxMessage } from "./customers.ts";
import { type ExpectedMessage, findNearest } from "./message-pattern.ts";

/** A value as one would write it in a test. */
export function show(value: unknown): string {
  if (typeof value === "function") return value.name === "" ? "as the function asks" : value.name;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
  if (isMatcher(value)) return value.toAsymmetricMatcher?.() ?? `${value} ${show(value.sample)}`;
  const members = Object.entries(value).map(([key, member]) => `${key}: ${show(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

const isMatcher = (value: object): value is { sample?: unknown; toAsymmetricMatcher?: () => string } =>
  "asymmetricMatch" in value;

/** What the message that comes closest has otherwise; empty if there is none. */
export function explainNearest(messages: readonly InboxMessage[], expected: ExpectedMessage): string {
  const nearest = findNearest(messages, expected);
  if (nearest === undefined) return "";
  const { message, mismatches } = nearest;
  const title = message.text === undefined ? `(${message.type})` : JSON.stringify(message.text);
  const lines = mismatches.flatMap(({ path, expected, actual }) => [
    `  ${path} should be ${show(expected)}`,
    `  ${" ".repeat(path.length)} but is    ${show(actual)}`,
  ]);
  return [`Nearest: ${title}`, ...lines, "", ""].join("\n");
}
