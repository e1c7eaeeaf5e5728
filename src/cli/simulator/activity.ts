import type { FlowExchange } from "../../testing/simulator/activity.ts";
import type { RequestRecord } from "../../testing/simulator/http/request-record.ts";
import type { Simulator } from "../../testing/simulator/simulator.ts";
import type { SimulatedWebhook } from "../../testing/simulator/webhooks.ts";
import { errorCodes } from "../../types/error-codes.ts";
import { toObject, toObjects, toText } from "../../utils/json.ts";
import type { Style, Terminal } from "../terminal.ts";
import { stripControls } from "../words.ts";

/** Prints a line for each call once it is answered, for each attempt to deliver a webhook, and for each request of a Flow. */
export function printActivity(simulator: Simulator, { print, style }: Terminal): void {
  const printed = new WeakMap<SimulatedWebhook, number>();
  const printAll = (lines: readonly string[]): void => {
    for (const line of lines) print(toOneLine(line));
  };
  simulator.state.activity.listen((happening) => {
    if (happening.kind === "call" && happening.call.outcome !== undefined) {
      printAll(describeCall(happening.call, style));
    }
    if (happening.kind === "flow") printAll([describeExchange(happening, style)]);
    if (happening.kind !== "webhook") return;
    const { webhook } = happening;
    const { length } = webhook.attempts;
    if (length === (printed.get(webhook) ?? 0)) return;
    printed.set(webhook, length);
    printAll(describeWebhook(webhook, style));
  });
}

/** What apps send may contain line breaks, which `stripControls` keeps. */
const toOneLine = (line: string): string => line.replace(/[\r\n]/g, " ");

/** What every line shows. */
interface Line {
  at: number;
  kind: "call" | "flow" | "webhook";
  what: string;
  answer: string;
  isGood: boolean;
  tookMs: number;
}

function drawLine({ at, kind, what, answer, isGood, tookMs }: Line, style: Style): string {
  return [
    style("dim", new Date(at).toTimeString().slice(0, 8)),
    style(kind === "call" ? "dim" : "cyan", kind.padEnd(7)),
    what.padEnd(40),
    style(isGood ? "green" : "red", answer),
    style("dim", `${tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs)} ms`),
  ].join("  ");
}

function describeCall(call: RequestRecord, style: Style): string[] {
  const { at, method, path, outcome, status, code, tookMs = 0 } = call;
  const answer = outcome === "answer" ? status : outcome === "hang" ? "no answer" : outcome;
  const isGood = outcome === "answer" && (status ?? 500) < 400;
  const what = `${method} ${stripControls(toShortPath(path))}${describeBody(call.body)}`;
  const line = drawLine({ at, kind: "call", what, answer: String(answer), isGood, tookMs }, style);
  const hints = isDialedElsewhere(call) ? [indent(missingPlus, style)] : [];
  return [line, ...describeError(code, toDetails(call.response), style), ...hints];
}

const missingPlus =
  "`to` has no +, so Meta puts the calling code of the business number before it. Write it with + and the country code.";

/** Whether the answer names another number than the call. */
function isDialedElsewhere({ body, response }: RequestRecord): boolean {
  const [contact] = toObjects(toObject(response).contacts);
  const [to, id] = [toText(toObject(body).to), toText(contact?.wa_id)];
  return to !== undefined && id !== undefined && !to.trim().startsWith("+") && to.replace(/\D/g, "") !== id;
}

/** The edge, without version and id: they are the same in nearly every call. */
function toShortPath(path: string): string {
  const [, edge] = /^\/(?:v\d+\.\d+\/)?[^/]+\/(.+)$/.exec(path) ?? [];
  return edge ?? path;
}

/** The type of the message, never what it says or whom it is for. */
function describeBody(body: unknown): string {
  const { type, status, template, interactive } = toObject(body);
  const kind = toText(toObject(template).name) ?? toText(toObject(interactive).type);
  const words = [toText(type) ?? toText(status), kind].filter((word) => word !== undefined);
  return words.length === 0 ? "" : stripControls(` (${words.join(" ")})`);
}

const toDetails = (response: unknown): string | undefined => {
  const { message, error_data } = toObject(toObject(response).error);
  return toText(toObject(error_data).details) ?? toText(message);
};

function describeExchange({ at, what, status, tookMs }: FlowExchange, style: Style): string {
  const answer = String(status ?? "no answer");
  return drawLine(
    { at, kind: "flow", what: stripControls(what), answer, isGood: status === 200, tookMs },
    style,
  );
}

function describeWebhook(webhook: SimulatedWebhook, style: Style): string[] {
  const { attempts, state } = webhook;
  const { at = 0, status, error, tookMs = 0 } = attempts.at(-1) ?? {};
  const count = attempts.length > 1 ? `, attempt ${attempts.length}` : "";
  const answer = `${status ?? `no answer (${error})`}${count}`;
  const what = describeChanges(webhook);
  const line = drawLine({ at, kind: "webhook", what, answer, isGood: status === 200, tookMs }, style);
  const { code, details } = attempts.length === 1 ? findError(webhook) : {};
  const given =
    state === "abandoned" ? [indent("All redeliveries failed. Replay it on the page.", style)] : [];
  return [line, ...describeError(code, details, style), ...given];
}

/** What a webhook is about: `text`, `delivered`, `message_template_status_update`. */
function describeChanges({ payload }: SimulatedWebhook): string {
  const words = payload.entry.flatMap(({ changes }) =>
    changes.flatMap(({ field, value }) => {
      const types = toObjects(value.messages).map(({ type }) => `message (${type})`);
      const statuses = toObjects(value.statuses).map(({ status }) => `status (${status})`);
      return field === "messages" ? [...types, ...statuses] : [field];
    }),
  );
  return stripControls(words.length > 1 ? `${words[0]} and ${words.length - 1} more` : (words[0] ?? "empty"));
}

function findError({ payload }: SimulatedWebhook): { code?: number; details?: string | undefined } {
  const statuses = payload.entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) => toObjects(value.statuses)),
  );
  const [error] = statuses.flatMap(({ errors }) => toObjects(errors));
  if (typeof error?.code !== "number") return {};
  return { code: error.code, details: toText(toObject(error.error_data).details) };
}

function describeError(code: number | undefined, details: string | undefined, style: Style): string[] {
  if (code === undefined) return [];
  const hint = errorCodes[code]?.hint;
  const lines = [
    `${code}${details === undefined ? "" : `: ${stripControls(details)}`}`,
    ...(hint === undefined ? [] : [hint]),
  ];
  return lines.map((line) => indent(line, style));
}

const indent = (text: string, style: Style): string => style("yellow", `          ${text}`);
