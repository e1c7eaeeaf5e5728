import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, type CallAnswer, type OutgoingCall, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { type CallStatus, type IncomingCall, parseWebhook } from "wacloud/webhooks";
import { client, failure, phoneNumberId, to } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { callOperations } from "./operations/calls.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

const id = "wacid.HBgL";
const sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=ice-pwd:a-secret-of-the-call\r\n";
const session = { sdp };
const product = { messaging_product: "whatsapp" };
const ok = { ...product, success: true };
const recording = { status: "enabled", purpose: "quality", announcement_language: "en_US" };
const permission = { status: "temporary", expiration_time: 1_745_343_479 };

describeOperations(callOperations);
testUnusable(callOperations, {
  "calls.connect": [{ ...product, calls: [] }, { ...product, calls: [{}] }, ok],
  "calls.preAccept": [{ success: false }, {}],
  "calls.terminate": [{ success: false }],
  "calls.getPermission": [product, { permission: {} }],
});

const call = (changes: object): OutgoingCall => ({ to, session, ...changes }) as OutgoingCall;
const answer = (changes: object): CallAnswer => ({ session, ...changes }) as CallAnswer;

describeRefusals([
  ["to is missing", ({ calls }) => calls.connect({ session } as never)],
  ["to must be a person", ({ calls }) => calls.connect(call({ to: { group_id: "R1" } }))],
  ["to ", ({ calls }) => calls.connect(call({ to: "5551" }))],
  ["session is missing", ({ calls }) => calls.connect({ to } as never)],
  ["session is missing", ({ calls }) => calls.connect(undefined as never)],
  ["session.sdp must not be empty", ({ calls }) => calls.connect(call({ session: { sdp: "" } }))],
  ["session.sdp is missing", ({ calls }) => calls.connect(call({ session: {} }))],
  [
    'session.sdp_type must be "offer"',
    ({ calls }) => calls.connect(call({ session: { sdp, sdp_type: "answer" } })),
  ],
  [
    'session.sdp_type must be "answer"',
    ({ calls }) => calls.accept(id, answer({ session: { sdp, sdp_type: "offer" } })),
  ],
  ["session.sdp must not be empty", ({ calls }) => calls.preAccept(id, { session: { sdp: "" } })],
  ["session is missing", ({ calls }) => calls.accept(id, {} as never)],
  [
    "biz_opaque_callback_data must be at most 512",
    ({ calls }) => calls.connect(call({ biz_opaque_callback_data: "x".repeat(513) })),
  ],
  [
    "biz_opaque_callback_data must be at most 512",
    ({ calls }) => calls.accept(id, answer({ biz_opaque_callback_data: "x".repeat(513) })),
  ],
  [
    'recording.status must be "ENABLED" or "DISABLED"',
    ({ calls }) => calls.connect(call({ recording: { status: "ON" } })),
  ],
  [
    "recording.purpose is missing",
    ({ calls }) => calls.connect(call({ recording: { status: "ENABLED", announcement_language: "en" } })),
  ],
  [
    "transcription.announcement_language is missing",
    ({ calls }) => calls.accept(id, answer({ transcription: { status: "enabled", purpose: "x" } })),
  ],
  [
    "recording.purpose must be at most 250",
    ({ calls }) => calls.accept(id, answer({ recording: { ...recording, purpose: "x".repeat(251) } })),
  ],
  ["messaging_product is added by wacloud", ({ calls }) => calls.connect(call(product))],
  ["id must not be empty", ({ calls }) => calls.terminate("")],
  ["id is missing", ({ calls }) => calls.reject(undefined as never)],
  ["id must not be empty", ({ calls }) => calls.accept("", { session })],
  ["user must be a person", ({ calls }) => calls.getPermission({ group_id: "R1" })],
  ["user.user_id must be a business-scoped user id", ({ calls }) => calls.getPermission({ user_id: "1" })],
]);

describe("a call that was placed", () => {
  const placed = () => Response.json({ ...product, calls: [{ id }] });

  test("carries a tag, which the error has when nobody knows whether the phone rings", async () => {
    const { fetch, requests } = recorder(placed(), new TypeError("terminated"));
    const { calls } = client({ fetch });
    await calls.connect({ to, session });
    const error = (await failure(calls.connect({ to, session }))) as AmbiguousSendError;
    expect(error).toBeInstanceOf(AmbiguousSendError);
    const tags = requests.map(
      ({ json }) => (json as { biz_opaque_callback_data: string }).biz_opaque_callback_data,
    );
    expect(tags[0]).toMatch(/^wacloud-[0-9a-f-]{36}$/);
    expect(tags[0]).not.toBe(tags[1]);
    expect(error.correlationTag).toBe(tags[1]);
  });

  test("carries your own tag, or none", async () => {
    const { fetch, requests } = recorder(placed(), placed(), placed());
    await client({ fetch }).calls.connect({ to, session, biz_opaque_callback_data: "case-7" });
    await client({ fetch }).calls.connect({ to, session }, { correlate: false });
    await client({ fetch, correlate: false }).calls.connect({ to, session });
    const tags = requests.map(
      ({ json }) => (json as { biz_opaque_callback_data?: string }).biz_opaque_callback_data,
    );
    expect(tags).toEqual(["case-7", undefined, undefined]);
  });

  test("names the client's Messaging account, unless it names another one", async () => {
    const { fetch, requests } = recorder(placed(), placed());
    const { calls } = client({ fetch, messagingAccountId: "524126980791429" });
    await calls.connect({ to, session });
    await calls.connect({ to, session, messaging_account_id: "9" });
    const accounts = requests.map(
      ({ json }) => (json as { messaging_account_id?: string }).messaging_account_id,
    );
    expect(accounts).toEqual(["524126980791429", "9"]);
  });

  test("reads national numbers as messages do", async () => {
    const { fetch, requests } = recorder(placed(), Response.json({ permission }));
    const { calls } = client({ fetch, defaultCountry: "US" });
    await calls.connect({ to: "(415) 555-2671", session });
    await calls.getPermission("(415) 555-2671");
    expect(requests[0]?.json).toMatchObject({ to });
    expect(requests[1]?.url.searchParams.get("user_wa_id")).toBe("14155552671");
  });
});

test("neither errors nor logs contain the session", async () => {
  const logged: unknown[] = [];
  const note = (...words: unknown[]) => void logged.push(words);
  const logger = { debug: note, info: note, warn: note, error: note };
  const details = `Invalid SDP: ${sdp}`;
  const { fetch } = recorder(
    refused(400, 100, { error_data: { details } }),
    refused(500, 131_000, { message: details }),
    new TypeError("terminated"),
  );
  const { calls } = client({ fetch, logger, retry: { attempts: 2, minDelayMs: 0 } });
  const errors = [
    await failure(calls.connect({ to, session })),
    await failure(calls.accept(id, { session })),
    await failure(calls.preAccept(id, { session })),
    await failure(calls.connect({ to, session: { sdp, sdp_type: "answer" as never } })),
  ];
  const written = errors.map((error) => JSON.stringify(error) + String((error as Error).stack));
  expect(errors.map((error) => (error as Error).name)).toEqual([
    "ApiError",
    "AmbiguousSendError",
    "AmbiguousSendError",
    "ValidationError",
  ]);
  expect(written.join() + JSON.stringify(logged)).not.toContain("a-secret-of-the-call");
});

describe("on the simulator", () => {
  const ana = "+5511987654321";
  const start = (options = {}) => {
    const settings = { calling: { status: "ENABLED" } };
    const simulator = createSimulator({ seed: { numbers: [{ id: phoneNumberId, settings }] }, ...options });
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    /** What the app was told about calls: events and statuses, in order. */
    const heard = async () => {
      await simulator.settled();
      return simulator.webhooks
        .flatMap(({ rawBody }) => parseWebhook(rawBody))
        .flatMap((event): (CallStatus | IncomingCall)[] =>
          event.type === "call" ? [event.call] : event.type === "call_status" ? [event.status] : [],
        );
    };
    return { simulator, whatsapp, calls: whatsapp.calls, ana: simulator.user(ana, { name: "Ana" }), heard };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  };

  test("a customer calls, the business accepts, the customer hangs up", async () => {
    const { simulator, whatsapp, calls, ana: customer, heard } = start();
    expect(customer.hasOpenWindow()).toBe(false);
    const rung = await customer.calls({ cta_payload: "support" });
    expect(customer.hasOpenWindow()).toBe(true);
    expect(rung).toMatchObject({ state: "ringing", direction: "USER_INITIATED" });
    await calls.preAccept(rung.id, { session });
    expect(rung.state).toBe("ringing");
    await refusedWith(131_009, calls.accept(rung.id, { session: { sdp: "v=0 other" } }));
    await calls.accept(rung.id, { session, biz_opaque_callback_data: "case-7" });
    expect(rung).toMatchObject({ state: "connected", answer: sdp });
    await refusedWith(131_009, calls.accept(rung.id, { session }));
    await refusedWith(131_009, calls.reject(rung.id));
    await simulator.clock.advance({ seconds: 90 });
    expect(await customer.hangsUp()).toBe(rung);
    expect(rung.state).toBe("ended");
    const facts = { id: rung.id, direction: "USER_INITIATED", from: "5511987654321", to: "15550001111" };
    expect(await heard()).toEqual([
      {
        ...facts,
        event: "connect",
        timestamp: expect.any(String),
        from_user_id: customer.user_id,
        session: { sdp_type: "offer", sdp: expect.stringContaining("v=0") },
        cta_payload: "support",
      },
      {
        ...facts,
        event: "terminate",
        timestamp: expect.any(String),
        from_user_id: customer.user_id,
        biz_opaque_callback_data: "case-7",
        status: "COMPLETED",
        start_time: expect.any(String),
        end_time: expect.any(String),
        duration: expect.any(Number),
      },
    ]);
    await whatsapp.messages.sendText({ to: ana, body: "Thanks for calling" });
  });

  test("the business rejects or ends a customer's call, however often it says so", async () => {
    const { calls, ana: customer, heard } = start();
    const first = await customer.calls();
    await calls.reject(first.id);
    await calls.reject(first.id);
    const second = await customer.calls();
    await calls.accept(second.id, { session });
    await calls.terminate(second.id);
    await calls.terminate(second.id);
    const events = (await heard()).map((event) => "event" in event && event.event);
    expect(events).toEqual(["connect", "terminate", "connect", "terminate"]);
    expect(customer.callLog.map(({ state }) => state)).toEqual(["ended", "ended"]);
  });

  test("a call that nobody accepts within a minute ends", async () => {
    const { simulator, calls, ana: customer, heard } = start();
    const rung = await customer.calls();
    await simulator.clock.advance({ seconds: 59 });
    expect(rung.state).toBe("ringing");
    await simulator.clock.advance({ seconds: 2 });
    expect(rung.state).toBe("ended");
    expect((await heard()).at(-1)).toMatchObject({ event: "terminate", status: "COMPLETED" });
    expect((await heard()).at(-1)).not.toHaveProperty("duration");
    await refusedWith(131_009, calls.accept(rung.id, { session }));
  });

  test("the business calls with permission; the phone rings, is answered, and the business hangs up", async () => {
    const { calls, ana: customer, heard } = start();
    await refusedWith(138_006, calls.connect({ to: ana, session }));
    await customer.allowsCalls();
    const { id: wacid } = await calls.connect({ to: ana, session, biz_opaque_callback_data: "case-7" });
    await refusedWith(138_003, calls.connect({ to: ana, session }));
    customer.closeWindow();
    const answered = await customer.answers({ sdp: "v=0 from Ana" });
    expect(answered).toMatchObject({ id: wacid, state: "connected", offer: sdp, answer: "v=0 from Ana" });
    expect(customer.hasOpenWindow()).toBe(true);
    await calls.terminate(wacid);
    const status = {
      id: wacid,
      type: "call",
      recipient_id: "5511987654321",
      biz_opaque_callback_data: "case-7",
    };
    const facts = { id: wacid, direction: "BUSINESS_INITIATED", from: "15550001111", to: "5511987654321" };
    expect(await heard()).toMatchObject([
      { ...status, status: "RINGING" },
      { ...facts, event: "connect", session: { sdp_type: "answer", sdp: "v=0 from Ana" } },
      { ...status, status: "ACCEPTED" },
      { ...facts, event: "terminate", status: "COMPLETED", duration: 0 },
    ]);
  });

  test("a customer declines, is away, or cannot be called", async () => {
    const { simulator, calls, ana: customer, heard } = start();
    await customer.allowsCalls({ forGood: true });
    await calls.connect({ to: { user_id: customer.user_id }, session });
    await simulator.settled();
    await customer.declines();
    expect((await heard()).map((event) => ("event" in event ? event.event : event.status))).toEqual([
      "RINGING",
      "REJECTED",
      "terminate",
    ]);
    customer.goesOffline();
    const { id: unheard } = await calls.connect({ to: ana, session });
    expect(await heard()).toHaveLength(3);
    await calls.terminate(unheard);
    customer.reachable = false;
    await refusedWith(138_001, calls.connect({ to: ana, session }));
  });

  test("permission is read, lasts for seven days or for good, and ends after four calls that nobody answers", async () => {
    const { simulator, whatsapp, calls, ana: customer } = start();
    const read = async () => (await calls.getPermission(ana)).permission;
    expect(await read()).toEqual({ status: "no_permission" });
    await customer.sends("hi");
    await whatsapp.messages.sendCallPermissionRequest({ to: ana, body: "May we call?" });
    const { actions } = await calls.getPermission({ user_id: customer.user_id });
    expect(actions).toMatchObject([
      {
        action_name: "send_call_permission_request",
        can_perform_action: false,
        limits: [
          { max_allowed: 1, current_usage: 1, limit_expiration_time: expect.any(Number) },
          { current_usage: 1 },
        ],
      },
      {
        action_name: "start_call",
        can_perform_action: false,
        limits: [{ max_allowed: 100, current_usage: 0 }],
      },
    ]);
    const reply = await customer.allowsCalls();
    expect(reply.replyTo).toBe(customer.inbox.at(-1)?.id);
    expect(await read()).toEqual({ status: "temporary", expiration_time: expect.any(Number) });
    await simulator.clock.advance({ days: 7 });
    expect(await read()).toEqual({ status: "no_permission" });
    await customer.allowsCalls({ forGood: true });
    expect(await read()).toEqual({ status: "permanent" });
    for (let count = 0; count < 4; count++)
      await calls.terminate((await calls.connect({ to: ana, session })).id);
    expect(await read()).toEqual({ status: "no_permission" });
    await customer.allowsCalls();
    await customer.forbidsCalls();
    expect(await read()).toEqual({ status: "no_permission" });
  });

  test("permission may be given with Meta's own object, and stays with a new number", async () => {
    const { calls, ana: customer } = start();
    const call_permission_reply = { response: "accept", is_permanent: true, response_source: "user_action" };
    const interactive = { type: "call_permission_reply", call_permission_reply };
    await customer.sends({ type: "interactive", interactive });
    await customer.changesNumber("+5511900000000");
    const { permission: found } = await calls.getPermission("+5511900000000");
    expect(found.status).toBe("permanent");
  });

  test.each([
    [{ messaging_product: "facebook" }],
    [{ action: "hold" }],
    [{ session: undefined }],
    [{ session: { sdp_type: "answer", sdp } }],
    [{ session: { sdp_type: "offer", sdp: "" } }],
    [{ to: undefined }],
    [{ biz_opaque_callback_data: "x".repeat(513) }],
    [{ recording: { status: "ENABLED" } }],
    [{ action: "accept", call_id: undefined, session: { sdp_type: "answer", sdp } }],
  ])("a call with %j is refused as by Meta", async (changes) => {
    const { simulator, whatsapp, ana: customer } = start();
    await customer.allowsCalls();
    const path = `/${simulator.clientOptions.phoneNumberId}/calls`;
    const body = { ...product, action: "connect", to: ana, session: { sdp_type: "offer", sdp }, ...changes };
    await refusedWith(100, whatsapp.request({ method: "POST", path, body }));
  });

  test("numbers of some countries cannot call, nor those with calling off or without registration", async () => {
    const { simulator, calls, ana: customer } = start({ displayPhoneNumber: "+12125550100" });
    await customer.allowsCalls();
    await refusedWith(138_013, calls.connect({ to: ana, session }));
    simulator.addPhoneNumber("700800", { isRegistered: false });
    simulator.addPhoneNumber("700801");
    await refusedWith(138_000, calls.connect({ to: ana, session }, { phoneNumberId: "700801" }));
    await expect(customer.calls({ phoneNumberId: "700801" })).rejects.toThrow("Calling is off");
    await refusedWith(133_010, calls.connect({ to: ana, session }, { phoneNumberId: "700800" }));
  });

  test("calls belong to their number, and survive a snapshot", async () => {
    const { simulator, calls, ana: customer } = start();
    simulator.addPhoneNumber("700800", { settings: { calling: { status: "ENABLED" } } });
    const rung = await customer.calls();
    await refusedWith(131_009, calls.accept(rung.id, { session }, { phoneNumberId: "700800" }));
    await expect(customer.calls()).rejects.toThrow("on the phone");
    await expect(customer.answers()).rejects.toThrow("does not ring");
    const copy = createSimulator();
    await copy.restore(JSON.parse(JSON.stringify(simulator.snapshot())));
    await new WhatsAppClient(copy.clientOptions).calls.accept(rung.id, { session });
    const { callLog } = copy.user(ana);
    expect(callLog).toMatchObject([{ id: rung.id, state: "connected" }]);
    await copy.user(ana).hangsUp();
    await expect(copy.user(ana).hangsUp()).rejects.toThrow("not on the phone");
  });

  test("the log of requests has no session", async () => {
    const { simulator, calls, ana: customer } = start();
    await calls.accept((await customer.calls()).id, { session });
    expect(JSON.stringify(simulator.requests)).not.toContain("a-secret-of-the-call");
  });
});
