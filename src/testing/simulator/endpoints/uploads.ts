import { resumableLimits } from "../../../types/media-limits.ts";
import type { Json } from "../../../utils/json.ts";
import { refuse, unsupported } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import type { UploadSession } from "../uploads.ts";

function start(call: GraphCall): Json {
  const { file_length, file_type } = readParameters(call);
  const length = Number(file_length);
  if (file_length === undefined) throw refuse(100, "The parameter file_length is required.");
  if (!Number.isInteger(length) || length < 1)
    throw refuse(100, "Param file_length must be a positive integer.");
  if (!Object.hasOwn(resumableLimits, String(file_type)))
    throw refuse(100, `Param file_type must be one of {${Object.keys(resumableLimits).join(", ")}}.`);
  return { id: call.state.uploads.start(length, String(file_type)).id };
}

/** Appends bytes at the current offset. The response to the last bytes contains the handle. */
function append(call: GraphCall): Json {
  const session = findSession(call);
  const offset = call.headers.get("file_offset");
  if (offset === null) throw refuse(100, "The header file_offset is required.");
  if (Number(offset) !== session.received) {
    throw refuse(
      100,
      `The header file_offset must be ${session.received}, the current offset of the session.`,
    );
  }
  if (session.received + call.bytes.byteLength > session.length) {
    throw refuse(100, `The upload has more bytes than its file_length, ${session.length}.`);
  }
  call.state.uploads.append(session, call.bytes);
  return session.received === session.length ? { h: session.handle } : progress(call);
}

function progress(call: GraphCall): Json {
  const { id, received } = findSession(call);
  return { id, file_offset: received };
}

/** Unlike other calls, these two only accept the token in the header. */
function findSession({ state, id, method, headers }: GraphCall): UploadSession {
  const session = state.uploads.get(id);
  if (session === undefined) throw unsupported(method, id);
  if (!headers.has("authorization")) throw refuse(190, "The token must be in the Authorization header.");
  return session;
}

export const uploadRoutes: readonly Route[] = [
  { method: "POST", node: "app", edge: "uploads", permission: "none", answer: start },
  { method: "POST", node: "upload", edge: "", permission: "none", answer: append },
  { method: "GET", node: "upload", edge: "", permission: "none", answer: progress },
];
