import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { WebhookEvent, WebhookOptions } from "wacloud/webhooks";
import { appSecret, message, payload, verifyToken } from "../support/webhooks.ts";

/** Starts a server with the adapter under test; the webhook is at `url`. */
export type Start = (options: WebhookOptions) => Promise<{ url: string; stop: () => unknown }>;

const sign = (body: string | Uint8Array) =>
  `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;

/** What every adapter must do, in its real framework, over real sockets. */
export function adapterSuite(name: string, start: Start): void {
  async function within(
    use: (url: string, handled: WebhookEvent[]) => Promise<void>,
    options: Partial<WebhookOptions> = {},
  ): Promise<void> {
    const handled: WebhookEvent[] = [];
    const quiet = { warn: () => {}, error: () => {} };
    const onEvent = (event: WebhookEvent) => void handled.push(event);
    const { url, stop } = await start({ appSecret, verifyToken, logger: quiet, onEvent, ...options });
    try {
      await use(url, handled);
    } finally {
      await stop();
    }
  }

  const post = (
    url: string,
    body: string | Uint8Array,
    headers: Record<string, string> = { "x-hub-signature-256": sign(body) },
  ) =>
    fetch(url, {
      method: "POST",
      body: body as BodyInit,
      headers: { "content-type": "application/json", ...headers },
    });
  const body = JSON.stringify(payload(message("wamid.1")));

  test(`${name}: a genuine webhook is handled`, () =>
    within(async (url, handled) => {
      expect((await post(url, body)).status).toBe(200);
      expect(handled.map(({ id }) => id)).toEqual(["wamid.1"]);
    }));

  test(`${name}: a forged, missing or malformed signature is 401, and nothing is handled`, () =>
    within(async (url, handled) => {
      expect((await post(url, body, { "x-hub-signature-256": sign(`${body} `) })).status).toBe(401);
      expect((await post(url, body, {})).status).toBe(401);
      expect((await post(url, body, { "x-hub-signature-256": "sha256=zz" })).status).toBe(401);
      expect(handled).toEqual([]);
    }));

  test(`${name}: the challenge is echoed to who knows the token only`, () =>
    within(async (url) => {
      const ask = (token: string) =>
        fetch(
          `${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(token)}`,
        );
      const right = await ask(verifyToken);
      expect({ status: right.status, text: await right.text() }).toEqual({ status: 200, text: "1158201444" });
      expect(right.headers.get("content-type")).toContain("text/plain");
      expect((await ask("wrong")).status).toBe(403);
    }));

  test(`${name}: a chunked body without a length`, () =>
    within(async (url, handled) => {
      const bytes = new TextEncoder().encode(body);
      const stream = new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += 50) controller.enqueue(bytes.slice(at, at + 50));
          controller.close();
        },
      });
      const init = {
        method: "POST",
        body: stream,
        duplex: "half",
        headers: { "content-type": "application/json", "x-hub-signature-256": sign(body) },
      };
      expect((await fetch(url, init as RequestInit)).status).toBe(200);
      expect(handled).toHaveLength(1);
    }));

  test(`${name}: non-ASCII and escaped bodies, and other content types`, () =>
    within(async (url, handled) => {
      const spanish = JSON.stringify(
        payload({ ...message("wamid.2"), text: { body: "¿Qué tal, señor? 🎂" } }),
      );
      const escaped = spanish
        .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .replace("wamid.2", "wamid.3");
      expect((await post(url, spanish)).status).toBe(200);
      expect((await post(url, escaped)).status).toBe(200);
      const headers = { "x-hub-signature-256": sign(body), "content-type": "text/weird; charset=utf-8" };
      expect((await post(url, body, headers)).status).toBe(200);
      const texts = handled.map((event) =>
        event.type === "message" && event.message.type === "text" ? event.message.text.body : "",
      );
      expect(texts).toEqual(["¿Qué tal, señor? 🎂", "¿Qué tal, señor? 🎂", "Hi"]);
    }));

  test(`${name}: 3 MB is taken, more is 413`, () =>
    within(async (url, handled) => {
      const large = JSON.stringify(
        payload({ ...message("wamid.4"), text: { body: "x".repeat(3 * 1024 * 1024 - 400) } }),
      );
      expect(large.length).toBeLessThanOrEqual(3 * 1024 * 1024);
      expect((await post(url, large)).status).toBe(200);
      const tooLarge = JSON.stringify(
        payload({ ...message("wamid.5"), text: { body: "x".repeat(5 * 1024 * 1024) } }),
      );
      expect((await post(url, tooLarge)).status).toBe(413);
      expect(handled.map(({ id }) => id)).toEqual(["wamid.4"]);
      expect((await post(url, body)).status).toBe(200);
    }));

  test(`${name}: other methods are 405`, () =>
    within(async (url) => {
      for (const method of ["PUT", "DELETE", "PATCH"]) {
        const response = await fetch(url, { method, body, headers: { "content-type": "application/json" } });
        expect(response.status).toBe(405);
      }
    }));

  test(`${name}: a failing handler is 500; redelivered, only what failed runs again`, () => {
    const runs: string[] = [];
    let broken = true;
    const onEvent = ({ id }: WebhookEvent) => {
      runs.push(id);
      if (id === "b" && broken) throw new Error("database down");
    };
    return within(
      async (url) => {
        const batch = JSON.stringify(payload(message("a"), message("b"), message("c")));
        expect((await post(url, batch)).status).toBe(500);
        broken = false;
        expect((await post(url, batch)).status).toBe(200);
        expect(runs).toEqual(["a", "b", "c", "b"]);
      },
      { onEvent },
    );
  });

  test(`${name}: duplicates are handled once`, () =>
    within(async (url, handled) => {
      const replies = await Promise.all([post(url, body), post(url, body), post(url, body)]);
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(handled).toHaveLength(1);
    }));

  test(`${name}: a sender that hangs up in the middle does no harm`, () =>
    within(async (url, handled) => {
      const controller = new AbortController();
      const stream = new ReadableStream({
        start(source) {
          source.enqueue(new TextEncoder().encode(body.slice(0, 20)));
        },
      });
      const init = {
        method: "POST",
        body: stream,
        duplex: "half",
        signal: controller.signal,
        headers: { "content-type": "application/json", "x-hub-signature-256": sign(body) },
      };
      const hanging = fetch(url, init as RequestInit).catch((error: Error) => error.name);
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort();
      expect(await hanging).toBe("AbortError");
      expect((await post(url, body)).status).toBe(200);
      expect(handled).toHaveLength(1);
    }));
}
