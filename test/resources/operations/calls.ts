import type { Operation } from "./operation.ts";

const to = "+14155552671";
const edge = `/{N}/calls`;
const id = "wacid.HBgL";
const sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=ice-pwd:a-secret-of-the-call\r\n";
const session = { sdp };
const product = { messaging_product: "whatsapp" };
const ok = { ...product, success: true };
const recording = { status: "enabled", purpose: "quality", announcement_language: "en_US" };
const permission = { status: "temporary", expiration_time: 1_745_343_479 };

export const callOperations: Operation[] = [
  {
    name: "calls.connect",
    call: ({ calls }, options) => calls.connect({ to, session }, { correlate: false, ...options }),
    answer: { ...product, calls: [{ id }] },
    result: { id },
    request: `POST ${edge}`,
    body: { ...product, to, action: "connect", session: { sdp_type: "offer", sdp } },
    findOut: "webhooks",
  },
  {
    name: "calls.connect with everything",
    call: ({ calls }, options) =>
      calls.connect(
        {
          to: { user_id: "US.13491208655302741918" },
          session: { sdp, sdp_type: "offer" },
          biz_opaque_callback_data: "case-7",
          recording,
          transcription: { status: "DISABLED" },
          messaging_account_id: "9",
          ...{ color: "green" },
        },
        options,
      ),
    answer: { ...product, calls: [{ id, color: "green" }] },
    result: { id, color: "green" },
    request: `POST ${edge}`,
    body: {
      ...product,
      recipient: "US.13491208655302741918",
      action: "connect",
      session: { sdp_type: "offer", sdp },
      biz_opaque_callback_data: "case-7",
      recording,
      transcription: { status: "DISABLED" },
      messaging_account_id: "9",
      color: "green",
    },
    findOut: "webhooks",
  },
  {
    name: "calls.preAccept",
    call: ({ calls }, options) => calls.preAccept(id, { session }, options),
    answer: ok,
    request: `POST ${edge}`,
    body: { ...product, call_id: id, action: "pre_accept", session: { sdp_type: "answer", sdp } },
    findOut: "webhooks",
  },
  {
    name: "calls.accept",
    call: ({ calls }, options) =>
      calls.accept(id, { session, biz_opaque_callback_data: "x".repeat(512), recording }, options),
    answer: { ...product, success: "true" },
    result: ok,
    request: `POST ${edge}`,
    body: {
      ...product,
      call_id: id,
      action: "accept",
      session: { sdp_type: "answer", sdp },
      biz_opaque_callback_data: "x".repeat(512),
      recording,
    },
    findOut: "webhooks",
  },
  {
    name: "calls.reject",
    call: ({ calls }, options) => calls.reject(id, options),
    answer: ok,
    request: `POST ${edge}`,
    body: { ...product, call_id: id, action: "reject" },
  },
  {
    name: "calls.terminate",
    call: ({ calls }, options) => calls.terminate(id, options),
    answer: ok,
    request: `POST ${edge}`,
    body: { ...product, call_id: id, action: "terminate" },
  },
  {
    name: "calls.getPermission",
    call: ({ calls }, options) => calls.getPermission(to, options),
    answer: { ...product, permission },
    result: { ...product, permission, actions: [] },
    request: `GET /{N}/call_permissions?user_wa_id=14155552671`,
  },
  {
    name: "calls.getPermission of somebody without a number",
    call: ({ calls }, options) => calls.getPermission({ user_id: "US.1349" }, options),
    answer: { permission: { status: "temporary", expiration: 7 }, actions: [{ action_name: "start_call" }] },
    result: {
      permission: { status: "temporary", expiration_time: 7 },
      actions: [{ action_name: "start_call" }],
    },
    request: `GET /{N}/call_permissions?recipient=US.1349`,
  },
];
