import { type Endpoint, pickCallOptions } from "../../core/endpoint.ts";
import type { KeyedSend } from "../../core/ledger/keyed-send.ts";
import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
import { hasMessageId } from "../../core/transport/decode.ts";
import { findUnknownKeys, invalid } from "../../core/validate.ts";
import type { Store } from "../../store/store.ts";
import type { CallOptions, Logger } from "../../types/common.ts";
import type { SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import { once } from "../../utils/once.ts";
import { type Composition, compose, type ToCallerPath } from "./compose.ts";

/** Loaded with the first template message: other messages need none of it. */
export const loadTemplateComponents = once(() => import("./template-components.ts"));

/** Loaded with the first message that has a key. */
const loadLedger = once(() => import("../../core/ledger/keyed-send.ts"));

/** The last argument of every sending method. */
export interface SendOptions extends CallOptions {
  /** Whether to generate a correlation tag for a message without one. Default: the client's `correlate`, true. */
  correlate?: boolean | undefined;
  /**
   * Sends the message once: a send with a key that was used before resolves with the first result (`repeated: true`),
   * or rejects with an `AmbiguousSendError` while nobody knows whether the first one left. Another recipient or content
   * under the same key is refused. Keys count per sending number and are kept for 8 days in the client's `store`. Default: none.
   *
   * With `replyTo`, it names the reply to this event instead: the first result comes back whatever the content, which
   * is what generated text needs.
   */
  idempotencyKey?: string | undefined;
  /**
   * Only with `replyTo`: whether the reply is sent once per event, however often the handler runs. Default: true for an
   * event that a webhook handler of wacloud passed to your function, false for events from elsewhere.
   */
  once?: boolean | undefined;
}

/** Options of `sendTemplate`. */
export interface TemplateSendOptions extends SendOptions {
  /**
   * Checks the message against the account's template before sending, as `client.templates.checked()` does. The
   * template is read once and cached. Default false.
   */
  checked?: boolean | undefined;
}

/** Checks a message against the account's template. */
export type CheckTemplate = (content: TemplateContent, options: CallOptions) => Promise<void>;

/** Settings of everything that sends messages. */
export interface SenderSettings {
  phoneNumberId: string | undefined;
  defaultCountry?: string | undefined;
  correlate?: boolean | undefined;
  messagingAccountId?: string | undefined;
  checkTemplate: CheckTemplate;
  /** Where messages with a key are remembered. */
  store: Store;
  logger?: Logger | undefined;
  /** The event that is answered, if one is. */
  reply?: RepliedEvent | undefined;
}

/** The event that is answered. */
interface RepliedEvent {
  eventId: string | undefined;
  /** The message that came in, if the event is one. */
  messageId: string | undefined;
  /** The same object for all replies of one run of a handler. */
  run: object;
  /** The same object for all replies to one event object. */
  event: object;
  /** Whether each reply is sent once, unless its options say otherwise. */
  once: boolean;
}

/** How messages are sent, and to which edge of the phone number. */
export interface Sender {
  readonly call: Call;
  readonly api: Endpoint;
  readonly settings: SenderSettings;
  readonly edge: "messages" | "marketing_messages";
}

/** Meta's response to an accepted message. */
interface SentAnswer {
  messages: [{ id: string; message_status?: string }];
  contacts?: { input?: string; wa_id?: string; user_id?: string }[];
}

/**
 * Checks a message and sends it. Never idempotent: every request is a new message to WhatsApp.
 *
 * @param message a copy of what the caller passed: it may wait, and the caller may use the object for the next message.
 * @param toCallerPath for a message that a shortcut built: errors then name the caller's fields.
 */
export async function post(
  { call, api, settings, edge }: Sender,
  message: Composition,
  options: SendOptions,
  toCallerPath?: ToCallerPath,
): Promise<SentMessage> {
  checkOptionNames(options);
  const { defaultCountry, messagingAccountId, correlate = true } = settings;
  const opening = openKeyed(settings, options, () => api.phoneNumberId());
  const keyed = opening && (await opening); // without a key, the call is under way when this function returns
  const generateTag = () => keyed?.tag ?? `wacloud-${crypto.randomUUID()}`;
  const composing = {
    defaultCountry,
    messagingAccountId,
    generateTag: (options.correlate ?? correlate) ? generateTag : undefined,
  };
  const { body, recipient, correlationTag } = compose(message, composing, toCallerPath);
  const phoneNumberId = api.phoneNumberId();
  const answer = await call<SentAnswer>({
    ...pickCallOptions(options),
    method: "POST",
    path: path`/${phoneNumberId}/${edge}`,
    body,
    idempotent: false,
    send: { phoneNumberId, recipient, correlationTag, keyed: keyed?.describe(body) },
    expects: isSentAnswer,
  });
  return keyed?.isRepeated ? toRepeated(answer.body) : toSentMessage(answer.body);
}

const optionNames: readonly (keyof TemplateSendOptions)[] = [
  "signal",
  "timeoutMs",
  "headers",
  "correlate",
  "idempotencyKey",
  "once",
  "checked",
];

/** A misspelled `idempotencyKey` would be ignored in silence, and the message sent twice. */
function checkOptionNames(options: SendOptions): void {
  const issues = findUnknownKeys(options, optionNames);
  if (issues.length > 0) throw invalid("message", issues);
}

/** The message's place in the ledger, if it has a key. */
function openKeyed(
  settings: SenderSettings,
  { idempotencyKey, once: isOnce }: SendOptions,
  phoneNumberId: () => string,
): Promise<KeyedSend> | undefined {
  const { reply } = settings;
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === "string" && idempotencyKey !== "")) {
    throw refuse("idempotencyKey", "must be a text that is not empty");
  }
  if (reply === undefined) {
    if (isOnce !== undefined) throw refuse("once", "is for `replyTo` only: pass an `idempotencyKey`");
    if (idempotencyKey === undefined) return undefined;
    return loadLedger().then(({ keyedSend }) => keyedSend(settings, phoneNumberId(), idempotencyKey));
  }
  const { run, event, eventId, once: byDefault } = reply;
  if (idempotencyKey === undefined && !(isOnce ?? byDefault)) return undefined;
  if (eventId === undefined) throw refuse("event.id", "is missing: replies are remembered by it");
  return loadLedger().then(({ keyedReply }) => keyedReply(settings, { run, event, eventId }, idempotencyKey));
}

const refuse = (where: string, message: string) => invalid("message", [{ path: where, message }]);

/** The response to an earlier send is gone; its id is known. */
function toRepeated({ messages: [{ id, message_status }] }: SentAnswer): SentMessage {
  return { id, ...(message_status === undefined ? {} : { message_status }), repeated: true, raw: undefined };
}

function toSentMessage(raw: SentAnswer): SentMessage {
  const { id, message_status } = raw.messages[0];
  const contact = raw.contacts?.[0];
  return {
    id,
    ...(message_status === undefined ? {} : { message_status }),
    ...(contact === undefined ? {} : { contact }),
    raw,
  };
}

const isSentAnswer = (body: unknown): body is SentAnswer => hasMessageId(body);
