import { afterEach, expect, test, vi } from "vitest";
import { createWebhookHandler } from "wacloud/webhooks";
import { client, to } from "../support/client.ts";
import { accepted, recorder } from "../support/recorder.ts";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";

// What the client does for runtimes other than Node.js. `npm run test:runtimes` checks that it works there.

afterEach(() => {
  vi.unstubAllGlobals();
});

test("on Deno, a send is streamed, so its fetch cannot repeat it; a read is sent as it is", async () => {
  vi.stubGlobal("Deno", {});
  const { fetch, requests } = recorder(accepted(), Response.json({ id: "1" }));
  const bodies: unknown[] = [];
  const native = globalThis.Request;
  vi.stubGlobal(
    "Request",
    class extends native {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input, init);
        if (init?.body) bodies.push(init.body);
      }
    },
  );
  const whatsapp = client({ fetch });
  await whatsapp.messages.sendText({ to, body: "Hello" });
  expect(bodies.at(-1)).toBeInstanceOf(ReadableStream);
  expect(requests[0]?.json).toMatchObject({ text: { body: "Hello" } });
  expect(requests[0]?.headers.get("content-type")).toBe("application/json");
  const sent = bodies.length;
  await whatsapp.request({ method: "GET", path: "/1" });
  expect(bodies).toHaveLength(sent);
});

test("on Workers, no call waits for a token that another request asked for", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  const { fetch, requests } = recorder(accepted(), accepted());
  const accessToken = vi
    .fn<() => Promise<string>>()
    .mockReturnValueOnce(new Promise(() => {})) // its request has ended
    .mockResolvedValue("EAAtoken");
  const whatsapp = client({ fetch, accessToken });
  void whatsapp.messages.sendText({ to, body: "Hello" });
  await whatsapp.messages.sendText({ to, body: "Hello" });
  await whatsapp.messages.sendText({ to, body: "Hello" });
  expect(requests).toHaveLength(2);
  expect(accessToken).toHaveBeenCalledTimes(2);
});

test("on Workers, a signature check that never finishes does not block others", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const handle = createWebhookHandler(secrets);
  const [lost, next] = [await delivery(batch(message("wamid.1"))), await delivery(batch(message("wamid.2")))];
  const stuck = vi.spyOn(crypto.subtle, "sign").mockReturnValueOnce(new Promise(() => {}));
  void handle(lost);
  expect((await handle(next)).status).toBe(200);
  expect(stuck).toHaveBeenCalledTimes(2);
  vi.restoreAllMocks();
});
