import type { Json } from "../utils/json.ts";

/** Paths that no Graph call can have: a Graph path begins with a version or an id. */
export const paths = {
  page: "/",
  script: "/_/page.js",
  style: "/_/page.css",
  icon: "/_/icon.svg",
  events: "/_/events",
  actions: "/_/actions",
  /** Followed by the id of a file. */
  media: "/_/media/",
} as const;

/** A business number. */
export interface NumberView {
  id: string;
  displayPhoneNumber: string;
  verifiedName: string;
  businessAccountId: string;
}

/** A customer, as far as the page shows one. */
export interface CustomerView {
  /** The business-scoped id, which every customer has. */
  id: string;
  name: string;
  waId?: string;
  username?: string;
  isOnline: boolean;
  isBlocking: boolean;
  isReachable: boolean;
  hidesPhoneNumber: boolean;
  readsAutomatically: boolean;
  /** When the 24-hour window of each business number closes, in milliseconds. */
  windows: Record<string, number>;
  /** Until when the business is shown as typing, and from which number. */
  typing?: { until: number; number: string };
}

/** A group of customers with a business number. */
export interface GroupView {
  id: string;
  subject: string;
  /** Id of the business number. */
  number: string;
  /** Ids of the customers in it. */
  members: string[];
}

/** An error: of Meta's, with wacloud's hint, or without a code of the app's webhook. */
export interface ErrorView {
  code?: number;
  title: string;
  details?: string;
  hint?: string;
}

/** A button of a template with its values filled in. */
export interface TemplateButtonView {
  /** Meta's type: `QUICK_REPLY`, `URL`, `PHONE_NUMBER`, … */
  type: string;
  text: string;
  url?: string;
  phone?: string;
  code?: string;
  flow?: Json;
  /** What a tap sends. */
  reply?: Json;
}

/** A template as a customer sees it. */
export interface TemplateContentView {
  header?: { format: string; text?: string; media?: Json; location?: Json; product?: Json };
  body?: string;
  footer?: string;
  /** Until when a limited-time offer holds, in milliseconds. */
  offer?: { text: string; until?: number };
  buttons: TemplateButtonView[];
  cards: TemplateContentView[];
}

/** Where a message is on its way; as a customer's own messages have it, `delivered` means that the app took its webhook. */
export type MessageStatus =
  | "held"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "played"
  | "failed"
  | "waiting";

/** A message of a chat. */
export interface MessageView {
  id: string;
  /** Id of the customer; of what the business writes to a group: empty. */
  customer: string;
  /** Id of the group that it was written to. */
  group?: string;
  /** Id of the business number. */
  number: string;
  isFromBusiness: boolean;
  at: number;
  /** Meta's message type. */
  type: string;
  /** Meta's object for that type. */
  content: unknown;
  /** Id of the message that it quotes. */
  quotes?: string;
  status: MessageStatus;
  error?: ErrorView;
  template?: TemplateContentView;
  /** Whether the simulator knows the screens of its Flow. */
  hasScreens?: boolean;
  /** Whether the customer has it, and has read it. For the customer's own: whether the business marked it as read. */
  hasArrived: boolean;
  isRead: boolean;
}

/** The screen of a Flow that a customer is on. */
export interface FlowView {
  /** Id of the customer. */
  id: string;
  /** Id of the message that it belongs to. */
  message: string;
  screen: string;
  title: string;
  /** How many screens can be returned to. */
  depth: number;
  /** What is shown, with values in place of references. */
  components: Json[];
  /** What is filled in, by the names of the components. */
  form: Json;
  /** What the app's endpoint says is wrong. */
  error?: string;
}

/** What a customer does in a Flow. */
export type FlowStep =
  | { step: "open" | "back" | "close" }
  | { step: "fill" | "submit"; answers: Json }
  | { step: "tap"; label: string };

/** A Graph call and its answer. */
export interface CallView {
  id: string;
  at: number;
  tookMs?: number;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: unknown;
  /** `pending` until it is answered. */
  outcome: "pending" | "answer" | "cut" | "reset" | "hang";
  status?: number;
  response?: unknown;
  error?: ErrorView;
  /** Whether the failure was asked for. */
  isInjected: boolean;
  /** Ids of the messages it is about. */
  messages: string[];
}

/** One attempt to deliver a webhook. */
export interface AttemptView {
  at: number;
  tookMs?: number;
  status?: number;
  error?: string;
  /** The beginning of the app's answer. */
  body?: string;
}

/** A webhook. */
export interface WebhookView {
  id: string;
  at: number;
  /** What it says: `text from Ana`, `delivered`, … */
  summary: string;
  rawBody: string;
  signature?: string;
  state: string;
  attempts: AttemptView[];
  error?: ErrorView;
  messages: string[];
}

/** A template of an account. */
export interface TemplateView {
  id: string;
  name: string;
  language: string;
  category: string;
  status: string;
  rejectedReason: string;
  businessAccountId: string;
  preview: TemplateContentView;
}

/** A failure that the page asked for and that has not happened yet. */
export interface FaultView {
  id: string;
  label: string;
  remaining: number;
}

/** What there is only one of. */
export interface Surroundings {
  id: "surroundings";
  /** URL of the server. */
  url: string;
  /** Where webhooks are posted to; `function` for one in the same process. */
  webhookUrl?: string;
  /** The lines that an app needs in its `.env`. */
  env: string;
  version: string;
}

/** Everything that the page shows, by kind. */
export interface Kinds {
  numbers: NumberView;
  customers: CustomerView;
  groups: GroupView;
  messages: MessageView;
  flows: FlowView;
  calls: CallView;
  webhooks: WebhookView;
  templates: TemplateView;
  faults: FaultView;
  surroundings: Surroundings;
}

export type Kind = keyof Kinds;

/**
 * What changed: entities to put in place of the ones with the same id, and ids to drop. The first event of a stream holds
 * everything, so a page that connects again has missed nothing.
 */
export interface Change {
  /** The simulator's time, in milliseconds. */
  now: number;
  /** Whether everything that is not in `put` is gone. */
  isWhole: boolean;
  put: { [K in Kind]?: Kinds[K][] };
  drop: { [K in Kind]?: string[] };
}

/** A file that travels in an action. */
export interface FileParcel {
  name: string;
  type: string;
  /** Base64. */
  data: string;
}

/** What the person at the page can do, by the name of the action. */
export interface Actions {
  send: {
    customer: string;
    number?: string;
    group?: string;
    content: Json;
    quotes?: string;
    file?: FileParcel;
  };
  tap: { customer: string; message: string; title: string; type: string; reply: Json };
  follow: { customer: string; message: string; title: string };
  react: { customer: string; message: string; emoji: string };
  edit: { customer: string; message: string; text: string };
  delete: { customer: string; message: string };
  shareContact: { customer: string; message: string };
  submitFlow: { customer: string; message: string; answers: Json };
  stepInFlow: { customer: string; message: string } & FlowStep;
  read: { customer: string };
  play: { customer: string; message: string };
  addCustomer: { address: string; name?: string };
  changeCustomer: {
    customer: string;
    isOnline?: boolean;
    isBlocking?: boolean;
    isReachable?: boolean;
    hidesPhoneNumber?: boolean;
    name?: string;
  };
  setWindow: { customer: string; number?: string; isOpen: boolean };
  advance: { ms: number };
  fail: { fault: FaultName; times?: number };
  recover: Record<never, never>;
  reset: Record<never, never>;
  replay: { webhook: string };
  subscribe: { url: string };
  review: {
    template: string;
    verdict: "approve" | "reject" | "pause" | "unpause" | "disable";
    reason?: string;
  };
}

export type ActionName = keyof Actions;

/** The body of a POST to {@link paths}.actions. */
export type ActionRequest = { [Name in ActionName]: { action: Name } & Actions[Name] }[ActionName];

/** What the server answers to an action. */
export interface ActionAnswer {
  /** Why nothing was done, for the person at the page. */
  error?: string;
  /** Id of what was created. */
  id?: string;
  /** Whether the Flow has come to its end. */
  isOver?: boolean;
}

/** The faults that the page offers. */
export const faults = {
  throttled: { label: "130429 Rate limit hit", hint: "This number sends too fast" },
  paired: { label: "131056 Pair rate limit", hint: "Too many messages to one customer" },
  unavailable: { label: "131016 Service unavailable", hint: "May be repeated" },
  unknown: { label: "131000 Something went wrong", hint: "May have been sent" },
  token: { label: "190 Invalid token", hint: "The token has expired" },
  payment: { label: "131042 Payment problem", hint: "The account cannot pay" },
  proxy: { label: "503 from a proxy", hint: "HTML instead of JSON" },
  refused: { label: "Reset before reading", hint: "The message is not sent" },
  lost: { label: "Reset after accepting", hint: "The message is sent, the answer lost" },
  silent: { label: "No answer", hint: "The message is sent, the call hangs" },
  cut: { label: "Answer cut short", hint: "The message is sent, half of the answer arrives" },
} as const;

export type FaultName = keyof typeof faults;
