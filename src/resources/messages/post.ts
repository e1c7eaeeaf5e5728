import { hasMessageId } from "../../core/decode.ts";
import type { Call } from "../../core/pipeline.ts";
import type { CallOptions } from "../../types/common.ts";
import type { SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import type { Composed } from "./compose.ts";

/** What every send takes as its last argument. */
export interface SendOptions extends CallOptions {
  /** Whether a correlation tag is generated when the message carries none. Default: the client's `correlate`, true. */
  correlate?: boolean | undefined;
}

/** Options of `sendTemplate`. */
export interface TemplateSendOptions extends SendOptions {
  /**
   * Checks the message against the account's template before it is sent, as `client.templates.checked()` does; the
   * template is read once and kept. Default false.
   */
  checked?: boolean | undefined;
}

/** Checks a message against the account's template. */
export type CheckTemplate = (content: TemplateContent, options: CallOptions) => Promise<void>;

/** Meta's answer to an accepted message. */
interface SentAnswer {
  messages: [{ id: string; message_status?: string }];
  contacts?: { input?: string; wa_id?: string; user_id?: string }[];
}

/** Sends a composed message. It is never idempotent: WhatsApp takes every request as a new message. */
export async function post(
  call: Call,
  target: { path: string; phoneNumberId: string },
  { body, recipient, correlationTag }: Composed,
  { signal, timeoutMs, headers }: SendOptions,
): Promise<SentMessage> {
  const { body: answer } = await call<SentAnswer>({
    method: "POST",
    path: target.path,
    body,
    idempotent: false,
    send: { phoneNumberId: target.phoneNumberId, recipient, correlationTag },
    expects: isSentAnswer,
    signal,
    timeoutMs,
    headers,
  });
  const { id, message_status } = answer.messages[0];
  const contact = answer.contacts?.[0];
  return {
    id,
    ...(message_status === undefined ? {} : { message_status }),
    ...(contact === undefined ? {} : { contact }),
    raw: answer,
  };
}

const isSentAnswer = (body: unknown): body is SentAnswer => hasMessageId(body);
