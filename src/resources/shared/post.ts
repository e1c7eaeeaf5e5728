import { type Endpoint, pickCallOptions } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
import { hasMessageId } from "../../core/transport/decode.ts";
import type { CallOptions } from "../../types/common.ts";
import type { SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import { once } from "../../utils/once.ts";
import { type Composition, compose, type ToCallerPath } from "./compose.ts";

/** Loaded with the first template message: other messages need none of it. */
export const loadTemplateComponents = once(() => import("./template-components.ts"));

/** The last argument of every sending method. */
export interface SendOptions extends CallOptions {
  /** Whether to generate a correlation tag for a message without one. Default: the client's `correlate`, true. */
  correlate?: boolean | undefined;
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
  checkTemplate: CheckTemplate;
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
 * @param toCallerPath for a message that a shortcut built: errors then name the caller's fields.
 */
export async function post(
  { call, api, settings, edge }: Sender,
  message: Composition,
  options: SendOptions,
  toCallerPath?: ToCallerPath,
): Promise<SentMessage> {
  const { defaultCountry, correlate = true } = settings;
  const composing = { defaultCountry, correlate: options.correlate ?? correlate };
  const { body, recipient, correlationTag } = compose(message, composing, toCallerPath);
  const phoneNumberId = api.phoneNumberId();
  const answer = await call<SentAnswer>({
    ...pickCallOptions(options),
    method: "POST",
    path: path`/${phoneNumberId}/${edge}`,
    body,
    idempotent: false,
    send: { phoneNumberId, recipient, correlationTag },
    expects: isSentAnswer,
  });
  return toSentMessage(answer.body);
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
