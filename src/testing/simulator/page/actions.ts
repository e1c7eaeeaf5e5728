import { ConfigurationError, isWhatsAppError } from "../../../errors.ts";
import type { ActionAnswer, ActionName, ActionRequest, Actions, FileParcel } from "../../../page/protocol.ts";
import { isObject, type Json, toObject } from "../../../utils/json.ts";
import type { StoredTemplate } from "../templates/stored-template.ts";
import type { VirtualUser } from "../virtual-user.ts";
import type { Faults } from "./faults.ts";
import type { Feed } from "./feed.ts";
import type { Stage } from "./stage.ts";

/** What actions work on. */
export interface Props {
  stage: Stage;
  feed: Feed;
  faults: Faults;
}

type Act<Name extends ActionName> = (props: Props, request: Actions[Name]) => Promise<unknown> | unknown;

/** What each action of the page does: what a test would do with the same simulator. */
const acts: { [Name in ActionName]: Act<Name> } = {
  send: ({ stage }, { customer, number, content, quotes, file }) =>
    send(stage, customer, { number, quotes, content: withFile(content, file) }),
  tap: ({ stage }, { customer, message, title, type, reply }) => {
    click(stage, message, { type: type === "button" ? "quick_reply_button" : type, text: title });
    return send(stage, customer, { quotes: message, content: { type, [type]: reply } });
  },
  follow: ({ stage }, { message, title }) => click(stage, message, { type: "url_button", text: title }),
  react: ({ stage }, { customer, message, emoji }) => {
    const reaction = emoji === "" ? { message_id: message } : { message_id: message, emoji };
    return send(stage, customer, {
      number: findNumber(stage, message),
      content: { type: "reaction", reaction },
    });
  },
  edit: ({ stage }, { customer, message, text }) => {
    const edited = { type: "text", text: { body: text } };
    const edit = { original_message_id: message, message: edited };
    return send(stage, customer, { number: findNumber(stage, message), content: { type: "edit", edit } });
  },
  delete: ({ stage }, { customer, message }) => {
    const revoke = { original_message_id: message };
    return send(stage, customer, { number: findNumber(stage, message), content: { type: "revoke", revoke } });
  },
  submitFlow: ({ stage }, { customer, message, token, answers }) => {
    const response_json = JSON.stringify({ ...answers, flow_token: token ?? "unused" });
    const nfm_reply = { name: "flow", body: "Sent", response_json };
    const interactive = { type: "nfm_reply", nfm_reply };
    return send(stage, customer, { quotes: message, content: { type: "interactive", interactive } });
  },
  read: ({ stage }, { customer }) => findUser(stage, customer).reads(),
  play: ({ stage }, { customer, message }) => findUser(stage, customer).plays(message),
  addCustomer: ({ stage }, { address, name }) => ({
    id: stage.user(address, name === undefined || name === "" ? {} : { name }).user_id,
  }),
  changeCustomer: ({ stage }, { customer, ...changes }) => change(findUser(stage, customer), changes),
  setWindow: ({ stage }, { customer, number, isOpen }) => {
    const user = findUser(stage, customer);
    return isOpen ? user.openWindow(number) : user.closeWindow(number);
  },
  advance: ({ stage }, { ms }) => stage.clock.advance({ milliseconds: ms }),
  fail: ({ stage, faults }, { fault, times }) => faults.add(fault, times, (failure) => stage.fail(failure)),
  recover: ({ stage }) => stage.recover(),
  reset: ({ stage }) => stage.reset(),
  replay: ({ stage, feed }, { webhook }) => {
    const found = feed.findWebhook(webhook);
    if (found === undefined) throw misused("webhook", "This webhook is no longer in the log.");
    return stage.redeliver(found);
  },
  subscribe: ({ stage }, { url }) => stage.subscribe(url),
  review: ({ stage }, { template, verdict, reason }) => {
    const found = findTemplate(stage, template);
    const { name, language, businessAccountId } = found;
    const scope = { language, businessAccountId };
    return verdict === "reject" ? stage.reject(name, reason, scope) : stage[verdict](name, scope);
  },
};

/** Does what a page asks for. What it must know is in the answer; what changes, it is told by the feed. */
export async function act(props: Props, request: unknown): Promise<{ status: number; answer: ActionAnswer }> {
  const { action, ...details } = toObject(request) as ActionRequest;
  if (!Object.hasOwn(acts, String(action))) {
    return { status: 400, answer: { error: "There is no such action." } };
  }
  try {
    const done = await (acts[action] as Act<never>)(props, details as never);
    const id = isObject(done) && typeof done.id === "string" ? done.id : undefined;
    return { status: 200, answer: id === undefined ? {} : { id } };
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    return { status: 400, answer: { error: error.message } };
  } finally {
    props.feed.look();
  }
}

const misused = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(message, [{ path, message }]);

/** A customer that exists: only `addCustomer` adds one. */
function findUser(stage: Stage, id: string): VirtualUser {
  if (stage.state.customers.all().some(({ user_id }) => user_id === id)) return stage.user(id);
  throw misused("customer", "This customer no longer exists.");
}

/** A message as a webhook has it. */
interface UserContent extends Json {
  type: string;
  file?: Blob;
}

interface Sending {
  number?: string | undefined;
  quotes?: string | undefined;
  content: UserContent;
}

/** Sends to the number that the quoted message is from. */
function send(stage: Stage, customer: string, { number, quotes, content }: Sending): Promise<{ id: string }> {
  const phoneNumberId = number ?? (quotes === undefined ? undefined : findNumber(stage, quotes));
  const sender = stage.state.number(phoneNumberId);
  const isOurs = quotes !== undefined && stage.state.sent.has(quotes);
  const { wa_id } = findUser(stage, customer);
  const context = { from: isOurs ? sender.displayPhoneNumber : wa_id, id: quotes };
  return findUser(stage, customer).sends(quotes === undefined ? content : { ...content, context }, {
    phoneNumberId: sender.id,
  });
}

/** The number that a message was sent from or to. */
const findNumber = ({ state }: Stage, message: string): string | undefined =>
  state.sent.get(message)?.number.id ?? state.customers.findMessage(message)?.message.phoneNumberId;

const click = ({ state }: Stage, message: string, button: { type: string; text: string }): void => {
  state.sent.get(message)?.history.push({ kind: "clicked", at: state.now(), button });
};

function withFile(content: Json, parcel: FileParcel | undefined): UserContent {
  const typed = { ...content, type: String(content.type) };
  return parcel === undefined ? typed : { ...typed, file: unpack(parcel) };
}

const unpack = ({ type, data }: FileParcel): Blob =>
  new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], { type });

async function change(
  user: VirtualUser,
  { isOnline, isBlocking, isReachable, hidesPhoneNumber, name }: Omit<Actions["changeCustomer"], "customer">,
): Promise<void> {
  if (isOnline === false) user.goesOffline();
  if (isOnline === true) await user.comesOnline();
  if (isBlocking === true) user.blocks();
  if (isBlocking === false) user.unblocks();
  if (isReachable !== undefined) user.reachable = isReachable;
  if (hidesPhoneNumber !== undefined) user.hidesPhoneNumber = hidesPhoneNumber;
  if (name !== undefined) user.name = name;
}

function findTemplate({ state }: Stage, id: string): StoredTemplate {
  const found = state.template(id);
  if (found === undefined) throw misused("template", "This template no longer exists.");
  return found;
}
