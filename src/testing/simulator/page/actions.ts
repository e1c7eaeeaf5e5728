import { ConfigurationError, isWhatsAppError } from "../../../errors.ts";
import type {
  ActionAnswer,
  ActionName,
  ActionRequest,
  Actions,
  FileParcel,
  FlowStep,
} from "../../../page/protocol.ts";
import { fromBase64 } from "../../../utils/base64.ts";
import { type Json, toObject } from "../../../utils/json.ts";
import { toFlowReply } from "../answers.ts";
import { findMessageFlow } from "../phone/find-flow.ts";
import type { StoredTemplate } from "../templates/stored-template.ts";
import type { UserContent } from "../user-content.ts";
import type { VirtualUser } from "../virtual-user.ts";
import { recordEvent } from "../writing.ts";
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
  send: ({ stage }, { customer, number, group, content, quotes, file }) =>
    findUser(stage, customer).sends(withFile(content, file), {
      ...(number === undefined ? {} : { phoneNumberId: number }),
      ...(group === undefined ? {} : { group_id: group }),
      ...(quotes === undefined ? {} : { replyTo: quotes }),
    }),
  tap: ({ stage }, { customer, message, title, type, reply }) => {
    const button = { type: type === "button" ? "quick_reply_button" : type, text: title };
    recordEvent(stage.state, message, { kind: "clicked", button });
    return findUser(stage, customer).sends({ type, [type]: reply }, { replyTo: message });
  },
  follow: ({ stage }, { message, title }) =>
    recordEvent(stage.state, message, { kind: "clicked", button: { type: "url_button", text: title } }),
  react: ({ stage }, { customer, message, emoji }) => findUser(stage, customer).reacts(emoji, message),
  edit: ({ stage }, { customer, message, text }) => findUser(stage, customer).edits(text, message),
  delete: ({ stage }, { customer, message }) => findUser(stage, customer).deletes(message),
  shareContact: ({ stage }, { customer }) => findUser(stage, customer).sharesContact(),
  submitFlow: ({ stage }, { customer, message, answers }) => {
    const sent = stage.state.sent.get(message);
    const { token = "unused" } = (sent && findMessageFlow(stage.state, sent)) ?? {};
    return findUser(stage, customer).sends(toFlowReply(token, answers), { replyTo: message });
  },
  stepInFlow: async ({ stage }, { customer, message, ...step }) => {
    const user = findUser(stage, customer);
    await stepInFlow(user, message, step);
    return { isOver: user.flow.state !== "open" };
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
    // The compiler does not see that the details are those of this action.
    const done = await (acts[action] as Act<never>)(props, details as never);
    return { status: 200, answer: toAnswer(done) };
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    return { status: 400, answer: { error: error.message } };
  } finally {
    props.feed.look();
  }
}

/** What a page wants to know of what was done. */
function toAnswer(done: unknown): ActionAnswer {
  const { id, isOver } = toObject(done);
  return {
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof isOver === "boolean" ? { isOver } : {}),
  };
}

async function stepInFlow(user: VirtualUser, message: string, step: FlowStep): Promise<void> {
  const { flow } = user;
  switch (step.step) {
    case "open":
      return void (await user.opensFlow({ id: message }));
    case "fill":
      return flow.fills(step.answers);
    case "submit":
      await flow.fills(step.answers);
      return void (await flow.submits());
    case "tap":
      return void (await flow.taps(step.label));
    case "back":
      return flow.goesBack();
    case "close":
      return flow.state === "open" ? flow.closes() : undefined;
  }
}

const misused = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(message, [{ path, message }]);

/** A customer that exists: only `addCustomer` adds one. */
function findUser(stage: Stage, id: string): VirtualUser {
  if (stage.state.customers.byUserId.has(id)) return stage.user(id);
  throw misused("customer", "This customer no longer exists.");
}

function withFile(content: Json, parcel: FileParcel | undefined): UserContent {
  const typed = { ...content, type: String(content.type) };
  return parcel === undefined ? typed : { ...typed, file: unpack(parcel) };
}

const unpack = ({ type, data }: FileParcel): Blob =>
  new Blob([fromBase64(data) as Uint8Array<ArrayBuffer>], { type });

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
