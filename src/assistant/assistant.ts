import type { WhatsAppClient } from "../client.ts";
import { check } from "../core/validate.ts";
import { getOrAdd } from "../utils/get-or-add.ts";
import { log } from "../utils/log.ts";
import type { WebhookHandler } from "../webhooks/handler.ts";
import { explain, type ToolFailure } from "./explain.ts";
import { healthTools } from "./health.ts";
import { Inbox } from "./inbox.ts";
import type { AssistantOptions, GuardRails } from "./options.ts";
import { Question } from "./question.ts";
import { receivingTools } from "./receiving.ts";
import { sendingTools } from "./sending.ts";
import { templateTools } from "./templates.ts";
import type { Tool, ToolCall } from "./tool.ts";

/** All tools, in the order in which they are listed. */
export const tools: readonly Tool[] = [...sendingTools, ...templateTools, ...receivingTools, ...healthTools];

/** What became of a call: what the tool returns, or why it did not. */
export type ToolOutcome =
  | { result: object; failure?: undefined }
  | { result?: undefined; failure: ToolFailure };

/** Calls a tool. Rejects only with a {@link Question} to be asked, or with the reason of an aborted signal. */
export type CallTool = (tool: Tool, input: unknown, call: ToolCall) => Promise<ToolOutcome>;

/** The tools of one client, within guard rails. */
export function createAssistant(
  client: WhatsAppClient,
  rails: GuardRails,
  { handler, logger = console }: Pick<AssistantOptions, "handler" | "logger">,
): CallTool {
  const session = { client, rails, inbox: findInbox(handler, client.phoneNumberId) };
  return async (tool, input, call) => {
    try {
      check(tool.input().schema, input, `input of ${tool.name}`);
      return { result: await tool.run(input as never, session, call) };
    } catch (error) {
      const failure = explain(error);
      if (failure !== undefined) return { failure };
      if (error instanceof Question || call.signal?.aborted) throw error;
      log(logger, "error", `wacloud: ${tool.name} failed`, { error });
      return { failure: unexpected };
    }
  };
}

/** By handler and number: tools that are made for each request see what arrived before, and leave nothing behind. */
const inboxes = new WeakMap<WebhookHandler, Map<string, Inbox>>();

function findInbox(handler: WebhookHandler | undefined, number: string | undefined): Inbox | undefined {
  if (handler === undefined || number === undefined) return undefined;
  const ofNumbers = getOrAdd(inboxes, handler, () => listen(handler));
  return getOrAdd(ofNumbers, number, () => new Inbox());
}

/** What arrives for the numbers that are in here is remembered. Whoever listened to the handler before goes on doing so. */
function listen(handler: WebhookHandler): Map<string, Inbox> {
  const ofNumbers = new Map<string, Inbox>();
  const { onEvents } = handler;
  handler.onEvents = (events) => {
    for (const event of events) ofNumbers.get(event.phoneNumberId ?? "")?.add(event);
    return onEvents?.(events);
  };
  return ofNumbers;
}

const unexpected: ToolFailure = {
  type: "unexpected",
  message:
    "The tool failed because of a mistake in the program around it; its log says more. Tell your user.",
  may_have_been_sent: false,
};
