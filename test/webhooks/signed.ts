import { signPayload, type WebhookRequest } from "wacloud/webhooks";

export const appSecret = "s3cr3t-app-secret";
export const verifyToken = "a-verify-token";
export const secrets = { appSecret, verifyToken };

const metadata = { display_phone_number: "15550001111", phone_number_id: "700800900100200" };

/** A text message, as Meta puts it into `messages`. */
export const message = (id: string, from = "15557654321", body = "Hi") => ({
  id,
  from,
  timestamp: "1790000000",
  type: "text",
  text: { body },
});

/** A status, as Meta puts it into `statuses`. */
export const status = (id: string, state: string, recipient_id = "15557654321") => ({
  id,
  status: state,
  timestamp: "1790000000",
  recipient_id,
});

/** The body of a notification about one business number. */
export const notification = (value: object): string =>
  JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "900100200300400",
        changes: [{ field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } }],
      },
    ],
  });

/** The body of a notification with these messages. */
export const batch = (...messages: object[]): string => notification({ messages });

/** What an adapter hands over for a genuine webhook. */
export async function delivery(rawBody: string): Promise<WebhookRequest> {
  const signature = await signPayload({ rawBody, appSecret });
  return { method: "POST", query: {}, headers: { "x-hub-signature-256": signature }, rawBody };
}

/** A promise, and what settles it. */
export function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((fulfill, refuse) => {
    resolve = fulfill;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
