import { WhatsAppClient } from "wacloud";
import { type FetchWebhook, fetchWebhook } from "wacloud/fetch";
import { secrets } from "../../webhooks/signed.ts";
import { durableStore } from "../durable-store.js";
import { durableStoreSuite } from "../suites/durable-store.ts";
import { runSuite } from "../suites/run.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Serve } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";

export { WacloudEntry } from "../durable-store.js";

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

/** The events whose handler has begun, those that it may finish, and how often it did. */
const begun = new Set<string>();
const released = new Set<string>();
const handled = new Map<string, number>();
const onEvent = async ({ id }: { id: string }) => {
  begun.add(id);
  // Polled, because on Workers a request cannot wait for a promise of another one.
  while (!released.has(id)) await new Promise((resolve) => setTimeout(resolve, 10));
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

async function runAll(origin: string, { WACLOUD }: Bindings): Promise<Response> {
  const world = await meet(ELSEWHERE);
  const serve = serveAt(origin);
  return Response.json([
    ...(await runEverywhere(world)),
    await runSuite("fetch handler", webhookSuite, serve),
    await runSuite("Durable Objects", durableStoreSuite, { store: durableStore(WACLOUD), serve }),
  ]);
}

async function send(mark: string): Promise<Response> {
  const message = { to: "+14155552671", body: "Hello", biz_opaque_callback_data: mark };
  const { id } = await whatsapp.messages.sendText(message, { headers: { "x-mark": mark } });
  return new Response(id);
}

const tell = (id: string): Response =>
  Response.json({ hasBegun: begun.has(id), timesHandled: handled.get(id) ?? 0 });

/** What `workerd.ts` binds. */
interface Bindings {
  /** The namespace of the objects that the store consists of. */
  WACLOUD: unknown;
}

export default {
  async fetch(request: Request, env: Bindings, context: unknown): Promise<Response> {
    const { origin, pathname, searchParams } = new URL(request.url);
    if (pathname === "/run") return runAll(origin, env);
    if (pathname === "/send") return send(String(searchParams.get("mark")));
    if (pathname === "/leave") {
      void send(String(searchParams.get("mark")));
      void send(String(searchParams.get("mark")));
      return new Response("Gone");
    }
    if (pathname === "/release") released.add(String(searchParams.get("id")));
    if (pathname === "/release" || pathname === "/progress") return tell(String(searchParams.get("id")));
    if (pathname === "/slow-webhook") {
      const webhook = slow[searchParams.get("respond") as keyof typeof slow];
      return searchParams.get("context") === "with" ? webhook(request, env, context) : webhook(request);
    }
    const webhook = webhooks.get(pathname);
    return webhook?.(request, env, context) ?? new Response("Nobody here", { status: 404 });
  },
};
