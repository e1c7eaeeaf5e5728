import type { HttpReply } from "../webhooks/http.ts";

/** A reply in plain text. */
export const textReply = (status: number, body: string, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body,
});
