import { nextPagesWebhook, nextWebhook } from "wacloud/next";
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
