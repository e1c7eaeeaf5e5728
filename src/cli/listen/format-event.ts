import { errorCodes } from "../../types/error-codes.ts";
import type { WebhookEvent } from "../../types/webhooks/events.ts";
import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import type { Style } from "../terminal.ts";
import { stripControls, toJsonText, toLine } from "../words.ts";

/** An event in a few lines. What customers write is cleaned and indented: it can neither steer the terminal nor pose as an event. */
export function formatEvent(event: WebhookEvent, at: Date, style: Style): string {
  const { what, color, lines } = describe(event);
  const head = [
    style("dim", at.toTimeString().slice(0, 8)),
    style(color ?? "cyan", toLine(what)),
    ...describePerson(event).map(toLine),
    style("dim", toLine(findId(event))),
  ];
  const below = lines.filter((line) => line !== "").flatMap((line) => stripControls(line).split("\n"));
  return [head.filter((word) => word !== "").join("  "), ...below.map((line) => `          ${line}`)].join(
    "\n",
  );
}

/** What an event is about: a few words, and lines of details. */
interface Description {
  what: string;
  color?: "green" | "red" | "yellow" | undefined;
  lines: readonly string[];
}

function describe(event: WebhookEvent): Description {
  switch (event.type) {
    case "message":
      return {
        what: `message (${event.message.type})`,
        color: "green",
        lines: describeMessage(event.message),
      };
    case "message_echo":
      return { what: `message_echo (${event.message.type})`, lines: describeMessage(event.message) };
    case "status": {
      const isFailed = event.status.status === "failed";
      const color = isFailed ? "red" : undefined;
      return { what: `status (${event.status.status})`, color, lines: describeErrors(event.status.errors) };
    }
    case "call":
      return { what: `call (${event.call.event})`, lines: describeErrors(toObject(event.raw).errors) };
    case "call_status":
      return { what: `call_status (${event.status.status})`, lines: [] };
    case "error":
      return { what: "error", color: "red", lines: describeErrors([event.error]) };
    case "unknown":
      return {
        what: `unknown (${event.reason}) ${event.field}`,
        color: "yellow",
        lines: [toShortJson(event.raw)],
      };
    default:
      return { what: event.type, lines: [toShortJson(event.value)] };
  }
}

/** What was said, and the rest of the message as data. */
function describeMessage(message: unknown): string[] {
  const { type, context, ...keys } = toObject(message);
  const content = toObject(keys[String(type)]);
  const part = type === "interactive" ? toObject(content[String(content.type)]) : content;
  const { sha256: _, url: __, mime_type, ...rest } = part;
  const said = saidKeys.flatMap((key) => toText(rest[key]) ?? []);
  const others = Object.entries({ mime_type, ...rest }).filter(([key]) => !saidKeys.includes(key));
  const quoted = toText(toObject(context).id);
  return [
    ...said,
    toShortJson(Object.fromEntries(others.filter(([, value]) => value !== undefined))),
    ...(quoted === undefined ? [] : [`quotes ${quoted}`]),
    ...describeErrors(keys.errors),
    ...(keys[String(type)] === undefined && keys.errors === undefined ? [toShortJson(keys)] : []),
  ];
}

const saidKeys = ["body", "caption", "title", "text", "emoji", "filename", "name"];

/** Each error with its hint. */
const describeErrors = (errors: unknown): string[] =>
  toObjects(errors).flatMap(({ code, title, message, error_data }: Json) => {
    const details = toText(toObject(error_data).details) ?? toText(message) ?? toText(title) ?? "";
    return [`${code}: ${details}`, errorCodes[Number(code)]?.hint ?? ""];
  });

/** Longer data is in `--json`. */
const longest = 400;

function toShortJson(data: unknown): string {
  const text = toJsonText(data, 0);
  if (text === "{}") return "";
  return text.length > longest ? `${text.slice(0, longest)}… (all of it with --json)` : text;
}

function describePerson(event: WebhookEvent): string[] {
  const { from, chat } = event as { from?: unknown; chat?: unknown };
  const { name, username, wa_id, user_id } = toObject(from ?? chat);
  const number = toText(wa_id);
  const id = number === undefined ? toText(user_id) : `+${number}`;
  const who = toText(name) ?? toText(username);
  const group = toText(toObject(chat).group_id);
  const person = who === undefined ? (id ?? "") : `${who}${id === undefined ? "" : ` (${id})`}`;
  return [person, ...(group === undefined ? [] : [`group ${group}`])];
}

/** Meta's id, for `wacloud send --reply-to`. */
function findId(event: WebhookEvent): string {
  const { message, status, call } = toObject(event); // each kind of event has one of them, or none
  return toText(toObject(message ?? status ?? call).id) ?? "";
}
