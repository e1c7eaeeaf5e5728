import { ConfigurationError, FlowDecryptionError, InvalidFlowTokenError } from "../errors.ts";
import type { FlowRequest } from "../types/flows/endpoint.ts";
import { isObject } from "../utils/json.ts";
import { log } from "../utils/log.ts";
import { within } from "../utils/within.ts";
import type { HttpReply } from "../webhooks/http.ts";
import type { RawBody } from "../webhooks/raw-body.ts";
import { type OpenedEnvelope, openEnvelope, readEnvelope, sealAnswer } from "./envelope.ts";
import type { ResolvedFlowOptions } from "./options.ts";
import { textReply } from "./replies.ts";
import { parseRequest } from "./request.ts";

/** Answers a request whose signature fits. */
export async function answerFlow(body: RawBody, options: ResolvedFlowOptions): Promise<HttpReply> {
  const envelope = readEnvelope(body);
  if (envelope === undefined) return textReply(400, "Not a Flow request");
  let request: FlowRequest | undefined;
  try {
    const opened = await openEnvelope(envelope, await options.keys());
    request = parseRequest(opened.content);
    if (request === undefined) return textReply(400, "Not a Flow request");
    return await answerRequest(request, opened, options);
  } catch (error) {
    if (error instanceof FlowDecryptionError && request === undefined)
      return textReply(421, "Cannot be decrypted");
    await report(error, request, options);
    return textReply(500, "Not handled");
  }
}

async function answerRequest(
  request: FlowRequest,
  opened: OpenedEnvelope,
  options: ResolvedFlowOptions,
): Promise<HttpReply> {
  try {
    return textReply(200, await sealAnswer(await findAnswer(request, options), opened));
  } catch (error) {
    if (!(error instanceof InvalidFlowTokenError)) throw error;
    return textReply(427, await sealAnswer({ error_msg: error.message }, opened));
  }
}

async function findAnswer(request: FlowRequest, options: ResolvedFlowOptions): Promise<object> {
  if (request.action === "ping") return { data: { status: "active" } };
  const isNotification = [request.data?.error, request.data?.error_key].some(isText);
  const handle = selectHandler(request, isNotification, options);
  if (handle === undefined && !isNotification) throw nobodyAnswers(request);
  // A handler takes only the requests that it was selected for, which its type does not say.
  const answer = await handle?.(request as never);
  if (isNotification) return { data: { acknowledged: true } };
  if (isObject(answer)) return answer;
  throw new TypeError("The handler of the Flow returned no answer: return the next screen and its data.");
}

const isText = (value: unknown): boolean => typeof value === "string";

function selectHandler(
  { action, screen }: FlowRequest,
  isNotification: boolean,
  { on, onRequest }: ResolvedFlowOptions,
): ((request: never) => unknown) | undefined {
  if (isNotification) return on.get("error") ?? onRequest;
  if (action !== "data_exchange") return on.get(action) ?? onRequest;
  return on.get(`data_exchange.${screen}`) ?? on.get("data_exchange") ?? onRequest;
}

function nobodyAnswers({ action, screen }: FlowRequest): ConfigurationError {
  const name = action === "data_exchange" ? `data_exchange.${screen}` : action;
  const message = `has no handler for "${name}"`;
  return new ConfigurationError(`The Flow endpoint ${message}: add it to \`on\`, or pass \`onRequest\`.`, [
    { path: "on", message },
  ]);
}

/** WhatsApp waits 10 seconds for the answer. */
const patienceMs = 5_000;

async function report(
  error: unknown,
  request: FlowRequest | undefined,
  { onError, logger }: ResolvedFlowOptions,
): Promise<void> {
  const say = (failure: unknown) =>
    log(logger, "error", "wacloud: failed to answer a Flow", { error: failure });
  if (onError === undefined) return say(error);
  try {
    const expired = () => new Error(`onError did not finish within ${patienceMs} ms.`);
    await within(patienceMs, (async () => onError(error, request))(), expired);
  } catch (second) {
    say(error);
    say(second);
  }
}
