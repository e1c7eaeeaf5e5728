import { whatsappBody } from "../core/body.ts";
import type { Endpoint, Guard } from "../core/endpoint.ts";
import { toPerson } from "../core/recipient.ts";
import type { NumberCallOptions } from "../types/common.ts";
import type { ThreadAction, ThreadAnswer, ThreadPass } from "../types/threads.ts";
import { threadAction, threadPass } from "../types/threads.ts";
import { isObject } from "../utils/json.ts";

/**
 * Who answers a customer, where several partners or Meta Business Agent share a number. No method reads whose a thread
 * is: the webhook `messaging_handovers` tells of handovers by others, `standby` shows threads of others, and answering
 * one of those fails with code 131070.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/conversation-routing/thread-control
 */
export class Threads {
  readonly #api: Endpoint;
  readonly #settings: { defaultCountry?: string | undefined };

  /** @internal */
  constructor(api: Endpoint, settings: { defaultCountry?: string | undefined }) {
    this.#api = api;
    this.#settings = settings;
  }

  /**
   * Passes your thread to another responder, by default to the escalation partner.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived, and nothing reads whose the thread is: if the
   * customer's next message arrives as `standby`, it was passed; as a message, it was not.
   *
   * @example
   * await client.threads.pass({ to: event.from, target_role: "customer_service", metadata: "wants a human" });
   */
  async pass(input: ThreadPass, options: NumberCallOptions = {}): Promise<ThreadAnswer> {
    const { target_role, ...thread } = whatsappBody(threadPass(), input, "thread");
    const control_pass = target_role === undefined ? {} : { control_pass: { target_role } };
    return this.#control("pass", { ...thread, ...control_pass }, options);
  }

  /**
   * Takes a thread of another responder: only the escalation partner may.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived, and nothing reads whose the thread is: if the
   * customer's next message arrives as a message and not as `standby`, it is yours.
   */
  async take(input: ThreadAction, options: NumberCallOptions = {}): Promise<ThreadAnswer> {
    return this.#control("take", whatsappBody(threadAction(), input, "thread"), options);
  }

  /**
   * Releases your thread: the customer's next message is routed again.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived, and nothing reads whose the thread is: releasing
   * it once more does no harm, unless it has become yours again meanwhile.
   */
  async release(input: ThreadAction, options: NumberCallOptions = {}): Promise<ThreadAnswer> {
    return this.#control("release", whatsappBody(threadAction(), input, "thread"), options);
  }

  #control(
    action: string,
    { to, ...input }: ThreadAction,
    options: NumberCallOptions,
  ): Promise<ThreadAnswer> {
    const body = { ...input, ...toPerson(to, this.#settings, "to"), action };
    const edge = this.#api.phoneNumberPath(options, "thread_control");
    return this.#api.post(edge, { body, expects: isAnswer, idempotent: false }, options);
  }
}

/** Meta's page names no key that is always there. */
const isAnswer: Guard<ThreadAnswer> = (value): value is ThreadAnswer =>
  isObject(value) && String(value.success) !== "false";
