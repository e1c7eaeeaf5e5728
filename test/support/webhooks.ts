import { signPayload, type WebhookRequest } from "wacloud/webhooks";

export const appSecret = "s3cr3t";
export const verifyToken = "v3rify";

/** A text from a customer. */
export const message = (id: string, from = "15557654321") => ({
  from,
  id,
  timestamp: "1790000000",
  type: "text",
  text: { body: "Hi" },
});

/** An envelope with these messages. */
export const payload = (...messages: object[]) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      changes: [
        {
          field: "messages",
          value: { metadata: { display_phone_number: "1", phone_number_id: "7" }, messages },
        },
      ],
    },
  ],
});

/** What Meta would send. */
export async function signed(body: object | string): Promise<WebhookRequest> {
  const rawBody = typeof body === "string" ? body : JSON.stringify(body);
  const signature = await signPayload({ rawBody, appSecret });
  return { method: "POST", query: {}, headers: { "x-hub-signature-256": signature }, rawBody };
}
