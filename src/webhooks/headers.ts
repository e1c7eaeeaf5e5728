import type { Lookup } from "./challenge.ts";

/** Request headers: `Headers`, or a framework's object. */
export type WebhookHeaders = Lookup | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A header by its name in lowercase. */
export function readHeader(
  headers: WebhookHeaders,
  name: string,
): string | readonly string[] | null | undefined {
  if (isLookup(headers)) return headers.get(name);
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

const isLookup = (headers: WebhookHeaders): headers is Lookup => typeof headers.get === "function";
