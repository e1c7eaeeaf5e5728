import {
  optionsWithEnv,
  type ResolvedOptions,
  resolveOptions,
  type WhatsAppClientOptions,
} from "./client-options.ts";
import { appSecretProof } from "./core/app-secret-proof.ts";
import { auth, renewToken } from "./core/auth.ts";
import { deadline } from "./core/deadline.ts";
import { drain } from "./core/drain.ts";
import { type ApiResponse, type Call, type Layer, pipeline, type Query } from "./core/pipeline.ts";
import { rateLimit } from "./core/rate-limit.ts";
import { retry } from "./core/retry.ts";
import { tokens } from "./core/tokens.ts";
import { loadTransport, transport } from "./core/transport.ts";
import { type ConfigurationError, ValidationError } from "./errors.ts";
import { MarketingMessages } from "./resources/marketing-messages.ts";
import { Media } from "./resources/media.ts";
import type { CheckTemplate } from "./resources/messages/post.ts";
import { Messages, type Replies } from "./resources/messages.ts";
import { creationAllowance } from "./resources/templates/allowance.ts";
import type { TemplateMemory } from "./resources/templates/context.ts";
import { Templates } from "./resources/templates.ts";
import type { CallOptions } from "./types/common.ts";
import type { Chat } from "./types/webhooks/people.ts";

/** A call to any edge of the Graph API. */
export interface GraphRequest extends CallOptions {
  /** The HTTP method. */
  method: "GET" | "POST" | "DELETE";
  /** Below the version: `/106540352242922/settings`. Ids in it are yours to escape. */
  path: string;
  /** Query parameters; arrays travel as JSON. */
  query?: Query | undefined;
  /** A plain object travels as JSON; FormData and bytes travel as they are. */
  body?: unknown;
  /** Whether a repeat changes nothing; only then an unclear outcome is repeated. Default: true for GET and DELETE. */
  idempotent?: boolean | undefined;
}

/** An event that can be answered: it came to one of your numbers, from a person or in a group. */
export interface AnswerableEvent {
  /** The number that received it. */
  phoneNumberId?: string | undefined;
  /** The person or the group it came from. */
  chat?: Chat | undefined;
  /** The message, when a reply is to quote it. */
  message?: { id: string } | undefined;
}

/** What clients of several senders share. */
interface Engine {
  call: Call;
  close: () => Promise<void>;
  /** What is known of the account's templates. */
  templates: TemplateMemory;
}

/** The engine behind options that were made for another sender of the same client. */
const shared = new WeakMap<WhatsAppClientOptions, Engine>();

/**
 * The WhatsApp Business Cloud API.
 *
 * It never sends a message twice by itself: a send is repeated only when Meta certainly did not take it, and
 * where that cannot be known an `AmbiguousSendError` says so.
 *
 * @example
 * const whatsapp = new WhatsAppClient({ accessToken, phoneNumberId });
 * const { id } = await whatsapp.messages.sendText({ to: "+14155552671", body: "Hello" });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform
 */
export class WhatsAppClient {
  /** Sends messages, marks as read. */
  readonly messages: Messages;
  /** Sends marketing templates through the Marketing Messages API. */
  readonly marketingMessages: MarketingMessages;
  /** Lists, creates, edits and deletes message templates. */
  readonly templates: Templates;
  /** Uploads, downloads and deletes media. */
  readonly media: Media;
  readonly #engine: Engine;
  readonly #checkTemplate: CheckTemplate = (content, options) =>
    this.templates.checked().checkContent(content, options);
  readonly #options: WhatsAppClientOptions;

  /**
   * @throws {@link ConfigurationError} naming each option that is missing or malformed.
   */
  constructor(options: WhatsAppClientOptions) {
    const resolved = resolveOptions(options);
    this.#engine = shared.get(options) ?? start(resolved);
    this.#options = options;
    const { call } = this.#engine;
    this.messages = new Messages(call, { ...resolved, checkTemplate: this.#checkTemplate });
    this.marketingMessages = new MarketingMessages(call, { ...resolved, checkTemplate: this.#checkTemplate });
    this.templates = new Templates(call, resolved, {
      memory: this.#engine.templates,
      sendTemplate: (input, options) => this.messages.sendTemplate(input, options),
    });
    this.media = new Media(call, resolved);
  }

  /**
   * A client made of environment variables: `WHATSAPP_ACCESS_TOKEN` and `WHATSAPP_PHONE_NUMBER_ID`, and where set
   * `WHATSAPP_BUSINESS_ACCOUNT_ID`, `WHATSAPP_APP_ID`, `WHATSAPP_APP_SECRET`, `WHATSAPP_API_VERSION` and
   * `WHATSAPP_API_BASE_URL`. For templates alone, without a number, use the constructor.
   *
   * @param overrides win over the environment.
   * @param env where the variables are. Default: `process.env`; on runtimes without one, pass yours.
   * @throws {@link ConfigurationError} naming each variable that is missing or malformed.
   */
  static fromEnv(
    overrides: Partial<WhatsAppClientOptions> = {},
    env: Record<string, string | undefined> = globalThis.process?.env ?? {},
  ): WhatsAppClient {
    return new WhatsAppClient(optionsWithEnv(overrides, env));
  }

  /** The same client for another sender: connections, rate limits and `close()` are shared. */
  withPhoneNumber(phoneNumberId: string): WhatsAppClient {
    const options = { ...this.#options, phoneNumberId };
    shared.set(options, this.#engine);
    return new WhatsAppClient(options);
  }

  /**
   * The sending methods without `to`: they answer in the chat an event came from, from the number that received it.
   *
   * @param options.quote shows the message as quoted in the answer. Default false.
   * @throws {@link ValidationError} when the event names no chat to answer in.
   *
   * @example
   * on: { "message.text": (event) => whatsapp.replyTo(event).sendText({ body: "Thanks!" }) }
   */
  replyTo(event: AnswerableEvent, options: { quote?: boolean } = {}): Replies {
    const preset = { to: chatOf(event), ...(options.quote ? { reply_to: messageIdOf(event) } : {}) };
    const phoneNumberId = event.phoneNumberId ?? this.#options.phoneNumberId;
    const checkTemplate = this.#checkTemplate;
    return new Messages(this.#engine.call, { ...this.#options, phoneNumberId, preset, checkTemplate });
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
    const { method, path, idempotent = method !== "POST" } = request;
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) {
      const message = "must be a path below the Graph API's version, not a whole address";
      throw new ValidationError(`Invalid request: path ${message}.`, [{ path: "path", message }]);
    }
    return this.#engine.call<T>({ ...request, idempotent, send: sendFactsOf(request) });
  }

  /** Waits for the calls under way and frees everything; later calls are refused with a `ConfigurationError`. */
  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** Builds the pipeline, once for all senders. Outermost first: a repeat waits its turn in the rate limit. */
function start(options: ResolvedOptions): Engine {
  const { clock, logger, rateLimit: limits } = options;
  const source = tokens(options.accessToken);
  const { layer: counted, close } = drain();
  const prepare = () => Promise.all([loadTransport(), source.current()]);
  const layers: Layer[] = [
    counted,
    ...options.layers,
    retry(options.retry, clock, logger),
    renewToken(source),
    ...(limits === undefined
      ? []
      : [rateLimit(limits, { clock, maxPauseMs: options.retry.maxDelayMs, prepare })]),
    auth(source, options.appSecret === undefined ? undefined : appSecretProof(options.appSecret)),
    deadline(options.timeoutMs),
  ];
  const { baseUrl, apiVersion, fetch } = options;
  const sending = transport({ baseUrl, apiVersion, fetch, onVersion: versionWarning(options) });
  return {
    close,
    call: pipeline(sending, ...layers),
    templates: { checker: undefined, waiting: new Set(), allowance: creationAllowance(clock) },
  };
}

/** A version that died is answered by an older one without a word: that is worth one warning. */
function versionWarning({ apiVersion, logger }: ResolvedOptions): (served: string) => void {
  let warned = false;
  return (served) => {
    if (warned || served === apiVersion) return;
    warned = true;
    logger?.warn(
      `wacloud: asked for Graph API ${apiVersion}, but ${served} answered. Set apiVersion to a version that is alive.`,
    );
  };
}

/** Messages sent through `request` count against the number's throughput like any other. */
function sendFactsOf({ method, path, body }: GraphRequest) {
  const [, phoneNumberId, edge] = /^\/?(\d+)\/(messages|marketing_messages)\/?$/.exec(path) ?? [];
  if (method !== "POST" || phoneNumberId === undefined || edge === undefined) return undefined;
  const {
    to,
    recipient,
    biz_opaque_callback_data: correlationTag,
  } = (body ?? {}) as Record<string, string | undefined>;
  return { phoneNumberId, recipient: to ?? recipient, correlationTag };
}

function chatOf({ chat }: AnswerableEvent): Chat {
  if (chat !== undefined) return chat;
  const message =
    "names no chat to answer in: only events that came from a person or a group can be answered";
  throw new ValidationError(`Invalid event: it ${message}.`, [{ path: "event.chat", message }]);
}

function messageIdOf({ message }: AnswerableEvent): string {
  if (message !== undefined) return message.id;
  const reason = "carries no message to quote";
  throw new ValidationError(`Invalid event: it ${reason}.`, [{ path: "event.message", message: reason }]);
}
