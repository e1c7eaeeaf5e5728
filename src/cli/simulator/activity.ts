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
    for (const line of lines) print(stripUnsafe(line));
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

/** What apps send must not control the terminal; the styles are our own. */
const stripUnsafe = (line: string): string => line.replace(/[\r\n]/g, " ");

const column = (text: string, width: number): string => text.padEnd(width);

function describeCall(call: RequestRecord, style: Style): string[] {
  const { at, method, path, outcome, status, code, tookMs = 0 } = call;
  const answer = outcome === "answer" ? String(status) : `${outcome === "hang" ? "no answer" : outcome}`;
  const isGood = outcome === "answer" && (status ?? 500) < 400;
  const what = `${method} ${stripControls(toShortPath(path))}${describeBody(call.body)}`;
  const line = [
    style("dim", toTime(at)),
    style("dim", column("call", 7)),
    column(what, 40),
    style(isGood ? "green" : "red", answer),
    style("dim", toTook(tookMs)),
  ];
  const hints = isDialledElsewhere(call) ? [indent(missingPlus, style)] : [];
  return [line.join("  "), ...describeError(code, toDetails(call.response), style), ...hints];
}

const missingPlus =
  "`to` has no +, so Meta puts the calling code of the business number before it. Write it with + and the country code.";

/** Whether the answer names another number than the call. */
function isDialledElsewhere({ body, response }: RequestRecord): boolean {
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

const describeExchange = ({ at, what, status, tookMs }: FlowExchange, style: Style): string =>
  [
    style("dim", toTime(at)),
    style("cyan", column("flow", 7)),
    column(stripControls(what), 40),
    style(status === 200 ? "green" : "red", String(status ?? "no answer")),
    style("dim", toTook(tookMs)),
  ].join("  ");

function describeWebhook(webhook: SimulatedWebhook, style: Style): string[] {
  const { attempts, state } = webhook;
  const { at = 0, status, error, tookMs = 0 } = attempts.at(-1) ?? {};
  const count = attempts.length > 1 ? `, attempt ${attempts.length}` : "";
  const line = [
    style("dim", toTime(at)),
    style("cyan", column("webhook", 7)),
    column(describeChanges(webhook), 40),
    style(status === 200 ? "green" : "red", `${status ?? `no answer (${error})`}${count}`),
    style("dim", toTook(tookMs)),
  ];
  const { code, details } = attempts.length === 1 ? findError(webhook) : {};
  const given =
    state === "abandoned" ? [indent("All redeliveries failed. Replay it on the page.", style)] : [];
  return [line.join("  "), ...describeError(code, details, style), ...given];
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

const toTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);
const toTook = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
