import {
  optionsWithEnv,
  type ResolvedOptions,
  resolveOptions,
  type WhatsAppClientOptions,
} from "./client-options.ts";
import type { LateResources } from "./client-resource-classes.ts";
import { lateResource } from "./client-resources.ts";
import { appSecretProof, auth, renewToken, tokenSource } from "./core/auth.ts";
import { checkTimeout, deadline } from "./core/deadline.ts";
import { Endpoint } from "./core/endpoint.ts";
import { trackInFlight } from "./core/in-flight.ts";
import { departure, ledger } from "./core/ledger.ts";
import {
  type AccessTokenContext,
  type ApiRequest,
  type ApiResponse,
  type Call,
  type Layer,
  pipeline,
} from "./core/pipeline.ts";
import { rateLimit } from "./core/rate-limit.ts";
import { retry } from "./core/retry.ts";
import { loadTransport, transport } from "./core/transport.ts";
import { invalid } from "./core/validate.ts";
import type { Finding } from "./doctor/finding.ts";
import type { DoctorOptions } from "./doctor/options.ts";
import type { ConfigurationError, ValidationError } from "./errors.ts";
import type { Analytics } from "./resources/analytics.ts";
import type { Automations } from "./resources/automation.ts";
import type { BlockedUsers } from "./resources/blocked-users.ts";
import type { BusinessAccounts } from "./resources/business-account.ts";
import type { BusinessProfiles } from "./resources/business-profile.ts";
import type { Calls } from "./resources/calls.ts";
import type { Commerce } from "./resources/commerce.ts";
import type { Flows } from "./resources/flows.ts";
import type { Groups } from "./resources/groups.ts";
import { MarketingMessages } from "./resources/marketing-messages.ts";
import { Media } from "./resources/media.ts";
import { Messages, type Replies } from "./resources/messages.ts";
import type { Onboarding } from "./resources/onboarding.ts";
import type { Payments } from "./resources/payments.ts";
import type { PhoneNumbers } from "./resources/phone-numbers.ts";
import type { QrCodes } from "./resources/qr-codes.ts";
import type { GraphRequest } from "./resources/shared/graph-request.ts";
import type { CheckTemplate } from "./resources/shared/post.ts";
import type { Signups } from "./resources/signups.ts";
import type { TemplateMemory } from "./resources/templates/context.ts";
import { Templates } from "./resources/templates.ts";
import type { Threads } from "./resources/threads.ts";
import { type EventRun, findRun } from "./store/event-run.ts";
import type { Store } from "./store/store.ts";
import type { Chat } from "./types/webhooks/identity.ts";
import { keepRecent } from "./utils/keep-recent.ts";
import { log } from "./utils/log.ts";

/** An event you can reply to: one of your numbers received it, from a person or in a group. */
export interface AnswerableEvent {
  /** The event's id: the replies to it are remembered by it. */
  id?: string | undefined;
  /** The account of the number that received it. */
  businessAccountId?: string | undefined;
  /** The number that received it. */
  phoneNumberId?: string | undefined;
  /** The person or group it came from. */
  chat?: Chat | undefined;
  /** The message, for a reply that quotes it. */
  message?: { id: string } | undefined;
}

/** How an event is answered. */
export interface ReplyOptions {
  /** Whether the reply quotes the message. Default false. */
  quote?: boolean | undefined;
  /** Whether each reply is sent once per event. Default: true in a webhook handler, false for events from elsewhere. */
  once?: boolean | undefined;
}

/** Shared by the clients of several senders. */
interface Engine {
  call: Call;
  store: Store;
  close: () => Promise<void>;
  /** Cached facts about the templates of an account. */
  templates: (businessAccountId: string | undefined) => TemplateMemory;
}

/** The engine to reuse for options that `withPhoneNumber` and `withBusinessAccount` made. */
const shared = new WeakMap<WhatsAppClientOptions, Engine>();

/**
 * A client for the WhatsApp Business Cloud API.
 *
 * It never sends a message twice on its own: a send is repeated only if Meta certainly did not accept it. If that
 * cannot be known, the send rejects with an `AmbiguousSendError`.
 *
 * @example
 * const whatsapp = new WhatsAppClient({ accessToken, phoneNumberId });
 * const { id } = await whatsapp.messages.sendText({ to: "+14155552671", body: "Hello" });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform
 */
export class WhatsAppClient {
  /** Sends messages and marks incoming ones as read. */
  readonly messages: Messages;
  /** Sends marketing templates through the Marketing Messages API. */
  readonly marketingMessages: MarketingMessages;
  /** Lists, creates, edits and deletes message templates. */
  readonly templates: Templates;
  /** Uploads, downloads and deletes media. */
  readonly media: Media;
  /**
   * Where the client remembers sends that must not happen twice: the option `store`. Pass it to the webhook handler too
   * (`store: whatsapp.store`), so that status webhooks settle sends whose outcome is unknown.
   */
  readonly store: Store;
  /** The number that the client sends from: the option `phoneNumberId`. */
  readonly phoneNumberId: string | undefined;
  readonly #late: Partial<LateResources> = {};
  readonly #engine: Engine;
  readonly #call: Call;
  readonly #checkTemplate: CheckTemplate = (content, options) =>
    this.templates.checked().checkContent(content, options);
  readonly #options: WhatsAppClientOptions;
  readonly #resolved: ResolvedOptions;

  /**
   * @throws {@link ConfigurationError} naming each option that is missing, malformed or unknown.
   */
  constructor(options: WhatsAppClientOptions) {
    const resolved = resolveOptions(options);
    this.#engine = shared.get(options) ?? start(resolved);
    this.#options = options;
    this.#resolved = resolved;
    const { store } = this.#engine;
    const call = callFor(resolved, this.#engine.call);
    this.#call = call;
    this.store = store;
    this.phoneNumberId = resolved.phoneNumberId;
    const sending = { ...resolved, store, checkTemplate: this.#checkTemplate };
    this.messages = new Messages(call, sending);
    this.marketingMessages = new MarketingMessages(call, sending);
    this.templates = new Templates(call, resolved, {
      memory: this.#engine.templates(resolved.businessAccountId),
      sendTemplate: (input, options) => this.messages.sendTemplate(input, options),
    });
    this.media = new Media(call, resolved);
  }

  /**
   * Creates a client from environment variables: `WHATSAPP_ACCESS_TOKEN` and `WHATSAPP_PHONE_NUMBER_ID`, and if set
   * `WHATSAPP_BUSINESS_ACCOUNT_ID`, `WHATSAPP_APP_ID`, `WHATSAPP_APP_SECRET`, `WHATSAPP_API_VERSION` and
   * `WHATSAPP_API_BASE_URL`. To work on templates only, without a number, use the constructor.
   *
   * @param overrides options that take precedence over the environment.
   * @param env the variables. Default: `process.env`; on a runtime without it, pass your own.
   * @throws {@link ConfigurationError} naming each variable that is missing or malformed.
   */
  static fromEnv(
    overrides: Partial<WhatsAppClientOptions> = {},
    env: Record<string, string | undefined> = globalThis.process?.env ?? {},
  ): WhatsAppClient {
    return new WhatsAppClient(optionsWithEnv(overrides, env));
  }

  /** Counts messages, conversations and calls of the account, and what they cost. */
  get analytics(): Analytics {
    return this.#find("analytics");
  }

  /** What a number offers in the chat: ice breakers and commands. */
  get automation(): Automations {
    return this.#find("automation");
  }

  /** Blocks people, unblocks them, and lists who is blocked. */
  get blockedUsers(): BlockedUsers {
    return this.#find("blockedUsers");
  }

  /** The WhatsApp Business Account: settings, webhook subscriptions, people with access, its portfolio. */
  get businessAccount(): BusinessAccounts {
    return this.#find("businessAccount");
  }

  /** What customers see about the business: texts, picture, websites. */
  get businessProfile(): BusinessProfiles {
    return this.#find("businessProfile");
  }

  /** Calls customers, and takes their calls. */
  get calls(): Calls {
    return this.#find("calls");
  }

  /** The catalogs of an account, and whether customers of a number see them. */
  get commerce(): Commerce {
    return this.#find("commerce");
  }

  /** Creates, changes, publishes and deletes Flows, and sets the key of their endpoint. */
  get flows(): Flows {
    return this.#find("flows");
  }

  /** Lists, creates, changes and deletes groups, and decides who is in them. */
  get groups(): Groups {
    return this.#find("groups");
  }

  /** Connects your customers' accounts to your app: Embedded Signup, tokens, the app's webhooks. */
  get onboarding(): Onboarding {
    return this.#find("onboarding");
  }

  /** Configures how customers in India pay, reads payments and pays them back. */
  get payments(): Payments {
    return this.#find("payments");
  }

  /** Adds, verifies and registers phone numbers; their settings and usernames. */
  get phoneNumbers(): PhoneNumbers {
    return this.#find("phoneNumbers");
  }

  /** Lists, creates, changes and deletes QR codes and short links that open a chat. */
  get qrCodes(): QrCodes {
    return this.#find("qrCodes");
  }

  /** Lists, creates and changes forms in WhatsApp by which customers subscribe to marketing messages. */
  get signups(): Signups {
    return this.#find("signups");
  }

  /** Passes, takes and releases threads, where several responders share a number. */
  get threads(): Threads {
    return this.#find("threads");
  }

  #find<Name extends keyof LateResources>(name: Name): LateResources[Name] {
    const known = this.#late[name];
    if (known !== undefined) return known;
    const settings = { ...this.#resolved, call: this.#call, store: this.store };
    const created = lateResource(name, new Endpoint(this.#call, settings), settings);
    this.#late[name] = created;
    return created;
  }

  /**
   * Returns the same client for another sender; both share connections, rate limits and `close()`.
   *
   * @throws {@link ConfigurationError} if it is not an id.
   */
  withPhoneNumber(phoneNumberId: string): WhatsAppClient {
    return this.#with({ ...this.#options, phoneNumberId });
  }

  /**
   * Returns the same client for another WhatsApp Business Account: its templates, numbers, settings. Both share
   * connections, rate limits and `close()`; the sender stays the same.
   *
   * @throws {@link ConfigurationError} if it is not an id.
   *
   * @example
   * for await (const template of client.withBusinessAccount(accountId).templates.list()) console.log(template.name);
   */
  withBusinessAccount(businessAccountId: string): WhatsAppClient {
    return this.#with({ ...this.#options, businessAccountId });
  }

  #with(options: WhatsAppClientOptions): WhatsAppClient {
    shared.set(options, this.#engine);
    return new WhatsAppClient(options);
  }

  /**
   * Returns the sending methods without `to`: they reply in the chat an event came from, from the number that
   * received it. `markAsRead` on it needs no id.
   *
   * For an event that a webhook handler of wacloud passed to your function, each reply is sent once, however often your
   * function runs: when it fails half-way and Meta delivers the event again, a reply with the same content as in an
   * earlier run resolves with the first result. Where another content may stand for the same reply, the send rejects
   * with a `ValidationError`: give replies whose content changes from run to run an `idempotencyKey`. This holds while
   * the process lives; with a shared `store`, always.
   *
   * In a handler that took too long, or whose event another process has taken over, every send rejects with the
   * `HandlerTimeoutError` or `StoreError` that ended it; nothing is sent.
   *
   * @param options.quote whether the reply quotes the message. Default false.
   * @param options.once whether each reply is sent once per event. Default: true in a webhook handler, false for events
   * from a queue, a database or `parseWebhook`.
   * @throws {@link ValidationError} if the event has no chat to reply in.
   *
   * @example
   * on: { "message.text": (event) => whatsapp.replyTo(event).sendText({ body: "Thanks!" }) }
   *
   * @example
   * await whatsapp.replyTo(event).sendText({ body: await generateAnswer(event) }, { idempotencyKey: "answer" });
   */
  replyTo(event: AnswerableEvent, options: ReplyOptions = {}): Replies {
    const run = findRun(event);
    const preset = {
      to: requireChat(event),
      ...(options.quote ? { reply_to: requireMessageId(event) } : {}),
    };
    const sender = {
      ...this.#options,
      businessAccountId: event.businessAccountId ?? this.#options.businessAccountId,
      phoneNumberId: event.phoneNumberId ?? this.#options.phoneNumberId,
    };
    const call = callFor(sender, this.#engine.call);
    return new Messages(run === undefined ? call : whileHandled(run, call), {
      ...sender,
      store: this.store,
      preset,
      checkTemplate: (content, options) =>
        this.#with(sender as WhatsAppClientOptions).#checkTemplate(content, options),
      reply: {
        eventId: run?.eventId ?? event.id,
        messageId: event.message?.id,
        run: run ?? {},
        event: run ?? event,
        once: options.once ?? run !== undefined,
      },
    });
  }

  /**
   * Calls any edge of the Graph API, with the same authentication, retries and errors as every other method.
   *
   * @example
   * const { body } = await whatsapp.request({ method: "GET", path: `/${phoneNumberId}`, query: { fields: "quality_rating" } });
   *
   * @see https://developers.facebook.com/docs/graph-api/overview
   */
  async request<T = unknown>(request: GraphRequest): Promise<ApiResponse<T>> {
    const { readGraphRequest } = await import("./resources/shared/graph-request.ts");
    return this.#call<T>(readGraphRequest(request));
  }

  /**
   * Examines the set-up: token, account, number, and if you pass them, the webhook and a message. Resolves with what was
   * found, never with a rejection for what is wrong. Nothing is changed, and nothing is sent without `sendTo`.
   *
   * @throws {@link ValidationError} if an option is unknown or malformed.
   *
   * @example
   * for (const { status, title, found, next } of await client.doctor({ webhook: "https://example.com/webhook", verifyToken })) {
   *   if (status === "error") console.error(title, found, next);
   * }
   */
  async doctor(options?: DoctorOptions): Promise<Finding[]> {
    return (await import("./doctor/examine.ts")).examine(this, this.#resolved, options);
  }

  /** Waits for the calls in flight and frees all resources; later calls reject with a `ConfigurationError`. */
  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** Calls that say whose they are, unless their options name somebody else. */
function callFor({ businessAccountId, phoneNumberId }: AccessTokenContext, call: Call): Call {
  const owner = { businessAccountId, phoneNumberId };
  return (request) => call({ ...request, owner: request.owner ?? owner });
}

/** Calls that end with the run of the handler that makes them; what waits in the queue then is not sent. */
function whileHandled(run: EventRun, call: Call): Call {
  return (request) => {
    const { signal } = request;
    return call({
      ...request,
      signal: signal === undefined ? run.signal : AbortSignal.any([signal, run.signal]),
    });
  };
}

/** Builds the pipeline, once for all senders. Layers are outermost first: a repeat waits for its turn in the rate limit. */
function start(options: ResolvedOptions): Engine {
  const { clock, logger, rateLimit: limits, baseUrl, apiVersion, fetch } = options;
  const tokens = tokenSource(options.accessToken);
  const { layer: inFlight, close } = trackInFlight();
  const prepare = ({ owner }: ApiRequest) => Promise.all([loadTransport(), tokens.current(owner)]);
  const layers: Layer[] = [
    inFlight,
    ...options.layers,
    checkTimeout,
    ledger,
    retry(options.retry, clock, logger),
    renewToken(tokens),
    ...(limits === undefined
      ? []
      : [rateLimit({ ...limits, maxPauseMs: options.retry.maxDelayMs, clock, baseUrl, fetch, prepare })]),
    auth(tokens, options.appSecret === undefined ? undefined : appSecretProof(options.appSecret)),
    departure,
    deadline(options.timeoutMs),
  ];
  const sending = transport({ baseUrl, apiVersion, fetch, onVersion: versionWarning(options) });
  return {
    close,
    store: options.store,
    call: pipeline(sending, ...layers),
    templates: templateMemories(),
  };
}

/** How many accounts' templates are cached; beyond that, those that were used longest ago are read again. */
const maxAccounts = 1000;

/** What is known about templates: cached by account, while waiting calls and quotas, which name theirs, are shared. */
function templateMemories(): Engine["templates"] {
  const memories = new Map<string | undefined, TemplateMemory>();
  const common = { waiting: new Set<never>(), quotas: new Map<string, never>() };
  return (account) =>
    keepRecent(memories, account, memories.get(account) ?? { ...common, checker: undefined }, maxAccounts);
}

/** Meta silently serves another version in place of one that has expired: worth one warning. */
function versionWarning({ apiVersion, logger }: ResolvedOptions): (served: string) => void {
  let warned = false;
  return (served) => {
    if (warned || served === apiVersion) return;
    warned = true;
    log(
      logger,
      "warn",
      `wacloud: Graph API ${served} responded, not ${apiVersion}. Set \`apiVersion\` to one that is still served.`,
    );
  };
}

function requireChat({ chat }: AnswerableEvent): Chat {
  if (chat !== undefined) return chat;
  const message = "is missing: you can only reply to events that came from a person or a group";
  throw invalid("event", [{ path: "event.chat", message }]);
}

function requireMessageId({ message }: AnswerableEvent): string {
  if (message !== undefined) return message.id;
  throw invalid("event", [
    { path: "event.message", message: "is missing: the event contains no message to quote" },
  ]);
}
