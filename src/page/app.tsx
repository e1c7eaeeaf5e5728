import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type BubbleDeeds, toEditable } from "./bubble.tsx";
import { Business } from "./business.tsx";
import { ChatPanel } from "./chat-panel.tsx";
import { type Draft, emptyDraft, toFileContent, toParcel } from "./composer.tsx";
import { toLine } from "./content/content.tsx";
import type { Sheet } from "./content/deeds.ts";
import { Dialog, IconButton } from "./controls.tsx";
import { CustomerList, NewCustomer, suggestCustomer } from "./customers.tsx";
import { foldChat } from "./fold.ts";
import { Help } from "./help.tsx";
import { Icon } from "./icons.tsx";
import { Inspector, InspectorHead, type LogEntry, type LogFilter } from "./inspector.tsx";
import { keepDraftText, readDraftText, useKept } from "./kept.ts";
import type { ActionAnswer, ActionRequest, MessageView } from "./protocol.ts";
import { SheetView } from "./sheets.tsx";
import { Start } from "./start.tsx";
import { act, type Store } from "./store.ts";
import { Toolbar } from "./toolbar.tsx";
import { listLines, useUnread } from "./unread.ts";
import { useShortcuts } from "./use-shortcuts.ts";

type View = "customers" | "chat" | "inspector";

const nothing: readonly MessageView[] = [];

export function App({ store }: { store: Store }): JSX.Element {
  const [, redraw] = useState({});
  useEffect(() => store.subscribe(() => redraw({})), [store]);
  useEffect(() => {
    const timer = setInterval(() => redraw({}), 5000); // countdowns
    return () => clearInterval(timer);
  }, []);

  const [chosenId, choose] = useKept("customer");
  const [numberId, setNumber] = useKept("number");
  const [chosenView, setView] = useState<View>();
  const [tab, setTab] = useState<"customers" | "business">("customers");
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [selected, select] = useState<string>();
  const [filter, setFilter] = useState<LogFilter>({ kind: "all", search: "" });
  const [sheet, open] = useState<Sheet>();
  const [dialog, setDialog] = useState<"help" | "reset" | "customer">();
  const [toast, setToast] = useState<string>();
  const [areKeysOn, setKeysOn] = useState(localStorage.getItem("wacloud-keys") !== "off");

  const { kinds } = store;
  const now = store.now();
  const numbers = [...kinds.numbers.values()];
  const number = kinds.numbers.get(numberId) ?? numbers[0];
  const customers = [...kinds.customers.values()];
  const customer = kinds.customers.get(chosenId) ?? customers.at(-1);
  const view = chosenView ?? (customers.length === 0 ? "chat" : "customers");
  const messages = (customer === undefined ? undefined : store.chats.get(customer.id)) ?? nothing;
  const chat = useMemo(
    () => foldChat(messages.filter((message) => message.number === number?.id)),
    [messages, number?.id],
  );
  const isLooking = view === "chat" || isWide();
  const { countUnread, news } = useUnread(store, customer?.id, isLooking);
  const lines = listLines(store, customers, number?.id ?? "", countUnread);

  const tell = async (request: ActionRequest): Promise<ActionAnswer> => {
    const answer = await act(request);
    if (answer.error !== undefined) setToast(answer.error);
    return answer;
  };
  const doIt = (request: ActionRequest): void => void tell(request);
  const goTo = (id: string): void => {
    choose(id);
    select(undefined);
    setView("chat");
  };
  const add = async (address: string, name: string): Promise<ActionAnswer> => {
    const answer = await tell({ action: "addCustomer", address, name });
    if (answer.id !== undefined) {
      goTo(answer.id);
      setDialog(undefined);
      focusSoon(".composer textarea");
    }
    return answer;
  };

  const id = customer?.id ?? "";
  const draft = drafts.get(id) ?? { ...emptyDraft, text: readDraftText(id) };
  const setDraft = (next: Draft): void => {
    keepDraftText(id, next.text);
    setDrafts((all) => new Map(all).set(id, next));
  };
  const sendContent = (content: Record<string, unknown>, quotes?: string): void => {
    const about = quotes === undefined ? {} : { quotes };
    doIt({
      action: "send",
      customer: id,
      ...(number === undefined ? {} : { number: number.id }),
      content,
      ...about,
    });
  };
  const send = async (): Promise<void> => {
    const { text, files, quoted, edited } = draft;
    if (text.trim() === "" && files.length === 0) return;
    setDraft(emptyDraft);
    if (edited !== undefined) return doIt({ action: "edit", customer: id, message: edited.id, text });
    if (files.length === 0) return sendContent({ type: "text", text: { body: text } }, quoted?.id);
    for (const [index, file] of files.entries()) {
      const content = toFileContent(file, index === 0 ? text.trim() : "");
      const about = quoted === undefined ? {} : { quotes: quoted.id };
      await tell({
        action: "send",
        customer: id,
        ...(number === undefined ? {} : { number: number.id }),
        content,
        ...about,
        file: await toParcel(file),
      });
    }
  };

  const latest = useRef({ draft, setDraft, send: sendContent, customer });
  latest.current = { draft, setDraft, send: sendContent, customer };
  const deeds = useMemo<BubbleDeeds>(
    () => ({
      select: (message) => {
        select(message.id);
        setFilter({ kind: "all", search: "" });
      },
      quote: (quoted) => latest.current.setDraft({ ...latest.current.draft, quoted, edited: undefined }),
      edit: (edited) => latest.current.setDraft({ files: [], edited, text: toEditable(edited) }),
      react: ({ id: message, customer: by }, emoji) =>
        doIt({ action: "react", customer: by, message, emoji }),
      remove: ({ id: message, customer: by }) => doIt({ action: "delete", customer: by, message }),
      tap: (message, choice) =>
        doIt({ action: "tap", customer: message.customer, message: message.id, ...choice }),
      answer: (message, content) =>
        latest.current.send(complete(content, latest.current.customer), message.id),
      submitFlow: (message, token, answers) =>
        doIt({
          action: "submitFlow",
          customer: message.customer,
          message: message.id,
          answers,
          ...(token === undefined ? {} : { token }),
        }),
      follow: (message, title) =>
        doIt({ action: "follow", customer: message.customer, message: message.id, title }),
      play: (message) => doIt({ action: "play", customer: message.customer, message: message.id }),
      open,
      say: setToast,
    }),
    [],
  );

  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => setToast(undefined), 6000);
    return () => clearTimeout(timer);
  }, [toast]);

  const step = (by: number): void => {
    const at = lines.findIndex((line) => line.customer.id === id);
    const next = lines[(at + by + lines.length) % lines.length];
    if (next !== undefined) goTo(next.customer.id);
  };
  useShortcuts(areKeysOn, {
    m: () => {
      setView("chat");
      focusSoon(".composer textarea");
    },
    j: () => step(1),
    k: () => step(-1),
    n: () => setDialog("customer"),
    i: () => {
      setView("inspector");
      focusSoon(".inspector .entry-line");
    },
    "/": () => {
      setView("inspector");
      focusSoon("#search");
    },
    b: () => {
      setView("customers");
      setTab(tab === "business" ? "customers" : "business");
    },
    "?": () => setDialog("help"),
    Escape: () => select(undefined),
  });

  const entries = useLog(store);
  const [surroundings] = kinds.surroundings.values();
  return (
    <div class={`app view-${view}`}>
      <Toolbar
        now={store.now}
        surroundings={surroundings}
        asked={[...kinds.faults.values()]}
        onAct={doIt}
        onHelp={() => setDialog("help")}
        onReset={() => setDialog("reset")}
        isLive={store.isLive || !store.isLoaded}
      />
      <main class="panels">
        <nav class="left" aria-label="Customers and business">
          <div class="panel-head">
            <fieldset class="segments">
              <legend class="visually-hidden">Show</legend>
              <button type="button" aria-pressed={tab === "customers"} onClick={() => setTab("customers")}>
                Customers
              </button>
              <button type="button" aria-pressed={tab === "business"} onClick={() => setTab("business")}>
                Business
              </button>
            </fieldset>
            <IconButton icon="add" label="Add a customer" onClick={() => setDialog("customer")} />
          </div>
          {tab === "business" ? (
            <Business numbers={numbers} templates={[...kinds.templates.values()]} onAct={doIt} />
          ) : customers.length === 0 ? (
            <p class="empty">No customers yet. Add one, or send a message from your app.</p>
          ) : (
            <CustomerList lines={lines} chosen={customer?.id} now={now} onChoose={goTo} />
          )}
        </nav>
        <section class="middle" aria-label="Chat">
          {customer !== undefined && number !== undefined ? (
            <ChatPanel
              key={`${customer.id} ${number.id}`}
              customer={customer}
              numbers={numbers}
              number={number}
              onNumber={setNumber}
              chat={chat}
              deeds={deeds}
              selected={selected}
              now={now}
              draft={draft}
              onDraft={setDraft}
              onSend={send}
              onOpen={open}
              onAct={doIt}
              onBack={() => setView("customers")}
            />
          ) : surroundings === undefined ? undefined : (
            <Start
              surroundings={surroundings}
              onAdd={add}
              onSubscribe={(url) => doIt({ action: "subscribe", url })}
            />
          )}
        </section>
        <section class="inspector" aria-label="Inspector">
          <InspectorHead onBack={() => setView("chat")} />
          <Inspector
            entries={entries}
            filter={filter}
            onFilter={setFilter}
            message={selected}
            onAll={() => select(undefined)}
            onReplay={(webhook) => doIt({ action: "replay", webhook })}
            baseUrl={surroundings?.url ?? ""}
          />
        </section>
      </main>
      <ViewSwitch view={view} onView={setView} />
      <p class="visually-hidden" role="status" aria-live="polite">
        {news === undefined ? "" : announce(news, store)}
      </p>
      <div class="toasts" role="alert">
        {toast === undefined ? undefined : (
          <p class="toast">
            <span>{toast}</span>
            <IconButton icon="close" label="Dismiss" onClick={() => setToast(undefined)} />
          </p>
        )}
      </div>
      {sheet === undefined ? undefined : (
        <SheetView sheet={sheet} deeds={deeds} send={sendContent} onClose={() => open(undefined)} />
      )}
      {dialog === "help" ? (
        <Help
          areOn={areKeysOn}
          onSwitch={(areOn) => {
            localStorage.setItem("wacloud-keys", areOn ? "on" : "off");
            setKeysOn(areOn);
          }}
          onClose={() => setDialog(undefined)}
        />
      ) : undefined}
      {dialog === "customer" ? (
        <Dialog title="New customer" onClose={() => setDialog(undefined)}>
          <NewCustomer onAdd={add} suggestion={suggestCustomer(customers.length)} />
        </Dialog>
      ) : undefined}
      {dialog === "reset" ? (
        <Dialog title="Reset the simulator" onClose={() => setDialog(undefined)}>
          <p>
            Customers, chats, templates, files and the log are gone for good, and the clock shows the real
            time again. The URL and the webhook stay.
          </p>
          <button
            type="button"
            class="button danger"
            onClick={() => {
              doIt({ action: "reset" });
              setDialog(undefined);
            }}
          >
            Reset everything
          </button>
        </Dialog>
      ) : undefined}
    </div>
  );
}

const isWide = (): boolean => matchMedia("(min-width: 900px)").matches;

/** At once, for whoever goes on typing; and where it is not drawn yet, as soon as it is, within a second. */
function focusSoon(selector: string, frames = 60): void {
  document.querySelector<HTMLElement>(selector)?.focus();
  if (frames === 0 || document.activeElement?.matches(selector) === true) return;
  requestAnimationFrame(() => focusSoon(selector, frames - 1));
}

/** Answers that say who the customer is. */
function complete(
  content: Record<string, unknown>,
  customer: { name: string; waId?: string } | undefined,
): Record<string, unknown> {
  if (content.type !== "contacts" || customer === undefined) return content;
  const { name, waId = "" } = customer;
  const phones = [{ phone: `+${waId}`, wa_id: waId, type: "CELL" }];
  return {
    type: "contacts",
    contacts: [{ origin: "contact_request", name: { formatted_name: name }, phones }],
  };
}

function announce(message: MessageView, { kinds }: Store): string {
  const from = kinds.numbers.get(message.number)?.verifiedName ?? "The business";
  const to = kinds.customers.get(message.customer)?.name ?? "a customer";
  return `${from} to ${to}: ${toLine(message)}`;
}

/** Calls and webhooks together, newest first. */
function useLog({ kinds, logVersion }: Store): LogEntry[] {
  return useMemo(() => {
    const calls = [...kinds.calls.values()].map((entry): LogEntry => ({ kind: "call", entry }));
    const webhooks = [...kinds.webhooks.values()].map((entry): LogEntry => ({ kind: "webhook", entry }));
    return [...calls, ...webhooks].sort((one, other) => other.entry.at - one.entry.at);
  }, [logVersion]);
}

const views = [
  { view: "customers", label: "Customers", icon: "contact" },
  { view: "chat", label: "Chat", icon: "chat" },
  { view: "inspector", label: "Inspector", icon: "inspect" },
] as const;

/** On small screens one panel is shown at a time. */
const ViewSwitch = ({ view, onView }: { view: View; onView: (view: View) => void }): JSX.Element => (
  <nav class="view-switch" aria-label="Panels">
    {views.map(({ view: name, label, icon }) => (
      <button
        key={name}
        type="button"
        aria-current={view === name ? "page" : undefined}
        onClick={() => onView(name)}
      >
        <Icon name={icon} size={20} />
        {label}
      </button>
    ))}
  </nav>
);
