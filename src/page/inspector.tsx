import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { parseJson, toObject, toText } from "../utils/json.ts";
import { SafeLink } from "./content/text.tsx";
import { CopyButton, IconButton } from "./controls.tsx";
import { toCurl } from "./curl.ts";
import { Icon } from "./icons.tsx";
import { JsonTree } from "./json.tsx";
import type { AttemptView, CallView, ErrorView, WebhookView } from "./protocol.ts";
import { toDuration, toPrecise } from "./time.ts";

/** A line of the log. */
export type LogEntry = { kind: "call"; entry: CallView } | { kind: "webhook"; entry: WebhookView };

/** What of the log is shown. */
export interface LogFilter {
  kind: "all" | "calls" | "webhooks" | "errors";
  search: string;
}

interface InspectorFacts {
  entries: readonly LogEntry[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  /** The id of the message whose entries are shown, if only its. */
  message: string | undefined;
  onAll: () => void;
  onReplay: (id: string) => void;
  baseUrl: string;
}

/** How many lines are drawn before one asks for more. */
const page = 100;

const filters = { all: "All", calls: "Calls", webhooks: "Webhooks", errors: "Errors" } as const;

/** Every Graph call and every webhook, newest first. */
export function Inspector(facts: InspectorFacts): JSX.Element {
  const { entries, filter, onFilter, message, onAll } = facts;
  const [length, setLength] = useState(page);
  const found = useMemo(
    () => entries.filter((one) => isFound(one, filter, message)),
    [entries, filter, message],
  );
  return (
    <>
      <div class="inspector-bar">
        <fieldset class="segments">
          <legend class="visually-hidden">Show</legend>
          {Object.entries(filters).map(([kind, label]) => (
            <button
              key={kind}
              type="button"
              aria-pressed={filter.kind === kind}
              onClick={() => onFilter({ ...filter, kind: kind as LogFilter["kind"] })}
            >
              {label}
            </button>
          ))}
        </fieldset>
        <label class="search">
          <Icon name="search" />
          <span class="visually-hidden">Search calls and webhooks</span>
          <input
            id="search"
            type="search"
            placeholder="Search"
            value={filter.search}
            onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
          />
        </label>
      </div>
      {message === undefined ? undefined : (
        <p class="only">
          <span>Calls and webhooks of the selected message</span>
          <button type="button" class="button small" onClick={onAll}>
            Show all
          </button>
        </p>
      )}
      {found.length === 0 ? <EmptyLog hasEntries={entries.length > 0} /> : undefined}
      <ol class="log" aria-label="Calls and webhooks">
        {found.slice(0, length).map((one) => (
          <li key={one.entry.id}>
            <Entry one={one} facts={facts} />
          </li>
        ))}
      </ol>
      {found.length > length ? (
        <button type="button" class="button more" onClick={() => setLength(length + page)}>
          Show older ones
        </button>
      ) : undefined}
    </>
  );
}

const EmptyLog = ({ hasEntries }: { hasEntries: boolean }): JSX.Element => (
  <p class="empty">
    {hasEntries
      ? "Nothing matches. Change the filter or the search."
      : "Each call of your app and each webhook to it appears here, with what was answered."}
  </p>
);

const isFailed = ({ kind, entry }: LogEntry): boolean => {
  if (entry.error !== undefined) return true;
  if (kind === "call")
    return entry.outcome !== "answer" && entry.outcome !== "pending" ? true : (entry.status ?? 200) >= 400;
  return entry.attempts.some(({ status }) => status !== 200);
};

function isFound(one: LogEntry, { kind, search }: LogFilter, message: string | undefined): boolean {
  if (message !== undefined && !one.entry.messages.includes(message)) return false;
  if (kind === "errors" && !isFailed(one)) return false;
  if (kind === "calls" && one.kind !== "call") return false;
  if (kind === "webhooks" && one.kind !== "webhook") return false;
  return search.trim() === "" || toSearchText(one).includes(search.trim().toLowerCase());
}

const searchTexts = new WeakMap<object, string>();

function toSearchText({ entry }: LogEntry): string {
  const known = searchTexts.get(entry) ?? JSON.stringify(entry).toLowerCase();
  searchTexts.set(entry, known);
  return known;
}

function Entry({ one, facts }: { one: LogEntry; facts: InspectorFacts }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) element.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const { kind, entry } = one;
  return (
    <div ref={element} class={`entry ${kind} ${isFailed(one) ? "bad" : ""}`}>
      <button type="button" class="entry-line" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="entry-kind" title={kind === "call" ? "Call of your app" : "Webhook to your app"}>
          {kind === "call" ? entry.method : "webhook"}
        </span>
        <span class="entry-what">
          {entry.error?.code === undefined ? undefined : <b class="numerals">{entry.error.code} </b>}
          {kind === "call" ? <Path call={entry} /> : entry.summary}
        </span>
        <Outcome one={one} />
        <time class="numerals">{toPrecise(entry.at)}</time>
      </button>
      {isOpen ? (
        <div class="entry-details">
          {entry.error === undefined ? undefined : <ErrorNote error={entry.error} />}
          {kind === "call" ? (
            <CallDetails call={entry} baseUrl={facts.baseUrl} />
          ) : (
            <WebhookDetails webhook={entry} onReplay={facts.onReplay} />
          )}
        </div>
      ) : undefined}
    </div>
  );
}

/** The path with what matters in front: the edge, or the last id. */
function Path({ call: { path, body } }: { call: CallView }): JSX.Element {
  const parts = path.split("/").filter((part) => part !== "");
  const { type, status } = toObject(body);
  const edge = parts.length > 2 ? parts.slice(2).join("/") : (parts.at(-1) ?? "/");
  return (
    <>
      <span class="path-edge">{edge}</span>
      <span class="path-before">{toText(type) ?? toText(status) ?? (parts.length > 2 ? parts[1] : "")}</span>
    </>
  );
}

const outcomes = { reset: "reset", hang: "no answer", cut: "cut short", pending: "…" } as const;

function Outcome({ one }: { one: LogEntry }): JSX.Element {
  const words = one.kind === "call" ? toCallOutcome(one.entry) : toWebhookOutcome(one.entry);
  return <span class={`badge numerals ${toTone(one, words)}`}>{words}</span>;
}

/** How the answer went, which of a webhook's own error says nothing. */
function toTone(one: LogEntry, words: string): string {
  if (words === "…" || words === "unsent") return "wait";
  const isBad = one.kind === "call" ? isFailed(one) : one.entry.attempts.at(-1)?.status !== 200;
  return isBad ? "bad" : "good";
}

const toCallOutcome = ({ outcome, status }: CallView): string =>
  outcome === "answer" ? String(status) : outcomes[outcome];

function toWebhookOutcome({ state, attempts }: WebhookView): string {
  const last = attempts.at(-1);
  if (last === undefined) return state === "unsent" ? "unsent" : "…";
  return `${last.status ?? last.error}${attempts.length > 1 ? ` ×${attempts.length}` : ""}`;
}

const errorPage =
  "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes";

const ErrorNote = ({ error }: { error: ErrorView }): JSX.Element => (
  <div class="failure">
    <p>
      <strong>
        {error.code} {error.title}
      </strong>
    </p>
    {error.details === undefined ? undefined : <p>{error.details}</p>}
    {error.hint === undefined ? undefined : <p>{error.hint}</p>}
    {error.code === undefined ? undefined : (
      <p>
        <SafeLink url={errorPage}>Meta's page of error codes</SafeLink>
      </p>
    )}
  </div>
);

function CallDetails({ call, baseUrl }: { call: CallView; baseUrl: string }): JSX.Element {
  const { method, path, query, headers, body, response, tookMs, isInjected, outcome } = call;
  const words = new URLSearchParams(query).toString();
  return (
    <>
      <p class="address">
        <code>
          {method} {path}
          {words === "" ? "" : `?${words}`}
        </code>
        <CopyButton label="Copy as curl" caption="curl" text={() => toCurl(call, baseUrl)} />
      </p>
      <p class="quiet numerals">
        {tookMs === undefined ? "Not answered yet" : `Answered in ${toDuration(tookMs)}`}
        {isInjected ? ", with a failure that was asked for" : ""}
        {outcome === "cut" ? ", half of the answer arrived" : ""}
      </p>
      <Part title="Request" value={body} />
      <Part title="Answer" value={response} />
      <Part title="Headers" value={headers} open={0} />
    </>
  );
}

function WebhookDetails({
  webhook,
  onReplay,
}: {
  webhook: WebhookView;
  onReplay: (id: string) => void;
}): JSX.Element {
  const { id, rawBody, signature, attempts, state } = webhook;
  return (
    <>
      <div class="row">
        <button type="button" class="button small" onClick={() => onReplay(id)}>
          <Icon name="replay" /> Replay
        </button>
        <CopyButton label="Copy the posted body" caption="Body" text={() => rawBody} />
        {signature === undefined ? undefined : (
          <CopyButton label="Copy the signature header" caption="Signature" text={() => signature} />
        )}
      </div>
      {state === "unsent" ? (
        <p class="quiet">Not posted: no webhook is set. Set its URL at the top of the page, then replay.</p>
      ) : undefined}
      {attempts.length === 0 ? undefined : (
        <ol class="attempts" aria-label="Attempts">
          {attempts.map((attempt, index) => (
            <Attempt key={index} attempt={attempt} />
          ))}
        </ol>
      )}
      <Part title="Payload" value={parseJson(rawBody)} open={12} />
      {signature === undefined ? undefined : (
        <p class="signature">
          <span>x-hub-signature-256</span>
          <code>{signature}</code>
        </p>
      )}
    </>
  );
}

const Attempt = ({ attempt }: { attempt: AttemptView }): JSX.Element => (
  <li class={attempt.status === 200 ? "" : "bad"}>
    <time class="numerals">{toPrecise(attempt.at)}</time>
    <span>{attempt.status === undefined ? `no answer: ${attempt.error}` : `answered ${attempt.status}`}</span>
    <span class="quiet numerals">{attempt.tookMs === undefined ? "" : toDuration(attempt.tookMs)}</span>
    {attempt.body === undefined ? undefined : <pre>{attempt.body}</pre>}
  </li>
);

/** A named part of an entry, as a tree that can be copied. */
function Part({
  title,
  value,
  open = 3,
}: {
  title: string;
  value: unknown;
  open?: number;
}): JSX.Element | null {
  if (value === undefined) return null;
  return (
    <section class="part">
      <h4>
        {title}
        <CopyButton label={`Copy ${title.toLowerCase()}`} text={() => JSON.stringify(value, null, 2)} />
      </h4>
      {typeof value === "string" ? <pre>{value}</pre> : <JsonTree value={value} open={open} />}
    </section>
  );
}

/** The inspector's heading, with the button that leads back on small screens. */
export const InspectorHead = ({ onBack }: { onBack: () => void }): JSX.Element => (
  <header class="panel-head">
    <span class="only-small">
      <IconButton icon="back" label="Back to the chat" onClick={onBack} />
    </span>
    <h2>Inspector</h2>
  </header>
);
