import type * as http from "node:http";
import type { MediaStore } from "../media.ts";

/** Kinds of files that a browser shows without ever running them. Everything else is only offered for download. */
const shown = /^(image\/(png|jpeg|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** Serves a file of a message. It can be anything, so it gets no rights: no scripts, no origin, no guessed type. */
export function serveMedia(
  media: MediaStore,
  id: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const stored = media.get(decodeURIComponent(id));
  if (stored === undefined)
    return void response.writeHead(404, { "content-type": "text/plain" }).end("Gone.");
  const [type = ""] = stored.mimeType.toLowerCase().split(";");
  const isShown = shown.test(type.trim());
  const headers = {
    "content-type": isShown ? stored.mimeType : "application/octet-stream",
    "content-disposition": isShown ? "inline" : "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, max-age=3600",
    "accept-ranges": "bytes",
  };
  const part = findRange(request.headers.range, stored.bytes.byteLength);
  if (part === undefined) return void response.writeHead(200, headers).end(stored.bytes);
  const { from, to } = part;
  const range = `bytes ${from}-${to}/${stored.bytes.byteLength}`;
  response.writeHead(206, { ...headers, "content-range": range }).end(stored.bytes.subarray(from, to + 1));
}

/** One range of bytes, which players ask for when somebody jumps ahead. */
function findRange(range: string | undefined, length: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const from = Number(first);
  if (first === undefined || from >= length) return undefined;
  return { from, to: Math.min(last === "" || last === undefined ? length - 1 : Number(last), length - 1) };
}
