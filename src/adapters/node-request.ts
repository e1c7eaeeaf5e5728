import { toBytes } from "../webhooks/raw-body.ts";
import { IncomingBody } from "./incoming-body.ts";

/** What is needed of node:http's `IncomingMessage`, and of the requests built on it. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  readableEnded?: boolean | undefined;
  /** `node:events`' own: parts of the body. */
  on(event: "data", listener: (part: Uint8Array | string) => void): unknown;
  /** `node:events`' own: how the body ends. */
  on(event: "end" | "error" | "close", listener: () => void): unknown;
}

/**
 * The body of a request, or `undefined` when the sender hung up before its end. One that is far too large is given
 * before its end; the rest flows by unkept.
 */
export function readBody(request: NodeRequest, limit: number): Promise<Uint8Array | undefined> {
  const body = new IncomingBody(limit);
  return new Promise((resolve) => {
    request.on("data", (part) => {
      body.add(toBytes(part));
      if (body.isHopeless) resolve(body.bytes);
    });
    request.on("end", () => resolve(body.bytes));
    for (const event of ["error", "close"] as const) request.on(event, () => resolve(undefined));
    if (request.readableEnded) resolve(body.bytes);
  });
}

/** The query of a request's address, which is not checked otherwise. */
export const parseQuery = (url = ""): URLSearchParams =>
  new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?") + 1) : "");
