import type { Change, Kind, Kinds, MessageView } from "../../../page/protocol.ts";
import type { Happening } from "../activity.ts";
import { inOrder } from "../chat.ts";
import type { Customer, OutboxMessage } from "../customers.ts";
import type { RequestRecord } from "../http/request-record.ts";
import type { State } from "../state.ts";
import type { SimulatedWebhook } from "../webhooks.ts";
import type { Faults } from "./faults.ts";
import { Numbering } from "./numbering.ts";
import type { Stage } from "./stage.ts";
import { listMessages as listCalled, viewCall } from "./views/call.ts";
import { viewFlow } from "./views/flow.ts";
import { findReaders, viewOwn, viewSent } from "./views/message.ts";
import { viewCustomer, viewGroup, viewNumber, viewStoredTemplate, viewSurroundings } from "./views/others.ts";
import { listBrought, listMessages, viewWebhook } from "./views/webhook.ts";

/** How many calls and webhooks a page gets when it opens. */
const logLength = 500;

/** How often the page's feed looks for changes that were not announced. */
const lookMs = 1000;
/** What happens within this time is told at once. */
const pauseMs = 15;

/** Small enough to be compared as a whole. */
type SmallKind = Exclude<Kind, "messages" | "calls" | "webhooks">;

const smallKinds: readonly SmallKind[] = [
  "numbers",
  "customers",
  "groups",
  "flows",
  "templates",
  "faults",
  "surroundings",
];

/** Tells pages what changed since they were told last. */
export class Feed {
  readonly #stage: Stage;
  readonly #faults: Faults;
  readonly #calls = new Numbering<RequestRecord>("call-");
  readonly #webhooks = new Numbering<SimulatedWebhook>("webhook-");
  /** The webhook that brought each message of a customer. */
  readonly #bringers = new Map<string, SimulatedWebhook>();
  readonly #watchers = new Set<(change: Change) => void>();
  /** The state that was told of: a reset puts another one in its place. */
  #state: State | undefined;
  /** How far the simulator's clock was ahead of the machine's when something was told last. */
  #aheadMs = 0;
  #told = new Map<string, string>();
  #happened: Happening[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(stage: Stage, faults: Faults) {
    this.#stage = stage;
    this.#faults = faults;
  }

  /** Calls back with everything there is, and then with each change. @returns a function that ends that. */
  watch(tell: (change: Change) => void): () => void {
    this.look();
    tell(this.#whole());
    this.#watchers.add(tell);
    if (this.#watchers.size === 1) this.#begin();
    return () => {
      this.#watchers.delete(tell);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  findWebhook(id: string): SimulatedWebhook | undefined {
    return this.#stage.state.outbox.webhooks.findLast((one) => this.#webhooks.idFor(one) === id);
  }

  #begin(): void {
    const stopListening = this.#stage.state.activity.listen(this.#hear);
    const looking = setInterval(this.look, lookMs);
    this.#stop = () => {
      stopListening();
      clearInterval(looking);
    };
  }

  #rest(): void {
    this.#stop?.();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#happened = [];
  }

  /** Finds what nobody announces: a test that renames a customer, a window that it closes, another state. */
  readonly look = (): void => {
    this.#happened.push({ kind: "change" });
    this.#flush();
  };

  readonly #hear = (happening: Happening): void => {
    this.#happened.push(happening);
    this.#timer ??= setTimeout(this.#flush, pauseMs);
  };

  readonly #flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const happened = this.#happened.splice(0);
    if (happened.length === 0 || this.#watchers.size === 0) return;
    const isReset = this.#state !== this.#stage.state;
    const change = isReset ? this.#whole() : this.#difference(happened);
    if (!isReset && isEmpty(change) && !this.#hasClockMoved()) return;
    this.#aheadMs = this.#findAhead();
    for (const tell of this.#watchers) tell(change);
  };

  #findAhead(): number {
    return this.#stage.state.now() - Date.now();
  }

  /** By more than two clocks drift apart. */
  #hasClockMoved(): boolean {
    return Math.abs(this.#findAhead() - this.#aheadMs) > 500;
  }

  #whole(): Change {
    const { state, requests } = this.#stage;
    this.#state = state;
    const { webhooks } = state.outbox;
    this.#bringers.clear();
    for (const delivery of webhooks) this.#keepBringer(delivery);
    this.#told = new Map();
    return {
      now: state.now(),
      isWhole: true,
      drop: {},
      put: {
        ...this.#smallDifference().put,
        messages: this.#viewAllMessages(),
        calls: requests.slice(-logLength).map((call) => viewCall(this.#calls.idFor(call), call)),
        webhooks: webhooks.slice(-logLength).map((one) => viewWebhook(this.#webhooks.idFor(one), one)),
      },
    };
  }

  #difference(happened: readonly Happening[]): Change {
    const calls = new Set(happened.flatMap((one) => (one.kind === "call" ? [one.call] : [])));
    const webhooks = new Set(happened.flatMap((one) => (one.kind === "webhook" ? [one.webhook] : [])));
    for (const webhook of webhooks) this.#keepBringer(webhook);
    const touched = new Set([...[...calls].flatMap(listCalled), ...[...webhooks].flatMap(listMessages)]);
    const { written } = this.#stage.state;
    const ids = [...touched].sort((one, other) => written.lastIndexOf(one) - written.lastIndexOf(other));
    const small = this.#smallDifference();
    return {
      now: this.#stage.state.now(),
      isWhole: false,
      drop: small.drop,
      put: {
        ...small.put,
        messages: ids.flatMap((id) => this.#viewMessage(id) ?? []),
        calls: [...calls].map((call) => viewCall(this.#calls.idFor(call), call)),
        webhooks: [...webhooks].map((one) => viewWebhook(this.#webhooks.idFor(one), one)),
      },
    };
  }

  #keepBringer(delivery: SimulatedWebhook): void {
    for (const id of listBrought(delivery)) this.#bringers.set(id, delivery);
  }

  /** All messages: each inbox and outbox is read once. */
  #viewAllMessages(): MessageView[] {
    const { state } = this.#stage;
    const customers = state.customers.all();
    const received = new Map(customers.flatMap(({ inbox }) => inbox.map((message) => [message.id, message])));
    const sent = [...state.sent.values()].flatMap(
      (one) => viewSent(state, one, received.get(one.entry.id)) ?? [],
    );
    const own = customers.flatMap((customer) =>
      customer.outbox.map((message) => this.#viewOwn(customer, message)),
    );
    return inOrder(state, [...sent, ...own]);
  }

  /** A few messages, most likely recent ones. */
  #viewMessage(id: string): MessageView | undefined {
    const { state } = this.#stage;
    const sent = state.sent.get(id);
    if (sent !== undefined) {
      const inboxes = findReaders(state, sent).map(({ inbox }) => inbox);
      const [received] = inboxes.flatMap((inbox) => inbox.findLast((message) => message.id === id) ?? []);
      return viewSent(state, sent, received);
    }
    const own = state.customers.findMessage(id);
    return own === undefined ? undefined : this.#viewOwn(own.customer, own.message);
  }

  #viewOwn(customer: Customer, message: OutboxMessage): MessageView {
    return viewOwn(customer, message, this.#bringers.get(message.id));
  }

  #viewSmall(): { [K in SmallKind]: Kinds[K][] } {
    const { state } = this.#stage;
    return {
      numbers: [...state.numbers.values()].map(viewNumber),
      customers: state.customers.all().map((customer) => viewCustomer(customer, state.numbers.keys())),
      groups: [...state.groups.values()].map(viewGroup),
      flows: state.customers.all().flatMap(viewFlow),
      templates: [...state.accounts.values()].flatMap(({ templates }) =>
        templates.all().map(viewStoredTemplate),
      ),
      faults: this.#faults.view(),
      surroundings: [viewSurroundings(this.#stage)],
    };
  }

  /** Compares with what was told, which costs little: there are few of these. */
  #smallDifference(): Pick<Change, "put" | "drop"> {
    const views = this.#viewSmall();
    const change: Pick<Change, "put" | "drop"> = { put: {}, drop: {} };
    const told = new Map<string, string>();
    for (const kind of smallKinds) {
      const texts = new Map<{ id: string }, string>(views[kind].map((view) => [view, JSON.stringify(view)]));
      const isNew = (view: { id: string }) => this.#told.get(`${kind} ${view.id}`) !== texts.get(view);
      Object.assign(change.put, { [kind]: (views[kind] as { id: string }[]).filter(isNew) });
      for (const [view, text] of texts) told.set(`${kind} ${view.id}`, text);
    }
    for (const kind of smallKinds) {
      const gone = [...this.#told.keys()].filter((key) => key.startsWith(`${kind} `) && !told.has(key));
      if (gone.length > 0) change.drop[kind] = gone.map((key) => key.slice(kind.length + 1));
    }
    this.#told = told;
    return change;
  }
}

const isEmpty = ({ put, drop }: Change): boolean =>
  Object.keys(drop).length === 0 && Object.values(put).every(({ length }) => length === 0);
