import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ConfigurationError,
  createWebhookHandler,
  type DedupeStore,
  memoryDedupe,
  type WebhookEvent,
  type WebhookOptions,
} from "wacloud/webhooks";
import { appSecret, message, payload, signed, verifyToken } from "../support/webhooks.ts";

const quiet = { warn: () => {}, error: () => {} };
const handler = (options: Partial<WebhookOptions> = {}) =>
  createWebhookHandler({ appSecret, verifyToken, logger: quiet, ...options });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("replies", () => {
  test("200 with the events, when all is handled", async () => {
    const reply = await handler()(await signed(payload(message("a"))));
    expect(reply).toMatchObject({ status: 200, events: [{ id: "a", type: "message" }] });
  });

  test("the challenge as plain text, or 403", async () => {
    const query = { "hub.mode": "subscribe", "hub.verify_token": verifyToken, "hub.challenge": "42" };
    const request = { method: "GET", query, headers: {}, rawBody: "" };
    expect(await handler()(request)).toMatchObject({
      status: 200,
      body: "42",
      headers: { "content-type": expect.stringContaining("text/plain") },
    });
    expect(await handler()({ ...request, query: {} })).toMatchObject({ status: 403 });
  });

  test.each([["PUT"], ["DELETE"], ["HEAD"], ["PATCH"]])("405 to %s", async (method) => {
    const reply = await handler()({ ...(await signed(payload(message("a")))), method });
    expect(reply).toMatchObject({ status: 405, headers: { allow: "GET, POST" }, events: [] });
  });

  test("401 without a right signature, and nothing is handled", async () => {
    const seen: WebhookEvent[] = [];
    const handle = handler({ onEvent: (event) => void seen.push(event) });
    const request = await signed(payload(message("a")));
    expect(await handle({ ...request, headers: {} })).toMatchObject({ status: 401 });
    expect(
      await handle({ ...request, headers: new Headers({ "X-Hub-Signature-256": "sha256=00" }) }),
    ).toMatchObject({ status: 401 });
    expect(await handle({ ...request, rawBody: `${request.rawBody} ` })).toMatchObject({ status: 401 });
    expect(seen).toEqual([]);
  });

  test("400 to what is signed but no webhook", async () => {
    expect(await handler()(await signed("not JSON"))).toMatchObject({ status: 400 });
    expect(await handler()(await signed("{}"))).toMatchObject({ status: 400 });
  });

  test("413 to what is too large, by default beyond 3 MB", async () => {
    expect(await handler({ maxBodyBytes: 10 })(await signed(payload(message("a"))))).toMatchObject({
      status: 413,
    });
    const large = await signed(payload({ ...message("a"), text: { body: "x".repeat(3 * 1024 * 1024) } }));
    expect(await handler()(large)).toMatchObject({ status: 200 });
    expect(await handler()(await signed("x".repeat(4 * 1024 * 1024)))).toMatchObject({ status: 413 });
  });

  test("header names in any case, values in lists", async () => {
    const { headers, ...request } = await signed(payload(message("a")));
    const signature = Object.values(headers)[0] as string;
    expect(await handler()({ ...request, headers: { "X-Hub-Signature-256": [signature] } })).toMatchObject({
      status: 200,
    });
  });
});

test("the narrow handler runs before the general one, and both before onEvent", async () => {
  const order: string[] = [];
  const handle = handler({
    on: {
      message: () => void order.push("message"),
      "message.text": (event) => void order.push(`text ${event.message.text.body}`),
    },
    onEvent: () => void order.push("any"),
  });
  await handle(await signed(payload(message("a"))));
  expect(order).toEqual(["text Hi", "message", "any"]);
});

test("status handlers are chosen by status", async () => {
  const seen: string[] = [];
  const handle = handler({ on: { "status.failed": ({ status }) => void seen.push(status.id) } });
  const statuses = ["sent", "failed"].map((status) => ({
    id: `w-${status}`,
    status,
    timestamp: "1",
    recipient_id: "1",
  }));
  const body = {
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value: { statuses } }] }],
  };
  expect((await handle(await signed(body))).status).toBe(200);
  expect(seen).toEqual(["w-failed"]);
});

describe("a failing handler", () => {
  test("gives 500, and on redelivery only what failed runs again", async () => {
    const runs: string[] = [];
    let broken = true;
    const handle = handler({
      onEvent: ({ id }) => {
        runs.push(id);
        if (id === "b" && broken) throw new Error("database down");
      },
    });
    const request = await signed(payload(message("a"), message("b"), message("c")));
    expect(await handle(request)).toMatchObject({ status: 500 });
    broken = false;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(runs).toEqual(["a", "b", "c", "b"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no"))],
    [
      "throws something else",
      () => {
        throw "no";
      },
    ],
  ])("that %s is reported with its event", async (_, onEvent) => {
    const reported: unknown[] = [];
    const handle = handler({
      onEvent,
      onError: (error, event) => void reported.push([String(error), event.id]),
    });
    expect(await handle(await signed(payload(message("a"))))).toMatchObject({ status: 500 });
    expect(reported).toEqual([[expect.stringContaining("no"), "a"]]);
  });

  test("is logged where nobody else is told, without the message", async () => {
    const lines: string[] = [];
    const logger = { warn: () => {}, error: (line: string) => void lines.push(line) };
    await handler({ logger, onEvent: () => Promise.reject(new Error("no")) })(
      await signed(payload(message("a"))),
    );
    expect(lines).toEqual([expect.stringContaining("message a")]);
    expect(lines[0]).not.toContain("15557654321");
  });

  test("whose reporter fails too still gives 500", async () => {
    const handle = handler({
      onEvent: () => Promise.reject(new Error("no")),
      onError: () => {
        throw new Error("pager down");
      },
    });
    expect(await handle(await signed(payload(message("a"))))).toMatchObject({ status: 500 });
  });
});

describe("duplicates", () => {
  test("are handled once: in one batch, at the same time, and later", async () => {
    const runs: string[] = [];
    const handle = handler({
      onEvent: async ({ id }) => {
        runs.push(id);
        await pause(20);
      },
    });
    const request = await signed(payload(message("a"), message("a")));
    const replies = await Promise.all([handle(request), handle(request)]);
    replies.push(await handle(request));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(runs).toEqual(["a"]);
  });

  test("at the same time share the outcome, also a failure", async () => {
    let runs = 0;
    const handle = handler({
      onEvent: async () => {
        runs += 1;
        await pause(20);
        throw new Error("no");
      },
    });
    const request = await signed(payload(message("a")));
    const replies = await Promise.all([handle(request), handle(request)]);
    expect(replies.map(({ status }) => status)).toEqual([500, 500]);
    expect(runs).toBe(1);
  });

  test("in the hands of another process give 503, after the rest was handled", async () => {
    const runs: string[] = [];
    const store = memoryDedupe();
    const dedupe: DedupeStore = { ...store, claim: (id) => (id === "a" ? "busy" : store.claim(id)) };
    const handle = handler({ dedupe, onEvent: ({ id }) => void runs.push(id) });
    expect(await handle(await signed(payload(message("a"), message("b"))))).toMatchObject({ status: 503 });
    expect(runs).toEqual(["b"]);
  });

  test("a store out of reach fails the event: nothing is lost", async () => {
    const reported: string[] = [];
    let up = false;
    const store = memoryDedupe();
    const dedupe: DedupeStore = {
      ...store,
      claim: async (id) => {
        if (!up) throw new Error("redis down");
        return store.claim(id);
      },
    };
    const runs: string[] = [];
    const handle = handler({
      dedupe,
      onEvent: ({ id }) => void runs.push(id),
      onError: (error) => void reported.push(String(error)),
    });
    const request = await signed(payload(message("a")));
    expect(await handle(request)).toMatchObject({ status: 500 });
    up = true;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect({ runs, reported }).toEqual({ runs: ["a"], reported: ["Error: redis down"] });
  });

  test("a store that fails after the handler succeeded does not make it run again now", async () => {
    const reported: string[] = [];
    const dedupe: DedupeStore = {
      ...memoryDedupe(),
      complete: () => Promise.reject(new Error("redis down")),
    };
    const handle = handler({
      dedupe,
      onEvent: () => {},
      onError: (error) => void reported.push(String(error)),
    });
    expect(await handle(await signed(payload(message("a"))))).toMatchObject({ status: 200 });
    expect(reported).toEqual(["Error: redis down"]);
  });

  test("memory is bounded, and one warning says so", async () => {
    const warnings: string[] = [];
    const store = memoryDedupe({ max: 2, logger: { warn: (line) => void warnings.push(line) } });
    for (const id of ["a", "b", "c", "d"]) {
      expect(await store.claim(id)).toBe("claimed");
      await store.complete(id);
    }
    expect(await store.claim("d")).toBe("done");
    expect(await store.claim("a")).toBe("claimed");
    expect(await store.claim("a")).toBe("busy");
    await store.release("a");
    expect(await store.claim("a")).toBe("claimed");
    expect(warnings).toHaveLength(1);
  });
});

describe("order", () => {
  test("events of one conversation run one after the other, also across requests; others at the same time", async () => {
    const log: string[] = [];
    const handle = handler({
      onEvent: async ({ id }) => {
        log.push(`${id} starts`);
        await pause(id === "a1" ? 40 : 5);
        log.push(`${id} ends`);
      },
    });
    const first = handle(await signed(payload(message("a1", "1"), message("b1", "2"))));
    const second = handle(await signed(payload(message("a2", "1"))));
    await Promise.all([first, second]);
    expect(log.indexOf("a2 starts")).toBeGreaterThan(log.indexOf("a1 ends"));
    expect(log.indexOf("b1 ends")).toBeLessThan(log.indexOf("a1 ends"));
  });

  test("a group is one conversation", async () => {
    let running = 0;
    let most = 0;
    const handle = handler({
      onEvent: async () => {
        running += 1;
        most = Math.max(most, running);
        await pause(5);
        running -= 1;
      },
    });
    const inGroup = (id: string, from: string) => ({ ...message(id, from), group_id: "G" });
    await handle(await signed(payload(inGroup("a", "1"), inGroup("b", "2"), inGroup("c", "3"))));
    expect(most).toBe(1);
  });
});

describe('respond: "immediately"', () => {
  test("answers first, handles then, and tells the platform", async () => {
    const log: string[] = [];
    const work: Promise<unknown>[] = [];
    const handle = handler({
      respond: "immediately",
      onEvent: async () => {
        await pause(20);
        log.push("handled");
      },
    });
    const reply = await handle({
      ...(await signed(payload(message("a")))),
      waitUntil: (promise) => void work.push(promise),
    });
    expect({ status: reply.status, log: [...log] }).toEqual({ status: 200, log: [] });
    await Promise.all(work);
    expect(log).toEqual(["handled"]);
  });

  test("a failure is reported, and nothing is left unhandled", async () => {
    const reported: string[] = [];
    const handle = handler({
      respond: "immediately",
      onEvent: () => Promise.reject(new Error("no")),
      onError: (error) => void reported.push(String(error)),
    });
    expect(await handle(await signed(payload(message("a"))))).toMatchObject({ status: 200 });
    await pause(10);
    expect(reported).toEqual(["Error: no"]);
  });
});

describe("a webhook that is set up wrongly does not start", () => {
  test.each([
    ["appSecret", { appSecret: "" }],
    ["appSecret", { appSecret: undefined }],
    ["appSecret", { appSecret: [] }],
    ["verifyToken", { verifyToken: "" }],
    ["on.mesage", { on: { mesage: () => {} } }],
    ["on.message.txt", { on: { "message.txt": () => {} } }],
    ["on.message", { on: { message: "handle" } }],
    ["onEvent", { onEvent: 7 }],
    ["respond", { respond: "later" }],
    ["maxBodyBytes", { maxBodyBytes: 0 }],
    ["dedupe", { dedupe: new Set() }],
    ["onMessage", { onMessage: () => {} }],
  ])("%s", (path, wrong) => {
    const start = () => createWebhookHandler({ appSecret, verifyToken, ...wrong } as never);
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(path);
  });

  test("every event type can be named", () => {
    const names = [
      "message",
      "message.interactive",
      "status",
      "status.failed",
      "message_template_status_update",
      "group_lifecycle_update",
      "user_preferences",
      "call",
      "unknown",
      "history",
    ];
    const on = Object.fromEntries(names.map((name) => [name, () => {}]));
    expect(() => handler({ on })).not.toThrow();
  });
});

test("with any failures and any concurrency, redelivery handles each event exactly once and in order", async () => {
  const batch = fc.array(fc.record({ id: fc.nat(12), from: fc.nat(3) }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(batch, { minLength: 1, maxLength: 4 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      async (batches, luck) => {
        const succeeded: string[] = [];
        const coins = [...luck];
        const handle = handler({
          onEvent: async ({ id }) => {
            await Promise.resolve();
            if (coins.shift()) throw new Error("no");
            succeeded.push(id);
          },
        });
        // One sender per id, as Meta's ids are.
        const requests = await Promise.all(
          batches.map((events) =>
            signed(payload(...events.map(({ id }) => message(`m${id}`, String(id % 4))))),
          ),
        );
        let open = requests;
        for (let round = 0; open.length > 0; round += 1) {
          expect(round).toBeLessThan(60);
          const replies = await Promise.all(open.map((request) => handle(request)));
          open = open.filter((_, index) => replies[index]?.status !== 200);
        }
        const ids = new Set(batches.flat().map(({ id }) => `m${id}`));
        expect([...succeeded].sort()).toEqual([...ids].sort());
      },
    ),
    { numRuns: 60 },
  );
});
