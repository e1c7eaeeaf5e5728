import { toBytes } from "../webhooks/raw-body.ts";
import type { IncomingBody } from "./incoming-body.ts";

/** The parts of node:http's `IncomingMessage`, and of requests built on it, that are used. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  readableEnded?: boolean | undefined;
  destroyed?: boolean | undefined;
  /** `node:events`' own: chunks of the body. */
  on(event: "data", listener: (part: Uint8Array | string) => void): unknown;
  /** `node:events`' own: the end of the body. */
  on(event: "end" | "error" | "close", listener: () => void): unknown;
}

/**
 * Reads the body of a request; resolves with `false` if the sender hung up before its end. A body that is far too large
 * resolves before its end, and the rest is discarded.
 */
export function readBody(request: NodeRequest, body: IncomingBody): Promise<boolean> {
  return new Promise((resolve) => {
    request.on("data", (part) => {
      body.add(toBytes(part));
      if (body.isHopeless) resolve(true);
    });
    request.on("end", () => resolve(true));
    for (const event of ["error", "close"] as const) request.on(event, () => resolve(false));
    if (request.readableEnded || request.destroyed) resolve(request.readableEnded === true);
  });
}

/** The query of a request's URL. The rest of the URL may be invalid. */
export const parseQuery = (url = ""): URLSearchParams =>
  new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?") + 1) : "");
