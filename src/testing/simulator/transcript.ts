import type { ChatMessage } from "./chat.ts";
import { day, hour, minute } from "./clock.ts";

/** Most messages that a transcript shows: the newest ones. */
const most = 30;

/** A chat as text, to be read at a glance: one message per line, with time, ticks and buttons. */
export function printChat(chat: readonly ChatMessage[], name: string, now: number): string {
  if (chat.length === 0) return `Nobody has written in the chat with ${name}.`;
  const shown = chat.slice(-most);
  const times = shown.map(({ at }) => formatAgo(now - at));
  const width = Math.max(...times.map(({ length }) => length));
  const names = { business: "business", customer: name };
  const nameWidth = Math.max(names.business.length, name.length);
  const lines = shown.flatMap((message, index) => {
    const head = `  ${(times[index] ?? "").padStart(width)}  ${names[message.from].padEnd(nameWidth)}  `;
    const [first = "", ...others] = printMessage(message, chat);
    return [head + first, ...others.map((line) => " ".repeat(head.length) + line)];
  });
  const left = chat.length - shown.length;
  const earlier = left === 0 ? [] : [`  … ${left} earlier`];
  return [`The chat with ${name}, newest last:`, ...earlier, ...lines].join("\n");
}

function printMessage(message: ChatMessage, chat: readonly ChatMessage[]): string[] {
  const { type, text, buttons, replyTo } = message;
  const kind = plainTypes.has(type) ? "" : `(${type}) `;
  const [first = "", ...others] = `${kind}${text ?? ""}`.trimEnd().split("\n");
  const quoted = replyTo === undefined ? [] : [`↩ ${quote(chat.find(({ id }) => id === replyTo))}`];
  const labels = buttons.length === 0 ? [] : [buttons.map((label) => `[${label}]`).join(" ")];
  return [`${first}  ${printTicks(message)}`.trimEnd(), ...others, ...quoted, ...labels];
}

/** Types whose text says enough. */
const plainTypes = new Set(["text", "interactive", "button"]);

const quote = (message: ChatMessage | undefined): string =>
  message === undefined ? "a message of another chat" : shorten(message.text ?? `(${message.type})`);

function shorten(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length <= 40 ? `"${line}"` : `"${line.slice(0, 39)}…"`;
}

const ticks: Readonly<Record<ChatMessage["status"], string>> = {
  accepted: "·",
  sent: "✓",
  delivered: "✓✓",
  read: "✓✓ read",
  played: "✓✓ played",
  failed: "✗ failed",
};

function printTicks({ status, error }: ChatMessage): string {
  return error === undefined ? ticks[status] : `${ticks[status]} with code ${error.code}: ${error.details}`;
}

/** How long ago, in the largest unit that still says something. */
function formatAgo(milliseconds: number): string {
  const [size, unit] = units.find(([size]) => milliseconds >= 2 * size) ?? [1, "ms"];
  return `${Math.floor(milliseconds / size)} ${unit} ago`;
}

const units = [
  [day, "days"],
  [hour, "h"],
  [minute, "min"],
  [1000, "s"],
] as const;
