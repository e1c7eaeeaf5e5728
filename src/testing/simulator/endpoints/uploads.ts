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
    throw refuse(100, "Param file_length must be a positive whole number.");
  if (!Object.hasOwn(resumableLimits, String(file_type)))
    throw refuse(100, `Param file_type must be one of {${Object.keys(resumableLimits).join(", ")}}.`);
  return { id: call.state.uploads.start(length, String(file_type)).id };
}

/** Takes bytes from where the session stands; the handle comes with the last of them. */
function append(call: GraphCall): Json {
  const session = findSession(call);
  const offset = call.headers.get("file_offset");
  if (offset === null) throw refuse(100, "The header file_offset is required.");
  if (Number(offset) !== session.received) {
    throw refuse(100, `The header file_offset must be ${session.received}, where the session stands.`);
  }
  if (session.received + call.bytes.byteLength > session.length) {
    throw refuse(100, `More bytes than the ${session.length} that file_length announced.`);
  }
  call.state.uploads.append(session, call.bytes);
  return session.received === session.length ? { h: session.handle } : progress(call);
}

function progress(call: GraphCall): Json {
  const { id, received } = findSession(call);
  return { id, file_offset: received };
}

/** These two calls take the token from the header only. */
function findSession({ state, id, method, headers }: GraphCall): UploadSession {
  const session = state.uploads.get(id);
  if (session === undefined) throw unsupported(method, id);
  if (!headers.has("authorization")) throw refuse(190, "The token must be in the Authorization header.");
  return session;
}

export const uploadRoutes: readonly Route[] = [
  { method: "POST", node: "app", edge: "uploads", answer: start },
  { method: "POST", node: "upload", edge: "", answer: append },
  { method: "GET", node: "upload", edge: "", answer: progress },
];
