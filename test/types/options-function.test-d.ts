import { fetchWebhook } from "wacloud/fetch";
import {
  nextHandler,
  nextPagesHandler,
  nextPagesWebhook,
  nextWebhook,
  type WebhookHandler,
} from "wacloud/next";
import { type Exact, holds } from "./exact.ts";

const secrets = { appSecret: "secret", verifyToken: "token" };

nextWebhook(() => ({
  ...secrets,
  on: {
    "message.text": (event) => {
      const { body } = event.message.text;
      holds<Exact<typeof body, string>>();
    },
  },
}));
nextWebhook({ ...secrets, on: { status: ({ status }) => status.id } });
nextPagesWebhook(() => ({ ...secrets, respond: "immediately" }));

// @ts-expect-error: the secrets must be known when the first request has come
nextWebhook(async () => secrets);
// @ts-expect-error: `verifyToken` is missing
nextPagesWebhook(() => ({ appSecret: "secret" }));

const handler: WebhookHandler = async () => ({ status: 200, headers: {}, body: "", events: [] });
nextHandler(handler);
nextPagesHandler(handler);
// @ts-expect-error: only options may come from a function, a handler is mounted as it is
nextHandler(() => handler);

const worker = fetchWebhook((env: { SECRET: string }) => ({ ...secrets, appSecret: env.SECRET }));
worker(new Request("https://example.com"), { SECRET: "secret" }, { waitUntil: () => {} });

// @ts-expect-error: what the platform hands over is known only by the type you give it
fetchWebhook((env) => ({ ...secrets, appSecret: env.SECRET }));
