import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { nextWebhook } from "wacloud/next";
import { createSimulator } from "wacloud/testing";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";

// Next's edge runtime shows every function of `process`, but each one throws when it is called.
beforeEach(() => {
  vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
    throw new Error(
      "A Node.js API is used (process.getBuiltinModule) which is not supported in the Edge Runtime.",
    );
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("webhooks are verified on Next's edge runtime", async () => {
  const handled: string[] = [];
  const { POST } = nextWebhook({ ...secrets, onEvent: ({ id }) => void handled.push(id) });
  const { rawBody: body, headers } = await delivery(batch(message("wamid.1")));
  const post = (text: string) =>
    POST(new Request("https://a.example/webhook", { method: "POST", body: text, headers } as RequestInit));
  expect((await post(`${body} `)).status).toBe(401);
  expect((await post(String(body))).status).toBe(200);
  expect(handled).toEqual(["wamid.1"]);
});

test("media is checked against its SHA-256 on Next's edge runtime, and files on disk are refused by name", async () => {
  const simulator = createSimulator({ openWindow: true });
  const { media } = new WhatsAppClient(simulator.clientOptions);
  const bytes = Uint8Array.of(255, 216, 255, 1, 2, 3);
  const { id } = await media.upload({ file: bytes, type: "image/jpeg" });
  const { stream, sha256 } = await media.download(id);
  expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(bytes);
  expect(sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  await expect(media.upload({ file: { path: "./README.md" } })).rejects.toThrow(/runtime with a file system/);
});
