import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

export const appSecret = "f1e2d3c4b5a697887766554433221100";

/** The header that Meta would send with this body. */
export const sign = (body: string | Uint8Array): string =>
  `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;

const sample = (name: string) => JSON.parse(readFileSync(`test/fixtures/webhooks/${name}.json`, "utf8"));

/** A text message's webhook, under any message id. */
export function textWebhook(id?: string): string {
  const envelope = sample("envelope");
  if (id !== undefined) envelope.entry[0].changes[0].value.messages[0].id = id;
  return JSON.stringify(envelope);
}

export const statusWebhook = (): string => JSON.stringify(sample("status-sent"));

/** A batch of many text messages: as large as Meta's get. */
export function batchWebhook(): string {
  const envelope = sample("envelope");
  const { value } = envelope.entry[0].changes[0];
  const [message] = value.messages;
  value.messages = Array.from({ length: 12_000 }, (_, index) => ({
    ...message,
    id: `wamid.${index}`,
    text: { body: "x".repeat(90) },
  }));
  return JSON.stringify(envelope);
}
