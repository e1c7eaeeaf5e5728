import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { createDeeds, type Surface } from "./bubble-deeds.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { type Chatter, toChatter } from "./chatters.ts";
import { emptyDraft } from "./composer.tsx";
import { toLine } from "./content/content.tsx";
import type { Sheet } from "./content/deeds.ts";
import { type DialogName, Dialogs } from "./dialogs.tsx";
import { isEmptyDraft, type Route, sendDraft, useDraft } from "./drafts.ts";
import { focusSoon } from "./focus.ts";
import { foldChat } from "./fold.ts";
import { Inspector, InspectorHead, type LogFilter } from "./inspector.tsx";
import { useKept } from "./kept.ts";
import { LeftPanel, type Tab } from "./left-panel.tsx";
import type { ActionAnswer, ActionRequest, MessageView } from "./protocol.ts";
import { SheetView } from "./sheets.tsx";
import { Start } from "./start.tsx";
import { act, type Store } from "./store.ts";
import { Toast, useToast } from "./toast.tsx";
import { Toolbar } from "./toolbar.tsx";
import { findNewest, listLines, useUnread } from "./unread.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useLog, useStore } from "./use-store.ts";
import { isWide, type View, ViewSwitch } from "./view-switch.tsx";

const nothing: readonly MessageView[] = [];
const everything: LogFilter = { kind: "all", search: "" };

/** The whole page: what is chosen, and who is told of what. */
export function App({ store }: { store: Store }): JSX.Element {
  useStore(store);
  const [chosenId, choose] = useKept("customer");
  const [numberId, setNumber] = useKept("number");
  const [writerId, setWriter] = useKept("writer");
  const [chosenView, setView] = useState<View>();
  const [tab, setTab] = useState<Tab>("customers");
  const [selected, select] = useState<string>();
  const [filter, setFilter] = useState(everything);
  const [sheet, open] = useState<Sheet>();
  const [dialog, setDialog] = useState<DialogName>();
  const [toast, say] = useToast();
  const [areKeysOn, setKeysOn] = useState(localStorage.getItem("wacloud-keys") !== "off");

  const { kinds } = store;
  const now = store.now();
  const numbers = [...kinds.numbers.values()];
  const groups = [...kinds.groups.values()].map((group) => toChatter(group, kinds.customers));
  const customers: Chatter[] = [...kinds.customers.values(), ...groups];
  const shownFirst = useRef("");
  const find = (wanted: string): Chatter | undefined => customers.find((one) => one.id === wanted);
  const customer = find(chosenId) ?? find(shownFirst.current) ?? findNewest(store, customers);
  shownFirst.current = customer?.id ?? "";
  const number = kinds.numbers.get(customer?.number ?? numberId) ?? numbers[0];
  const members = customer?.members;
  const writer =
    members === undefined ? customer : (members.find((one) => one.id === writerId) ?? members[0]);
  const id = customer?.id ?? "";
  const view = chosenView ?? (customers.length === 0 ? "chat" : "customers");
  const messages = store.chats.get(id) ?? nothing;
  const chat = useMemo(
    () => foldChat(messages.filter((message) => message.number === number?.id)),
    [messages, number?.id],
  );
  const { countUnread, news } = useUnread(store, customer?.id, view === "chat" || isWide());
  const lines = listLines(store, customers, number?.id ?? "", countUnread);
  const entries = useLog(store);
  const [surroundings] = kinds.surroundings.values();
  const [draft, setDraft, putBack] = useDraft(id);
  const route: Route = {
    customer: writer?.id ?? "",
    ...(number === undefined ? {} : { number: number.id }),
    ...(members === undefined ? {} : { group: id }),
  };

  const tell = async (request: ActionRequest): Promise<ActionAnswer> => {
    const answer = await act(request);
    if (answer.error !== undefined) say(answer.error);
    return answer;
  };
  const doIt = (request: ActionRequest): void => void tell(request);
  const goTo = (customerId: string): void => {
    choose(customerId);
    select(undefined);
    setView("chat");
  };
  const add = async (address: string, name: string): Promise<ActionAnswer> => {
    const answer = await tell({ action: "addCustomer", address, name });
    if (answer.id === undefined) return answer;
    goTo(answer.id);
    setDialog(undefined);
    focusSoon(".composer textarea");
    return answer;
  };
  const step = (by: number): void => {
    const at = lines.findIndex((line) => line.customer.id === id);
    const next = lines[(at + by + lines.length) % lines.length];
    if (next !== undefined) goTo(next.customer.id);
  };
  const sendContent = (content: Record<string, unknown>, quotes?: string): void =>
    doIt({ action: "send", ...route, content, ...(quotes === undefined ? {} : { quotes }) });
  const send = (): void => {
    if (isEmptyDraft(draft)) return;
    setDraft(emptyDraft);
    void sendDraft(draft, route, tell).then((unsent) => unsent === undefined || putBack(id, unsent));
  };
  const showIn = (place: View, selector: string): void => {
    setView(place);
    focusSoon(selector);
  };
  const selectMessage = (message: string): void => {
    select(message);
    setFilter(everything);
  };
  const surface = useRef<Surface | undefined>(undefined);
  const current = {
    act: doIt,
    draft,
    setDraft,
    send: sendContent,
    select: selectMessage,
    open,
    say,
  };
  surface.current = current;
  const deeds = useMemo(() => createDeeds(() => surface.current ?? current), []);

  useShortcuts(areKeysOn, {
    m: () => showIn("chat", ".composer textarea"),
    j: () => step(1),
    k: () => step(-1),
    n: () => setDialog("customer"),
    i: () => showIn("inspector", ".inspector .entry-line"),
    "/": () => showIn("inspector", "#search"),
    b: () => {
      setView("customers");
      setTab(tab === "business" ? "customers" : "business");
    },
    "?": () => setDialog("help"),
    Escape: () => select(undefined),
  });

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
        <LeftPanel
          tab={tab}
          onTab={setTab}
          lines={lines}
          chosen={customer?.id}
          onChoose={(customerId) => {
            goTo(customerId);
            if (isWide()) focusSoon(".composer textarea");
          }}
          onAdd={() => setDialog("customer")}
          numbers={numbers}
          templates={[...kinds.templates.values()]}
          onAct={doIt}
          now={now}
        />
        <section class="middle" aria-label="Chat">
          {customer !== undefined && number !== undefined ? (
            <ChatPanel
              key={`${customer.id} ${number.id}`}
              customer={customer}
              writer={writer}
              onWriter={setWriter}
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
      <Toast words={toast} onDismiss={() => say(undefined)} />
      {sheet === undefined ? undefined : (
        <SheetView
          sheet={sheet}
          deeds={deeds}
          send={sendContent}
          flow={kinds.flows.get(writer?.id ?? "")}
          onClose={() => open(undefined)}
        />
      )}
      <Dialogs
        name={dialog}
        onClose={() => setDialog(undefined)}
        onAdd={add}
        onReset={() => doIt({ action: "reset" })}
        customerCount={kinds.customers.size}
        areKeysOn={areKeysOn}
        onKeys={(areOn) => {
          localStorage.setItem("wacloud-keys", areOn ? "on" : "off");
          setKeysOn(areOn);
        }}
      />
    </div>
  );
}

/** What a screen reader says of a new message. */
function announce(message: MessageView, { kinds }: Store): string {
  const from = kinds.numbers.get(message.number)?.verifiedName ?? "The business";
  const group = kinds.groups.get(message.group ?? "")?.subject;
  const to = group ?? kinds.customers.get(message.customer)?.name ?? "a customer";
  return `${from} to ${to}: ${toLine(message)}`;
}
