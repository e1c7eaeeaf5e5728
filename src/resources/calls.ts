import { withLists } from "../core/answers.ts";
import { whatsappBody } from "../core/body.ts";
import { type Endpoint, type Guard, hasTexts } from "../core/endpoint.ts";
import { toPerson } from "../core/recipient.ts";
import { checked } from "../core/validate.ts";
import type {
  CallAcceptance,
  CallAnswer,
  CallPermission,
  ConnectOptions,
  OutgoingCall,
  PlacedCall,
} from "../types/calls.ts";
import { callAcceptance, callAnswer, callId, outgoingCall } from "../types/calls.ts";
import type { NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type { Recipient } from "../types/recipients.ts";
import { isObject, type Json } from "../utils/json.ts";

/** The client options that {@link Calls} uses. */
interface CallSettings {
  defaultCountry?: string | undefined;
  correlate?: boolean | undefined;
  messagingAccountId?: string | undefined;
}

/**
 * Phone calls over the internet: who calls whom, and when it ends. Sound and its encryption (SDP, ICE, DTLS-SRTP, Opus)
 * are for a media stack of your own, which these methods connect to WhatsApp.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export class Calls {
  readonly #api: Endpoint;
  readonly #settings: CallSettings;

  /** @internal */
  constructor(api: Endpoint, settings: CallSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  /**
   * Calls a customer, who must have permitted it: see {@link Calls.getPermission}. Webhooks tell when the phone rings
   * (`call_status`), when the customer answers (`call` with event `connect`, which holds the SDP answer), and when the
   * call ends.
   *
   * Never repeated on its own: a customer's phone rings once.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: the phone may ring. If it does, a webhook with
   * the error's `correlationTag` as `biz_opaque_callback_data` names the call; end it with {@link Calls.terminate}.
   *
   * @example
   * const { id } = await client.calls.connect({ to: "+14155552671", session: { sdp: offer } });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/business-initiated-calls
   */
  async connect(call: OutgoingCall, options: ConnectOptions = {}): Promise<PlacedCall> {
    const { to, ...given } = { ...call };
    const { messagingAccountId, correlate = true } = this.#settings;
    const content = whatsappBody(outgoingCall(), given, "call");
    const tag =
      given.biz_opaque_callback_data ?? ((options.correlate ?? correlate) ? createTag() : undefined);
    const body = {
      ...content,
      ...toPerson(to, this.#settings, "to"),
      action: "connect",
      session: { sdp_type: "offer", ...given.session },
      messaging_account_id: given.messaging_account_id ?? messagingAccountId,
      biz_opaque_callback_data: tag,
    };
    const request = { body, correlationTag: tag, expects: hasCall, idempotent: false };
    const [placed] = (await this.#api.post(this.#edge(options), request, options)).calls;
    return placed;
  }

  /**
   * Answers a customer's call ahead of accepting it: sound then flows as soon as you accept.
   *
   * @param id the id of the call, from the webhook.
   * @throws {@link AmbiguousSendError} when no usable response arrived: accept the call, or wait for its `terminate`.
   */
  async preAccept(id: string, answer: CallAnswer, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#answer("pre_accept", id, whatsappBody(callAnswer(), answer, "call answer"), options);
  }

  /**
   * Accepts a customer's call, within 30 to 60 seconds of the webhook: later, the customer reads that nobody answered.
   *
   * @param id the id of the call, from the webhook.
   * @throws {@link AmbiguousSendError} when no usable response arrived: the call may be connected. If your media stack
   * hears nothing, end it with {@link Calls.terminate}, and wait for the webhook `terminate`.
   *
   * @example
   * on: { call: ({ call }) => call.event === "connect" && client.calls.accept(call.id, { session: { sdp: answer } }) }
   */
  async accept(
    id: string,
    acceptance: CallAcceptance,
    options: NumberCallOptions = {},
  ): Promise<SuccessAnswer> {
    return this.#answer("accept", id, whatsappBody(callAcceptance(), acceptance, "call answer"), options);
  }

  /** Rejects a customer's call. */
  reject(id: string, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#act("reject", id, options);
  }

  /** Ends a call that either side began. Do so even when the media connection is gone: the webhook `terminate` confirms it. */
  terminate(id: string, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#act("terminate", id, options);
  }

  /**
   * Reads whether you may call a customer, and what you may still ask for: ask with
   * `client.messages.sendCallPermissionRequest`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions
   */
  async getPermission(user: Recipient, options: NumberCallOptions = {}): Promise<CallPermission> {
    const { to, recipient } = toPerson(user, this.#settings, "user");
    const query = { user_wa_id: to?.replace("+", ""), recipient };
    const path = this.#api.phoneNumberPath(options, "call_permissions");
    const { permission, ...answer } = await this.#api.get(path, { query, expects: hasPermission }, options);
    const { expiration, ...rest } = permission;
    const known = expiration === undefined ? rest : { expiration_time: expiration, ...rest };
    return withLists({ ...answer, permission: known } as CallPermission, "actions");
  }

  #edge(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "calls");
  }

  async #answer(
    action: string,
    id: string,
    answer: CallAnswer,
    options: NumberCallOptions,
  ): Promise<SuccessAnswer> {
    const session = { sdp_type: "answer", ...answer.session };
    const body = { ...answer, ...toCall(id), action, session };
    return this.#api.post(this.#edge(options), { body, idempotent: false }, options);
  }

  async #act(action: string, id: string, options: NumberCallOptions): Promise<SuccessAnswer> {
    const body = { messaging_product: "whatsapp", ...toCall(id), action };
    return this.#api.post(this.#edge(options), { body, idempotent: true }, options);
  }
}

const createTag = (): string => `wacloud-${crypto.randomUUID()}`;

const toCall = (id: string) => ({ call_id: checked(callId(), { id }, "call").id });

const isCall = hasTexts<PlacedCall>("id");

const hasCall: Guard<{ calls: [PlacedCall] }> = (value): value is { calls: [PlacedCall] } =>
  isObject(value) && Array.isArray(value.calls) && isCall(value.calls[0]);

interface PermissionAnswer {
  permission: Json & { status: string };
}

const hasPermission: Guard<PermissionAnswer> = (value): value is PermissionAnswer =>
  isObject(value) && hasTexts<{ status: string }>("status")(value.permission);
