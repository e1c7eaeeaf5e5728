import type * as http from "node:http";
import { assets } from "../../../page/assets.ts";
import { type Change, paths } from "../../../page/protocol.ts";
import { fromBase64 } from "../../../utils/base64.ts";
import { parseJson } from "../../../utils/json.ts";
import { isOwnPage } from "../http/access.ts";
import { readBody, type Site } from "../http/server.ts";
import { act, type Props } from "./actions.ts";
import { document, icon } from "./document.ts";
import { Faults } from "./faults.ts";
import { Feed } from "./feed.ts";
import { serveMedia } from "./media.ts";
import type { Stage } from "./stage.ts";

type Request = http.IncomingMessage;
type Response = http.ServerResponse;

/** Nothing but what this server serves runs; pictures of messages may come from elsewhere once somebody asks for them. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data: https: http:",
  "media-src 'self' blob: https: http:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const safety = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

const heartbeatMs = 15_000;
/** A page that stops reading is cut off; when it connects again it gets everything at once. */
const mostUnread = 64 * 2 ** 20;

export function createSite(stage: Stage): Site {
  const faults = new Faults();
  const props: Props = { stage, faults, feed: new Feed(stage, faults) };
  return async (request, response, headers) => {
    if (!isOwnPage(headers, request.url ?? "")) {
      return answer(response, 403, "text/plain", "Only the simulator's own page may ask for this.");
    }
    await serve(props, request, response);
  };
}

async function serve(props: Props, request: Request, response: Response): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?");
  const file = files[path];
  if (/^(GET|HEAD)$/.test(request.method ?? "") && file !== undefined)
    return answer(response, 200, file.type, file.body());
  if (request.method === "GET" && path === paths.events) return stream(props, request, response);
  if (request.method === "GET" && path.startsWith(paths.media)) {
    return serveMedia(props.stage.state.media, path.slice(paths.media.length), request, response);
  }
  if (request.method === "POST" && path === paths.actions) return receive(props, request, response);
  answer(response, 404, "text/plain", "Not found.");
}

/** Text as it is, and bytes for what is compressed. */
const files: Readonly<Record<string, { type: string; body: () => string | Uint8Array }>> = {
  [paths.page]: { type: "text/html", body: () => document },
  [paths.script]: { type: "text/javascript", body: () => fromBase64(assets.script) },
  [paths.style]: { type: "text/css", body: () => fromBase64(assets.style) },
  [paths.icon]: { type: "image/svg+xml", body: () => icon },
};

function answer(response: Response, status: number, type: string, body: string | Uint8Array): void {
  const encoding = typeof body === "string" ? {} : { "content-encoding": "gzip" };
  response.writeHead(status, { ...safety, ...encoding, "content-type": `${type}; charset=utf-8` });
  response.end(body);
}

function stream({ feed }: Props, request: Request, response: Response): void {
  response.writeHead(200, { ...safety, "content-type": "text/event-stream; charset=utf-8" });
  const write = (text: string): void => {
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(text);
  };
  write("retry: 1000\n\n");
  const stop = feed.watch((change: Change) => write(`data: ${JSON.stringify(change)}\n\n`));
  const heartbeat = setInterval(() => write(":\n\n"), heartbeatMs);
  request.on("close", () => {
    clearInterval(heartbeat);
    stop();
  });
}

/** Only JSON: a form of another site cannot send that without asking first. */
async function receive(props: Props, request: Request, response: Response): Promise<void> {
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    return answer(response, 415, "text/plain", "Actions are JSON.");
  }
  const text = new TextDecoder().decode(await readBody(request));
  const done = await act(props, parseJson(text));
  await props.stage.save();
  answer(response, done.status, "application/json", JSON.stringify(done.answer));
}
