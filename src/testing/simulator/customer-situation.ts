import type { Customer } from "./customers.ts";
import { deliverMissed } from "./delivery.ts";
import type { State } from "./state.ts";
import type { UserFacts } from "./user-facts.ts";

/** Who a customer is, and the situation they are in: reachable or not, online or not, with an open window or not. */
export abstract class CustomerSituation {
  readonly #state: State;
  readonly #customer: Customer;

  /** @internal */
  protected constructor(state: State, customer: Customer) {
    this.#state = state;
    this.#customer = customer;
  }

  /** The phone number in digits; `undefined` if only the business-scoped id is known. */
  get wa_id(): string | undefined {
    return this.#customer.wa_id;
  }

  /** The business-scoped id. It changes with the number. */
  get user_id(): string {
    return this.#customer.user_id;
  }

  /** The profile name. */
  get name(): string {
    return this.#customer.name;
  }

  /** Changes the profile name. */
  set name(name: string) {
    this.#customer.name = name;
  }

  /** The username, if the customer has one. */
  get username(): string | undefined {
    return this.#customer.username;
  }

  /** Changes or removes the username. */
  set username(username: string | undefined) {
    this.#customer.username = username;
  }

  /** Whether webhooks leave out the phone number. */
  get hidesPhoneNumber(): boolean {
    return this.#customer.hidesPhoneNumber;
  }

  /** Hides or shows the phone number in later webhooks. */
  set hidesPhoneNumber(hides: boolean) {
    this.#customer.hidesPhoneNumber = hides;
  }

  /** Whether messages can be delivered. With `false`, the business gets a `failed` status with code 131026. */
  get reachable(): boolean {
    return this.#customer.reachable;
  }

  /** Applies to later messages. */
  set reachable(isReachable: boolean) {
    this.#customer.reachable = isReachable;
  }

  /** Whether messages are read as soon as they arrive; the business then gets a `read` status. */
  get readsAutomatically(): boolean {
    return this.#customer.readsAutomatically;
  }

  /** Applies to later messages. */
  set readsAutomatically(reads: boolean) {
    this.#customer.readsAutomatically = reads;
  }

  /** The phone number that webhooks show, in digits. */
  get visibleWaId(): string | undefined {
    return this.#customer.visibleWaId;
  }

  /** Updates the customer's details. */
  update(facts: UserFacts): void {
    this.#customer.update(facts);
  }

  /** Whether messages arrive right away. */
  get isOnline(): boolean {
    return this.#customer.missed === undefined;
  }

  /** Goes offline: messages wait, and their statuses stop at `sent`. */
  goesOffline(): void {
    this.#customer.missed ??= [];
  }

  /** Comes back online: waiting messages arrive. Meta drops those whose time to live is over, without a webhook. */
  async comesOnline(): Promise<void> {
    await deliverMissed(this.#state, this.#customer);
  }

  /** Unblocks the business. */
  unblocks(): void {
    this.#customer.isBlocking = false;
  }

  /** Whether the business is blocked. */
  get isBlocking(): boolean {
    return this.#customer.isBlocking;
  }

  /** Whether the 24-hour window is open; if not, only templates can be sent. */
  hasOpenWindow(phoneNumberId?: string): boolean {
    return this.#customer.hasOpenWindow(this.#state.number(phoneNumberId).id);
  }

  /** Opens the 24-hour window, as if the customer had just sent a message. */
  openWindow(phoneNumberId?: string): void {
    this.#customer.openWindow(this.#state.number(phoneNumberId).id);
  }

  /** Closes the 24-hour window, as if the customer's last message were more than 24 hours old. */
  closeWindow(phoneNumberId?: string): void {
    this.#customer.closeWindow(this.#state.number(phoneNumberId).id);
  }

  /** Whether the customer sees the typing indicator. It disappears with the next message, or after 25 seconds. */
  get seesTyping(): boolean {
    return this.#customer.seesTyping;
  }
}
