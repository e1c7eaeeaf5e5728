import { describe, expect, test, vi } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  type CallOptions,
  type Layer,
  type Messages,
  memoryStore,
  type SentMessage,
  type Store,
  StoreError,
  type WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";
import { client, failure, fakeClock, phoneNumberId, refusal, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";
import { deferred, delivery, notification, secrets, status } from "../webhooks/signed.ts";

const body = "Your order 17 is on its way.";
const quiet = { ...console, warn: () => undefined };
const key = { idempotencyKey: "order-17-shipped" };

/** A client of a simulated account, and the store that it remembers sends in. */
function account(options: Partial<WhatsAppClientOptions> = {}) {
  const simulator = createSimulator({ phoneNumberId, openWindow: true });
  const store = options.store ?? memoryStore();
  const whatsapp = client({ ...simulator.clientOptions, store, ...options });
  const send = (text = body, more = {}) =>
    whatsapp.messages.sendText({ to, body: text }, { ...key, ...more });
  return { simulator, store, whatsapp, send };
}

/** Counts the calls of a store. */
function counted(store: Store = memoryStore()) {
  const calls: string[] = [];
  const values: string[] = [];
  const counting: Store = {
    get: (at) => {
      calls.push(`get ${at}`);
      return store.get(at);
    },
    set: (at, value, options) => {
      calls.push(`set ${at} ${options.ttlMs}`);
      values.push(value);
      return store.set(at, value, options);
    },
    delete: (at, options) => {
      calls.push(`delete ${at}`);
      return store.delete(at, options);
    },
  };
  return { ...counting, calls, values };
}

/** The webhook of an app that shares the store, told that something became of a message. */
async function report(store: Store, state: string, id: string, tag: string | undefined): Promise<number> {
  const handle = createWebhookHandler({ ...secrets, store, on: {}, logger: { ...console, warn: () => {} } });
  const value = { statuses: [{ ...status(id, state), biz_opaque_callback_data: tag }] };
  return (await handle(await delivery(notification(value)))).status;
}

const unclear = async (sending: Promise<unknown>): Promise<AmbiguousSendError> => {
  const error = await failure(sending);
  expect(error).toBeInstanceOf(AmbiguousSendError);
  return error as AmbiguousSendError;
};

describe("a key that was used", () => {
  test("gives the first result, without a request", async () => {
    const { simulator, send } = account();
    const first = await send();
    expect(first.repeated).toBeUndefined();
    expect(await send()).toEqual({ id: first.id, repeated: true, raw: undefined });
    expect(await send()).toEqual({ id: first.id, repeated: true, raw: undefined });
    expect(simulator.requests).toHaveLength(1);
  });

  test("keeps the state of a template message", async () => {
    const answer = Response.json({
      messaging_product: "whatsapp",
      messages: [{ id: "wamid.T", message_status: "held_for_quality_assessment" }],
    });
    const whatsapp = client({ fetch: recorder(answer).fetch });
    const send = () => whatsapp.messages.sendTemplate({ to, name: "hello_world", language: "en_US" }, key);
    await send();
    expect(await send()).toEqual({
      id: "wamid.T",
      message_status: "held_for_quality_assessment",
      repeated: true,
      raw: undefined,
    });
  });

  test("counts for one number: each sends its own message", async () => {
    const { simulator, whatsapp, send } = account();
    simulator.addPhoneNumber("106540352242923");
    await send();
    await whatsapp.withPhoneNumber("106540352242923").messages.sendText({ to, body: "Other" }, key);
    expect(simulator.ledger.map((entry) => entry.phoneNumberId)).toEqual([phoneNumberId, "106540352242923"]);
  });

  test.each([
    ["content", { body: "Something else" }],
    ["recipient", { to: "+14155552672" }],
    ["quoted message", { reply_to: "wamid.X" }],
  ])("refuses another %s", async (_, change) => {
    const { simulator, whatsapp, send } = account();
    await send();
    const other = whatsapp.messages.sendText({ to, body, ...change }, key);
    expect(await refusal(other)).toEqual([
      "idempotencyKey was used for another recipient or content: pass a new key with each new message",
    ]);
    expect(simulator.requests).toHaveLength(1);
  });

  test("takes another upload of the same file, another tag and another form of the number for the same", async () => {
    const { fetch, requests } = recorder(accepted("wamid.D"));
    const other = client({ fetch });
    const send = (id: string, more = {}) =>
      other.messages.sendDocument({ to, id, filename: "invoice.pdf", ...more }, key);
    await send("1");
    expect((await send("2")).id).toBe("wamid.D");
    expect((await send("3", { biz_opaque_callback_data: "mine" })).id).toBe("wamid.D");
    expect((await send("4", { to: "+1 415 555-2671" })).id).toBe("wamid.D");
    expect(requests).toHaveLength(1);
  });

  test("reaches your own layers like any other call", async () => {
    const seen: unknown[] = [];
    const { send } = account({
      layers: [
        (next) => async (request) => {
          const response = await next(request);
          seen.push([response.status, response.headers instanceof Headers, response.body]);
          return response;
        },
      ],
    });
    const { id } = await send();
    await send();
    expect(seen[1]).toEqual([200, true, { messages: [{ id }] }]);
  });
});

describe("a send whose outcome is unknown", () => {
  test("is not sent again under its key, and keeps its tag", async () => {
    const { simulator, send } = account();
    simulator.fail({ reset: "after-read" });
    const first = await unclear(send());
    const second = await unclear(send());
    expect(second).not.toHaveProperty("cause");
    expect([first.isKeyed, second.isKeyed]).toEqual([true, true]);
    expect(second.correlationTag).toBe(first.correlationTag);
    expect(simulator.ledger.map(({ tag }) => tag)).toEqual([first.correlationTag]);
    expect(await refusal(send("Other content"))).toHaveLength(1);
  });

  test.each(["sent", "delivered", "read", "failed", "deleted"])(
    "is settled by the status %s",
    async (state) => {
      const { simulator, store, send } = account();
      simulator.fail({ reset: "after-read" });
      const { correlationTag } = await unclear(send());
      expect(await report(store, state, "wamid.S", correlationTag)).toBe(200);
      const settled = { id: "wamid.S", repeated: true, raw: undefined };
      expect(await send()).toEqual(state === "failed" ? { ...settled, message_status: "failed" } : settled);
      await report(store, "failed", "wamid.S", correlationTag); // sent stays what it is
      await report(store, "read", "wamid.S", correlationTag);
      expect(await send()).toEqual(state === "failed" ? { ...settled, message_status: "failed" } : settled);
      expect(simulator.ledger).toHaveLength(1);
    },
  );

  test("is settled by a status that is faster than the answer", async () => {
    const store = counted();
    const { fetch } = recorder(async ({ json }) => {
      await report(store, "failed", "wamid.1", (json as Record<string, string>).biz_opaque_callback_data);
      return accepted("wamid.1");
    });
    const send = () => client({ fetch, store }).messages.sendText({ to, body }, key);
    expect(await send()).toMatchObject({ id: "wamid.1", contact: {} });
    expect(await send()).toEqual({ id: "wamid.1", message_status: "failed", repeated: true, raw: undefined });
  });

  test("is settled by nothing else: not by your own tag, another message's tag, or a tag that leads nowhere", async () => {
    const { simulator, store, whatsapp } = account();
    const send = () => whatsapp.messages.sendText({ to, body, biz_opaque_callback_data: "order-17" }, key);
    simulator.fail({ reset: "after-read" });
    expect((await unclear(send())).correlationTag).toBe("order-17");
    simulator.fail({ reset: "after-read" });
    const other = await unclear(whatsapp.messages.sendText({ to, body }, { idempotencyKey: "other" }));
    const nowhere = String(other.correlationTag).replace(/[0-9a-f]{8}$/, "00000000");
    for (const tag of ["order-17", nowhere, `x${other.correlationTag}`, `${other.correlationTag}x`]) {
      await report(store, "delivered", "wamid.X", tag);
    }
    expect((await unclear(send())).correlationTag).toBe("order-17");
    expect(
      (await unclear(whatsapp.messages.sendText({ to, body }, { idempotencyKey: "other" }))).isKeyed,
    ).toBe(true);
  });

  test("cannot lend its tag to another message, whose status would settle it", async () => {
    const { simulator, whatsapp, send } = account();
    simulator.fail({ reset: "after-read" });
    const { correlationTag } = await unclear(send());
    expect(
      await refusal(whatsapp.messages.sendText({ to, body, biz_opaque_callback_data: correlationTag })),
    ).toEqual(["biz_opaque_callback_data is a tag that wacloud made for another message: omit it"]);
  });

  test("has no tag if you switched tags off", async () => {
    const { simulator, whatsapp } = account({ correlate: false });
    simulator.fail({ reset: "after-read", times: 2 });
    const send = () => whatsapp.messages.sendText({ to, body }, key);
    expect((await unclear(send())).correlationTag).toBeUndefined();
    expect((await unclear(send())).correlationTag).toBeUndefined();
    expect(simulator.ledger.map(({ tag }) => tag)).toEqual([undefined]);
  });

  test("is repeated within the call if you asked for that, and never by a later call", async () => {
    const { simulator, send } = account({ retry: { attempts: 2, ambiguous: true }, clock: fakeClock() });
    simulator.fail({ reset: "after-read", times: 2 });
    await unclear(send());
    expect(simulator.ledger).toHaveLength(2);
    await unclear(send());
    expect(simulator.ledger).toHaveLength(2);
  });
});

describe("a send that certainly did not leave", () => {
  test.each([
    ["refused", { code: 131026 }, ApiError],
    ["refused for its account", { code: 131042 }, ApiError],
  ])("frees its key, for other content too: %s", async (_, fault, kind) => {
    const { simulator, send } = account();
    simulator.fail(fault);
    expect(await failure(send())).toBeInstanceOf(kind);
    expect((await send("Another text")).repeated).toBeUndefined();
    expect(simulator.ledger).toHaveLength(1);
  });

  test("frees its key when it is aborted on its way to the request", async () => {
    const aborting = new AbortController();
    const reason = new Error("changed my mind");
    const store = counted();
    const set: Store["set"] = async (...input) => {
      aborting.abort(reason); // just before it departs
      return store.set(...input);
    };
    const { simulator, whatsapp, send } = account({ store: { ...store, set } });
    const sending = whatsapp.messages.sendText({ to, body }, { ...key, signal: aborting.signal });
    expect(await failure(sending)).toBe(reason);
    expect((await send("Another text")).repeated).toBeUndefined();
    expect(simulator.ledger).toHaveLength(1);
  });

  test("is begun anew when a layer of yours calls again", async () => {
    const again: Layer = (next) => (request) => next(request).catch(() => next(request));
    const { simulator, send } = account({ layers: [again] });
    simulator.fail({ code: 131_042 });
    simulator.fail({ reset: "after-read" });
    await unclear(send());
    await unclear(send());
    expect(simulator.ledger).toHaveLength(1);
  });

  test.each([
    ["with a key", key],
    ["a reply", {}],
  ])("is free in the pause before it is repeated: the process may end there (%s)", async (_, options) => {
    const { fetch, requests } = recorder(refused(429, 130_429), refused(429, 131_056), accepted());
    const store = counted();
    const clock = fakeClock();
    const states: string[] = [];
    const sleep = async (milliseconds: number) => {
      const at = store.calls[0]?.split(" ")[1] ?? "";
      states.push(JSON.parse((await store.get(at)) ?? '[{"s":"none"}]')[0].s);
      await clock.sleep(milliseconds);
    };
    const whatsapp = client({ fetch, store, retry: {}, clock: { ...clock, sleep } });
    const event = { id: "event", chat: { wa_id: "14155552671" } };
    if ("idempotencyKey" in options) await whatsapp.messages.sendText({ to, body }, options);
    else await whatsapp.replyTo(event, { once: true }).sendText({ body });
    expect(requests).toHaveLength(3);
    expect(new Set(states)).toEqual(new Set(["idempotencyKey" in options ? "none" : "refused"]));
    expect(
      store.values.map((value) => JSON.parse(value)[0].s).filter((state) => state !== "refused"),
    ).toEqual(["begun", "begun", "begun", "sent"]);
  });
});

describe("a layer of your own that calls the rest again", () => {
  const persistent: Layer = (next) => async (request) => {
    try {
      return await next(request);
    } catch {
      return next(request);
    }
  };
  const twice: Layer = (next) => async (request) => {
    await next(request);
    return next(request);
  };

  test.each([
    ["with a key", key],
    ["a reply", {}],
  ])("after a refusal sends %s once, and begins it anew", async (_, options) => {
    const store = counted();
    const { simulator, whatsapp } = account({ store, layers: [persistent] });
    simulator.fail({ code: 131_026 });
    const event = { id: "event", chat: { wa_id: "14155552671" } };
    if ("idempotencyKey" in options) await whatsapp.messages.sendText({ to, body }, options);
    else await whatsapp.replyTo(event, { once: true }).sendText({ body });
    expect(simulator.ledger).toHaveLength(1);
    const states = store.values.map((value) => JSON.parse(value)[0].s).filter((state) => state !== "refused");
    expect(states).toEqual(["begun", "begun", "sent"]);
  });

  test.each([
    ["with a key", key],
    ["a reply", {}],
  ])("after success sends %s once", async (_, options) => {
    const { simulator, whatsapp } = account({ layers: [twice] });
    const event = { id: "event", chat: { wa_id: "14155552671" } };
    const sent =
      "idempotencyKey" in options
        ? await whatsapp.messages.sendText({ to, body }, options)
        : await whatsapp.replyTo(event, { once: true }).sendText({ body });
    expect(sent.id).toBe(simulator.ledger[0]?.id);
    expect(simulator.ledger).toHaveLength(1);
  });

  test("after an unclear send does not send it again", async () => {
    const { simulator, whatsapp } = account({ layers: [persistent] });
    simulator.fail({ reset: "after-read" });
    await unclear(whatsapp.messages.sendText({ to, body }, key));
    expect(simulator.ledger).toHaveLength(1);
  });
});

describe("an abort", () => {
  const moments = ["get", "set", "send", "set again"].flatMap((step, index) =>
    ["before", "after"].map((when) => ({ step, when, at: index * 2 + (when === "before" ? 1 : 2) })),
  );

  test.each(moments)(
    "$when $step: is one thing or the other, and the next call knows which",
    async ({ at }) => {
      const aborting = new AbortController();
      const reason = new Error("enough");
      let step = 0;
      const through = async <T>(operation: () => T | Promise<T>): Promise<T> => {
        if (++step === at) aborting.abort(reason);
        const result = await operation();
        if (++step === at) aborting.abort(reason);
        return result;
      };
      const inner = memoryStore();
      const store: Store = {
        get: (key) => through(() => inner.get(key)),
        set: (...input) => through(() => inner.set(...input)),
        delete: (...input) => through(() => inner.delete(...input)),
      };
      const simulator = createSimulator({ phoneNumberId, openWindow: true });
      const fetch: typeof globalThis.fetch = (...input) => through(() => simulator.fetch(...input));
      const whatsapp = client({ ...simulator.clientOptions, fetch, store });
      const send = (signal?: AbortSignal) => whatsapp.messages.sendText({ to, body }, { ...key, signal });
      const first = await send(aborting.signal).catch((error: unknown) => error);
      const second = await send().catch((error: unknown) => error);
      expect(aborting.signal.aborted).toBe(true);
      if (first instanceof AmbiguousSendError) expect(second).toMatchObject({ isKeyed: true });
      else expect(second).toMatchObject({ id: simulator.ledger[0]?.id });
      if (first instanceof Error) expect([first, first.cause]).toContain(reason);
      expect(simulator.ledger.length).toBeLessThanOrEqual(1);
    },
  );
});

test("an abort does not wait for a slow store: nothing leaves, and the next call sends", async () => {
  const asked = deferred();
  const gate = deferred();
  const inner = memoryStore();
  const get: Store["get"] = async (key) => {
    asked.resolve();
    await gate.promise;
    return inner.get(key);
  };
  const store: Store = {
    get,
    set: (...input) => inner.set(...input),
    delete: (...input) => inner.delete(...input),
  };
  const { simulator, send } = account({ store });
  const aborting = new AbortController();
  const sending = failure(send(body, { signal: aborting.signal }));
  await asked.promise;
  const reason = new Error("enough");
  aborting.abort(reason);
  expect(await sending).toBe(reason);
  gate.resolve();
  expect((await send("Another text")).repeated).toBeUndefined();
  expect(simulator.ledger).toHaveLength(1);
});

describe("calls at the same time", () => {
  test("share one request", async () => {
    const { simulator, send } = account();
    const sent = await Promise.all([send(), send(), send()]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(sent.map(({ repeated }) => repeated)).toEqual([undefined, true, true]);
    expect(simulator.requests).toHaveLength(1);
  });

  test("share it across clients that share a store, and refuse other content", async () => {
    const { simulator, store, send } = account();
    const other = client({ ...simulator.clientOptions, store });
    const [, same, different] = await Promise.all([
      send(),
      other.messages.sendText({ to, body }, key),
      failure(other.messages.sendText({ to, body: "Other" }, key)),
    ]);
    expect(same.repeated).toBe(true);
    expect(different).toMatchObject({ issues: [{ path: "idempotencyKey" }] });
    expect(simulator.requests).toHaveLength(1);
  });

  test("end their wait alone: the others still get the result", async () => {
    const gate = deferred();
    const departed = deferred();
    const { fetch, requests } = recorder(async () => {
      departed.resolve();
      await gate.promise;
      return accepted();
    });
    const whatsapp = client({ fetch });
    const aborting = new AbortController();
    const reason = new Error("enough");
    const send = (signal?: AbortSignal) => whatsapp.messages.sendText({ to, body }, { ...key, signal });
    const first = failure(send(aborting.signal));
    const second = send();
    await departed.promise;
    aborting.abort(reason);
    expect(await first).toMatchObject({ name: "AmbiguousSendError", isKeyed: true, cause: reason });
    gate.resolve();
    expect((await second).id).toBe("wamid.1");
    expect(requests).toHaveLength(1);
  });

  test("end the call when all of them are aborted; the next one starts again", async () => {
    const { simulator, send } = account();
    const aborting = new AbortController();
    const reason = new Error("enough");
    const all = [send(body, { signal: aborting.signal }), send(body, { signal: aborting.signal })].map(
      failure,
    );
    aborting.abort(reason);
    const next = send();
    expect(await Promise.all(all)).toEqual([reason, reason]);
    expect((await next).repeated).toBeUndefined();
    expect(simulator.ledger).toHaveLength(1);
  });

  test("in two processes: one sends, whoever loses the race does not", async () => {
    const shared = memoryStore();
    const { simulator } = account();
    const process = () =>
      client({
        ...simulator.clientOptions,
        store: {
          get: async (at) => shared.get(at),
          set: async (...input) => shared.set(...input),
          delete: async (...input) => shared.delete(...input),
        },
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => process().messages.sendText({ to, body }, key)),
    );
    expect(simulator.ledger).toHaveLength(1);
    const fates = outcomes.map((outcome) =>
      outcome.status === "fulfilled" ? outcome.value.repeated === true : outcome.reason.name,
    );
    expect(fates.filter((fate) => fate === false)).toHaveLength(1);
    expect(fates.filter((fate) => fate !== false && fate !== true && fate !== "AmbiguousSendError")).toEqual(
      [],
    );
  });
});

describe("the store", () => {
  const failing = (operation: "get" | "set" | "delete", from = 1) => {
    const store = memoryStore();
    let calls = 0;
    const fail = () => {
      calls += 1;
      if (calls >= from) throw new Error("no connection");
    };
    const wrap = <Arguments extends unknown[], Result>(
      name: string,
      call: (...input: Arguments) => Result,
    ) => {
      return (...input: Arguments): Result => {
        if (name === operation) fail();
        return call(...input);
      };
    };
    return {
      get: wrap("get", (at: string) => store.get(at)),
      set: wrap("set", (...input: Parameters<Store["set"]>) => store.set(...input)),
      delete: wrap("delete", (...input: Parameters<Store["delete"]>) => store.delete(...input)),
    };
  };

  test.each(["get", "set"] as const)("that fails before the send (%s): nothing leaves", async (operation) => {
    const { simulator, send } = account({ store: failing(operation) });
    expect(await failure(send())).toBeInstanceOf(StoreError);
    expect(simulator.requests).toHaveLength(0);
  });

  test("that repeats a write on a new connection, and is told that nothing was written: the message leaves once", async () => {
    const store = memoryStore();
    const repeating: Store = {
      get: (at) => store.get(at),
      set: (...input) => store.set(...input) && store.set(...input),
      delete: (...input) => store.delete(...input) && store.delete(...input),
    };
    const { simulator, send } = account({ store: repeating });
    const { id } = await send();
    expect(await send()).toEqual({ id, repeated: true, raw: undefined });
    expect(simulator.ledger).toHaveLength(1);
  });

  test("that fails after the send: the result is returned, a warning logged, and the key stays unclear", async () => {
    const warn = vi.fn();
    const store = failing("set", 2);
    const { simulator, send } = account({ store, logger: { ...console, warn } });
    expect((await send()).id).toBe(simulator.ledger[0]?.id);
    expect(warn).toHaveBeenCalledWith(
      "wacloud: the store did not record that a message was sent; its key stays unclear until a status arrives.",
      { error: "The store failed: `set` rejected or did not answer." },
    );
    await unclear(send());
    expect(simulator.ledger).toHaveLength(1);
  });

  /** Fails from some write on, which takes effect, at once or when it is there again. */
  const cutOff = (effect: "at once" | "late" = "at once") => {
    const inner = memoryStore();
    const late: Parameters<Store["set"]>[] = [];
    let state: "there" | "about to fail" | "gone" = "there";
    const fail = () => {
      throw new Error("no connection");
    };
    const store: Store = {
      get: (at) => (state === "gone" ? fail() : inner.get(at)),
      set: (...input) => {
        if (state === "gone") return fail();
        if (state === "there") return inner.set(...input);
        if (effect === "late") late.push(input);
        else inner.set(...input);
        state = "gone";
        return fail();
      },
      delete: (...input) => (state === "gone" ? fail() : inner.delete(...input)),
    };
    const cut = (when: "about to fail" | "gone") => {
      state = when;
    };
    const mend = () => {
      state = "there";
      for (const input of late) inner.set(...input);
    };
    return { store, cut, mend };
  };

  /** The ways to send a message once. The events are equal, as in two deliveries. */
  const ways: [string, (whatsapp: WhatsAppClient, options?: CallOptions) => Promise<SentMessage>][] = [
    ["with a key", ({ messages }, options) => messages.sendText({ to, body }, { ...key, ...options })],
    ["a reply", (whatsapp, options) => replying(whatsapp).sendText({ body }, options)],
    ["a named reply", (whatsapp, options) => replying(whatsapp).sendText({ body }, { ...key, ...options })],
  ];
  const replying = (whatsapp: WhatsAppClient) =>
    whatsapp.replyTo({ id: "event", chat: { wa_id: "14155552671" } }, { once: true });

  describe.each(ways)("that cannot record that a message did not leave (%s)", (_, sendIt) => {
    const expectOneSend = async (whatsapp: WhatsAppClient, simulator: Simulator) => {
      expect((await sendIt(whatsapp)).repeated).toBeUndefined();
      expect((await sendIt(whatsapp)).repeated).toBe(true);
      expect(simulator.ledger).toHaveLength(1);
    };

    test.each(["at once", "late"] as const)(
      "loses the answer to the write before it, which takes effect %s: the next call sends",
      async (effect) => {
        const { store, cut, mend } = cutOff(effect);
        const { simulator, whatsapp } = account({ store, logger: quiet });
        cut("about to fail");
        expect(await failure(sendIt(whatsapp))).toBeInstanceOf(StoreError);
        expect(simulator.requests).toHaveLength(0);
        mend();
        await expectOneSend(whatsapp, simulator);
      },
    );

    test("was told of a refusal: the next call sends", async () => {
      const { store, cut, mend } = cutOff();
      const { simulator, whatsapp } = account({ store });
      simulator.fail({ code: 131_042 });
      const refusing = client({
        ...simulator.clientOptions,
        store,
        logger: quiet,
        fetch: async (...input) => {
          cut("gone");
          return simulator.fetch(...input);
        },
      });
      expect(await failure(sendIt(refusing))).toBeInstanceOf(ApiError);
      mend();
      await expectOneSend(whatsapp, simulator);
    });

    test("is there again for two calls at once: one of them sends", async () => {
      const { store, cut, mend } = cutOff();
      const { simulator, whatsapp } = account({ store, logger: quiet });
      const other = client({ ...simulator.clientOptions, store: { ...store } });
      cut("about to fail");
      await failure(sendIt(whatsapp));
      mend();
      await Promise.allSettled([sendIt(whatsapp), sendIt(other)]);
      expect(simulator.ledger).toHaveLength(1);
    });
  });

  test("holds what somebody else wrote: nothing leaves", async () => {
    const store = { ...memoryStore(), get: () => "garbage", set: () => true, delete: () => true };
    const { simulator, send } = account({ store });
    expect(await failure(send())).toBeInstanceOf(StoreError);
    expect(simulator.requests).toHaveLength(0);
  });

  test("is asked three times for a keyed send, once for a repeat, and never for a send without a key or its statuses", async () => {
    const store = counted();
    const { simulator, whatsapp, send } = account({ store });
    await send();
    const eightDays = 8 * 24 * 60 * 60 * 1000;
    expect(store.calls).toEqual([
      expect.stringMatching(/^get wacloud:1:send:[0-9a-f]{40}$/),
      expect.stringMatching(new RegExp(`^set wacloud:1:send:[0-9a-f]{40} ${eightDays}$`)),
      expect.stringMatching(new RegExp(`^set wacloud:1:send:[0-9a-f]{40} ${eightDays}$`)),
    ]);
    expect(store.values.join()).not.toMatch(/order-17|shipped|on its way|14155552671/);
    await send();
    expect(store.calls).toHaveLength(4);
    await whatsapp.messages.sendText({ to, body });
    await report(store, "sent", "wamid.1", simulator.ledger[1]?.tag);
    await report(store, "sent", "wamid.1", undefined);
    await report(store, "sent", "wamid.1", "mine");
    expect(store.calls).toHaveLength(4);
    await report(store, "sent", "wamid.1", simulator.ledger[0]?.tag);
    expect(store.calls).toHaveLength(5);
  });

  test("that cannot settle a status: Meta is told to deliver it again, and onError hears", async () => {
    const { simulator, store, send } = account();
    simulator.fail({ reset: "after-read" });
    const { correlationTag } = await unclear(send());
    const onError = vi.fn();
    const broken: Store = {
      get: () => Promise.reject(new Error("down")),
      set: (...input) => store.set(...input),
      delete: (...input) => store.delete(...input),
    };
    const handle = createWebhookHandler({ ...secrets, store: broken, onError });
    const value = { statuses: [{ ...status("wamid.1", "sent"), biz_opaque_callback_data: correlationTag }] };
    expect((await handle(await delivery(notification(value)))).status).toBe(500);
    expect(onError).toHaveBeenCalledWith(
      expect.any(StoreError),
      expect.objectContaining({ type: "status" }),
      expect.objectContaining({ redelivered: true }),
    );
  });

  test("is the client's own, which the webhook handler may share", () => {
    const store = memoryStore();
    expect(client({ store }).store).toBe(store);
    const whatsapp = client({});
    expect(whatsapp.withPhoneNumber("1").store).toBe(whatsapp.store);
  });

  test.each([
    ["store.set", { get: () => undefined, delete: () => true }],
    ["store", "redis://localhost"],
  ])("is refused when it is none: %s", (path, store) => {
    expect(() => client({ store: store as never })).toThrow(path);
  });
});

test.each([
  ["idempotencyKey", { idempotencyKey: "" }],
  ["idempotencyKey", { idempotencyKey: 17 as never }],
  ["once", { once: true }],
  ["once", { once: false }],
  ["idempotencykey", { idempotencykey: "order-17" } as never],
  ["key", { key: "order-17" } as never],
])("refuses %s: %o", async (path, options) => {
  const { whatsapp } = account();
  const [issue] = await refusal(whatsapp.messages.sendText({ to, body }, options));
  expect(issue?.split(" ")[0]).toBe(path);
});

test("says what a misspelled option meant: ignored, the message would be sent twice", async () => {
  const { whatsapp, simulator } = account();
  const options = { idempotencykey: "order-17" } as never;
  expect(await refusal(whatsapp.messages.sendText({ to, body }, options))).toEqual([
    "idempotencykey is not an option. Did you mean `idempotencyKey`? Options: signal, timeoutMs, headers, correlate, idempotencyKey, once, checked",
  ]);
  expect(await refusal(whatsapp.messages.sendText(undefined as never))).toEqual([
    "message must be an object",
  ]);
  expect(simulator.requests).toEqual([]);
});

test.each([
  ["a shortcut", (m: Messages, more: object) => m.sendText({ to, body, ...more })],
  [
    "a template",
    (m: Messages, more: object) => m.sendTemplate({ to, name: "hello_world", language: "en_US", ...more }),
  ],
  ["Meta's body", (m: Messages, more: object) => m.send({ to, type: "text", text: { body }, ...more })],
])("refuses a key inside %s, where it would do nothing", async (_, send) => {
  const { whatsapp, simulator } = account();
  expect(await refusal(send(whatsapp.messages, key))).toEqual([
    "idempotencyKey belongs in the last argument, beside `signal`",
  ]);
  expect(simulator.requests).toEqual([]);
});

// What is in a store must mean the same in the next version: change the keys' version with any of these.
test("keys and digests are what they were", async () => {
  const store = counted();
  const { fetch } = recorder(accepted("wamid.A"), accepted("wamid.B"));
  const { messages } = client({ fetch, store });
  await messages.sendText({ to, body: "Grüße 👋", preview_url: true }, { idempotencyKey: "a" });
  await messages.sendImage({ to: { group_id: "group-1" }, id: "123", caption: "x" }, { idempotencyKey: "b" });
  expect(store.calls.filter((call) => call.startsWith("get"))).toMatchInlineSnapshot(`
    [
      "get wacloud:1:send:f34590fa991be8bcd265b1e1622211f6cdee92f4",
      "get wacloud:1:send:15e22ff5f50faf2f591081e1114540aaaa2f491b",
    ]
  `);
  expect(store.values.map((value) => JSON.parse(value)[0].d)).toMatchInlineSnapshot(`
    [
      "46df09a96b1fd5d9a0a1",
      "46df09a96b1fd5d9a0a1",
      "7a814e373f9c151b6568",
      "7a814e373f9c151b6568",
    ]
  `);
});
