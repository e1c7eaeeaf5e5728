import { AmbiguousSendError, isWhatsAppError } from "../errors.ts";
import type { Messages } from "../resources/messages.ts";
import type { SendOptions } from "../resources/shared/post.ts";
import type { SentMessage } from "../types/messages/outgoing.ts";
import type { Recipient } from "../types/recipients.ts";
import { confirm } from "./confirm.ts";
import { previewMessage } from "./dry-run.ts";
import type { Window } from "./inbox.ts";
import { CallMemory, dayMs, type KnownCall } from "./memory.ts";
import { type Person, personIds, readPerson } from "./person.ts";
import { Refusal } from "./refusal.ts";
import type { Session } from "./session.ts";
import type { ToolCall } from "./tool.ts";

/** What every sending tool takes. */
export interface SendingInput {
  to: string;
  idempotency_key?: string | undefined;
}

/** A message that a tool is about to send. */
export interface Outgoing<Input extends SendingInput> {
  tool: string;
  input: Input;
  isTemplate: boolean;
  send(messages: Messages, to: Recipient, options: SendOptions): Promise<SentMessage>;
}

/** Sends a message within the guard rails, once. */
export async function sendWithin<Input extends SendingInput>(
  outgoing: Outgoing<Input>,
  session: Session,
  call: ToolCall,
): Promise<object> {
  const person = readPerson(outgoing.input.to, "to", session.inbox);
  const window = outgoing.isTemplate ? undefined : session.inbox?.window(person.id);
  checkRails(outgoing, person, session);
  checkWindow(window);
  if (session.rails.dryRun)
    return previewMessage((messages) => outgoing.send(messages, person.recipient, {}));
  const sent = await sendOnce(outgoing, person, session, call);
  return describeSent(sent, outgoing.isTemplate ? undefined : (window ?? { state: "unknown" }));
}

/** Sends under the key of the same call, if there was one: a person may want it sent again. */
async function sendOnce<Input extends SendingInput>(
  { tool, input, send }: Outgoing<Input>,
  person: Person,
  session: Session,
  call: ToolCall,
): Promise<SentMessage> {
  const memory = new CallMemory(session.client);
  const { idempotency_key: name, to: _, ...content } = input;
  const same = name === undefined ? { tool, to: person.id, ...content } : { idempotency_key: name };
  const found = await memory.findCall(same);
  const earlier = found?.state === "refused" ? undefined : found;
  const again = await mayGoOn(
    { tool, input, earlier: name === undefined ? earlier : undefined },
    session,
    call,
  );
  const begin = async () => {
    const key = await memory.beginCall(same, again ? earlier : undefined);
    const options = { idempotencyKey: name ?? key, signal: call.signal };
    const deliver = () => send(session.client.messages, person.recipient, options);
    return settling(memory, same, key, deliver);
  };
  // What was begun before has been paid for.
  const budget = earlier === undefined || again ? session.rails.dailyBudget : undefined;
  return answering(person, session, () => withBudget(memory, budget, begin));
}

/** Remembers what became of a call. Where nobody knows, the same call must go on under the same key. */
async function settling(
  memory: CallMemory,
  call: object,
  key: string,
  send: () => Promise<SentMessage>,
): Promise<SentMessage> {
  const ttlMs = "idempotency_key" in call ? dayMs : undefined;
  try {
    const sent = await send();
    await memory.settleCall(call, { state: "sent", key }, ttlMs);
    return sent;
  } catch (error) {
    if (!isAmbiguous(error)) await memory.settleCall(call, { state: "refused", key }, ttlMs);
    throw error;
  }
}

const isAmbiguous = (error: unknown): boolean =>
  isWhatsAppError(error) && error instanceof AmbiguousSendError;

function checkRails(
  { isTemplate, tool }: Pick<Outgoing<SendingInput>, "isTemplate" | "tool">,
  { id }: Person,
  { rails }: Session,
): void {
  if (rails.allowed !== undefined && !rails.allowed.has(id))
    throw new Refusal(
      "recipient_not_allowed",
      "This person is not on the list of allowed recipients. Nothing was sent. Do not try another spelling: ask your user to have the person added.",
    );
  if (rails.templatesOnly && !isTemplate)
    throw new Refusal(
      "templates_only",
      `Only templates may be sent here, so ${tool} is switched off. Use whatsapp_list_templates and whatsapp_send_template.`,
    );
}

function checkWindow(window: Window | undefined): void {
  if (window?.state === "closed")
    throw new Refusal(
      "window_closed",
      "The 24-hour window of this person is closed: WhatsApp would not deliver this. Nothing was sent. Send a template with whatsapp_send_template; their answer opens the window.",
    );
}

/** Asks whoever must be asked. Resolves with whether the message is sent again although it was sent a moment ago. */
async function mayGoOn(
  { tool, input, earlier }: { tool: string; input: object; earlier: KnownCall | undefined },
  { rails }: Session,
  call: ToolCall,
): Promise<boolean> {
  if (earlier?.state === "begun") return false; // it was confirmed; the call tells what became of it
  if (earlier !== undefined) {
    const question = "The same message was sent less than a minute ago. Send it again?";
    const rule = typeof rails.confirm === "function" ? rails.confirm : call.ask !== undefined;
    const id = `again-${earlier.key}`; // to agree to one message is not to agree to two
    return rule !== false && confirm({ tool, input, question, id }, { confirm: rule }, { ask: call.ask });
  }
  const question = "Send this WhatsApp message?";
  if (await confirm({ tool, input, question }, rails, call)) return false;
  throw new Refusal("not_confirmed", "Your user did not confirm this message. Nothing was sent.");
}

/** A reply may arrive before the send returns, and what came before a message is no reply to it. */
async function answering(
  { id }: Person,
  { inbox }: Session,
  send: () => Promise<SentMessage>,
): Promise<SentMessage> {
  if (inbox === undefined) return send();
  const { last } = inbox;
  const takeBack = inbox.markAnswered(id, last);
  try {
    const sent = await send();
    inbox.learnIds(id, personIds(sent.contact ?? {}));
    if (sent.repeated) takeBack();
    else inbox.markAnswered(id, last); // what came under the ids that are known only now, too
    return sent;
  } catch (error) {
    takeBack();
    throw error;
  }
}

async function withBudget(
  memory: CallMemory,
  budget: number | undefined,
  send: () => Promise<SentMessage>,
): Promise<SentMessage> {
  if (budget === undefined) return send();
  if (!(await memory.spend(budget)))
    throw new Refusal(
      "budget_spent",
      `Today's budget of ${budget} messages is spent. This call sent nothing. Go on tomorrow (UTC), or ask your user to raise it.`,
    );
  try {
    const sent = await send();
    if (sent.repeated) await memory.refund();
    return sent;
  } catch (error) {
    if (!isAmbiguous(error)) await memory.refund();
    throw error;
  }
}

const unknownWindow =
  "Accepted, but this person has not written lately as far as is known here. If they have not written within 24 hours, WhatsApp will not deliver it: use a template then.";

const describeSent = ({ id, message_status, repeated }: SentMessage, window: Window | undefined): object => ({
  message_id: id,
  ...(message_status === undefined ? {} : { message_status }),
  ...(repeated ? { repeated, note: "Sent before: this call sent nothing." } : {}),
  ...(window === undefined ? {} : { window }),
  ...(window?.state === "unknown" && !repeated ? { note: unknownWindow } : {}),
});
