import type { CallView } from "../../../../page/protocol.ts";
import { toObject, toObjects, toText } from "../../../../utils/json.ts";
import type { RequestRecord } from "../../http/request-record.ts";
import { viewResponseError } from "./error.ts";

export function viewCall(id: string, record: RequestRecord): CallView {
  const { at, method, path, query, headers, outcome = "pending", status, tookMs, failure } = record;
  const error = viewResponseError(record.response);
  return {
    id,
    at,
    method,
    path,
    query,
    headers,
    outcome,
    body: shorten(record.body),
    response: shorten(record.response),
    isInjected: failure !== undefined,
    messages: listMessages(record),
    ...(status === undefined ? {} : { status }),
    ...(tookMs === undefined ? {} : { tookMs }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Ids of the messages that a call sends, marks, answers or reacts to. */
export function listMessages({ body, response }: RequestRecord): string[] {
  const { message_id, reaction, context } = toObject(body);
  const sent = toObjects(toObject(response).messages).map(({ id }) => id);
  const named = [message_id, toObject(reaction).message_id, toObject(context).message_id];
  return [...sent, ...named].flatMap((id) => toText(id) ?? []);
}

const longest = 20_000;

/** Keeps one large body from slowing the page down. */
function shorten(value: unknown): unknown {
  const { length } = JSON.stringify(value) ?? "";
  return length > longest ? `Too long to be shown here: ${length} characters.` : value;
}
