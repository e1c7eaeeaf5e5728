import { signPayload, type WebhookEvent, type WebhookOptions } from "wacloud/webhooks";
import { appSecret, message, secrets } from "../../webhooks/signed.ts";
import type { Serve } from "./world.ts";

export const sign = (rawBody: string | Uint8Array) => signPayload({ rawBody, appSecret });

interface Posted {
  signature?: string | undefined;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Posts a body with its right signature, unless told otherwise. */
export async function post(url: URL, body: string | Uint8Array, given: Posted = {}) {
  const { headers = {}, signal } = given;
  const signature = "signature" in given ? given.signature : await sign(body);
  return fetch(url, {
    method: "POST",
    body: body as BodyInit,
    ...(signal === undefined ? {} : { signal }),
    headers: {
      "content-type": "application/json",
      ...(signature === undefined ? {} : { "x-hub-signature-256": signature }),
      ...headers,
    },
  });
}

/** A webhook that keeps the ids and texts of what it handled. */
export async function listening(serve: Serve, options: Partial<WebhookOptions> = {}) {
  const ids: string[] = [];
  const texts: string[] = [];
  const onEvent = (event: WebhookEvent) => {
    ids.push(event.id);
    if (event.type === "message" && event.message.type === "text") texts.push(event.message.text.body);
  };
  return { url: await serve({ ...secrets, onEvent, onError: () => undefined, ...options }), ids, texts };
}

export const text = (id: string, body = "Hi", from?: string) => message(id, from, body);
