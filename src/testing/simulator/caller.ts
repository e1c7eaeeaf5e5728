import { WhatsAppError } from "../../errors.ts";
import { type Json, toObject } from "../../utils/json.ts";
import {
  addCall,
  connectCall,
  endCall,
  isCallable,
  permissionEnd,
  postCall,
  postCallStatus,
  sampleSdp,
} from "./calls.ts";
import { toSeconds } from "./clock.ts";
import { CustomerSituation } from "./customer-situation.ts";
import type { Customer, OutboxMessage } from "./customers.ts";
import type { PhoneCall } from "./records.ts";
import type { State } from "./state.ts";
import { type Author, writeMessage } from "./writing.ts";

/** How a customer calls. */
export interface UserCallOptions {
  /** The business number. Default: the first one. */
  phoneNumberId?: string;
  /** The session description. Default: a sample, without media behind it. */
  sdp?: string;
  /** The payload of the button that began the call. */
  cta_payload?: string;
  /** The payload of the link that began the call. */
  deeplink_payload?: string;
}

/** What a customer permits. */
export interface PermissionOptions {
  /** Whether it is permitted for good, and not for seven days. Default false. */
  forGood?: boolean;
  /** The business number. Default: the first one. */
  phoneNumberId?: string;
}

const callingIsOff =
  "Calling is off for this number. Turn it on in its settings: " +
  'await whatsapp.phoneNumbers.updateSettings({ calling: { status: "ENABLED" } })';

const isPermissionRequest = ({ interactive }: Json): boolean =>
  toObject(interactive).type === "call_permission_request";

/** What customers do with a phone. No sound is sent: session descriptions are passed on as they are. */
export abstract class Caller extends CustomerSituation {
  readonly #state: State;
  readonly #customer: Customer;

  /** @internal */
  protected constructor(state: State, customer: Customer) {
    super(state, customer);
    this.#state = state;
    this.#customer = customer;
  }

  /** The customer's calls, oldest first. */
  get callLog(): readonly PhoneCall[] {
    return [...this.#state.calls.values()].filter(({ userId }) => userId === this.user_id);
  }

  /**
   * Calls a business number: posts the webhook with the offer, and opens the 24-hour window. After a minute without an
   * answer, the call ends.
   *
   * @throws `WhatsAppError` if there is a call already, or calling is off for the number.
   * @example
   * const call = await ana.calls();
   * await whatsapp.calls.accept(call.id, { session: { sdp } });
   * call.state; // "connected"
   */
  async calls(options: UserCallOptions = {}): Promise<PhoneCall> {
    const { phoneNumberId, sdp = sampleSdp, ...payloads } = options;
    this.#state.checkCurrent();
    const number = this.#state.number(phoneNumberId);
    if (!isCallable(number)) throw new WhatsAppError(callingIsOff);
    if (this.callLog.some(({ state }) => state !== "ended"))
      throw new WhatsAppError("The customer is on the phone. End that call first: `await ana.hangsUp()`.");
    const facts = { direction: "USER_INITIATED", phoneNumberId: number.id, userId: this.user_id } as const;
    const call = addCall(this.#state, { ...facts, offer: sdp });
    if (number.blocked.includes(this.user_id)) {
      call.state = "ended";
      return call;
    }
    this.#customer.openWindow(number.id);
    await postCall(this.#state, call, "connect", { session: { sdp_type: "offer", sdp }, ...payloads });
    return call;
  }

  /**
   * Answers the business's call: posts the webhook with the SDP answer, and the status `ACCEPTED`.
   *
   * @throws `WhatsAppError` if the phone does not ring.
   */
  async answers({ sdp = sampleSdp }: Pick<UserCallOptions, "sdp"> = {}): Promise<PhoneCall> {
    const call = this.#findRinging();
    connectCall(this.#state, call, sdp);
    await postCall(this.#state, call, "connect", { session: { sdp_type: "answer", sdp } });
    await postCallStatus(this.#state, call, "ACCEPTED");
    return call;
  }

  /**
   * Declines the business's call: posts the status `REJECTED`, and the end of the call.
   *
   * @throws `WhatsAppError` if the phone does not ring.
   */
  async declines(): Promise<PhoneCall> {
    const call = this.#findRinging();
    await postCallStatus(this.#state, call, "REJECTED");
    await endCall(this.#state, call);
    return call;
  }

  /**
   * Ends the call, or stops waiting for an answer. The business gets a `terminate` event.
   *
   * @throws `WhatsAppError` if there is no call.
   */
  async hangsUp(): Promise<PhoneCall> {
    const call = this.callLog.findLast(({ state }) => state !== "ended");
    if (call === undefined) throw new WhatsAppError("The customer is not on the phone.");
    await endCall(this.#state, call);
    return call;
  }

  /**
   * Permits a business number to call, in reply to its newest request or unasked: for seven days, or for good.
   *
   * @example
   * await ana.allowsCalls();
   * await whatsapp.calls.connect({ to: "+5511987654321", session: { sdp } });
   */
  allowsCalls({ forGood = false, phoneNumberId }: PermissionOptions = {}): Promise<OutboxMessage> {
    const end = { expiration_timestamp: toSeconds(permissionEnd(this.#state)) };
    const reply = { response: "accept", is_permanent: forGood, ...(forGood ? {} : end) };
    return this.#reply(reply, phoneNumberId);
  }

  /** Forbids a business number to call, in reply to its newest request or unasked. */
  forbidsCalls({ phoneNumberId }: Pick<PermissionOptions, "phoneNumberId"> = {}): Promise<OutboxMessage> {
    return this.#reply({ response: "reject" }, phoneNumberId);
  }

  #reply(reply: Json, phoneNumberId: string | undefined): Promise<OutboxMessage> {
    const number = this.#state.number(phoneNumberId);
    const call_permission_reply = { ...reply, response_source: "user_action" };
    const interactive = { type: "call_permission_reply", call_permission_reply };
    const replyTo = this.#customer.inbox.findLast(
      ({ body, phoneNumberId: from }) => from === number.id && isPermissionRequest(body),
    );
    const author: Author = { state: this.#state, customer: this.#customer };
    const options = { phoneNumberId: number.id, ...(replyTo === undefined ? {} : { replyTo }) };
    return writeMessage(author, { type: "interactive", interactive }, options);
  }

  #findRinging(): PhoneCall {
    const call = this.callLog.findLast(
      ({ state, direction }) => state === "ringing" && direction === "BUSINESS_INITIATED",
    );
    if (call !== undefined) return call;
    throw new WhatsAppError("The customer's phone does not ring.");
  }
}
