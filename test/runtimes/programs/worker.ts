import { WhatsAppClient } from "wacloud";
import { type FetchWebhook, fetchWebhook } from "wacloud/fetch";
import { secrets } from "../../webhooks/signed.ts";
import { runSuite } from "../suites/run.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Serve } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";

/** Set where the worker is made. */
declare const ELSEWHERE: string;

// Made outside of any request, as users do.
const whatsapp = new WhatsAppClient({
  accessToken: "EAAtoken",
  phoneNumberId: "106540352242922",
  rateLimit: { messagesPerSecond: 10 },
  retry: false,
  fetch: async (input, init) => {
    const { client } = await meet(ELSEWHERE);
    const request = new Request(input, init);
    const address = request.url.replace("https://graph.facebook.com", client.baseUrl);
    const asked = new Request(address, request);
    asked.headers.set("authorization", `Bearer ${client.accessToken}`);
    return fetch(asked);
  },
});

const handled = new Map<string, number>();
const onEvent = async ({ id }: { id: string }) => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  handled.set(id, (handled.get(id) ?? 0) + 1);
};
const slow = {
  "after-handlers": fetchWebhook({ ...secrets, onEvent }),
  immediately: fetchWebhook({ ...secrets, onEvent, respond: "immediately" }),
};
const webhooks = new Map<string, FetchWebhook>();

/** The webhook at an address of its own, which this worker then asks over the network. */
const serveAt =
  (origin: string): Serve =>
  async (options) => {
    const path = `/webhook/${webhooks.size + 1}`;
    webhooks.set(path, fetchWebhook(options));
    return new URL(path, origin);
  };

async function runAll(origin: string): Promise<Response> {
  const world = await meet(ELSEWHERE);
  return Response.json([
    ...(await runEverywhere(world)),
    await runSuite("fetch handler", webhookSuite, serveAt(origin)),
  ]);
}

async function send(mark: string): Promise<Response> {
  const message = { to: "+14155552671", body: "Hello", biz_opaque_callback_data: mark };
  const { id } = await whatsapp.messages.sendText(message, { headers: { "x-mark": mark } });
  return new Response(id);
}

export default {
  async fetch(request: Request, env: unknown, context: unknown): Promise<Response> {
    const { origin, pathname, searchParams } = new URL(request.url);
    if (pathname === "/run") return runAll(origin);
    if (pathname === "/send") return send(String(searchParams.get("mark")));
    if (pathname === "/leave") {
      void send(String(searchParams.get("mark")));
      void send(String(searchParams.get("mark")));
      return new Response("Gone");
    }
    if (pathname === "/handled") return new Response(`${handled.get(String(searchParams.get("id"))) ?? 0}`);
    if (pathname === "/slow-webhook") {
      const webhook = slow[searchParams.get("respond") as keyof typeof slow];
      return searchParams.get("context") === "with" ? webhook(request, env, context) : webhook(request);
    }
    const webhook = webhooks.get(pathname);
    return webhook?.(request, env, context) ?? new Response("Nobody here", { status: 404 });
  },
};
