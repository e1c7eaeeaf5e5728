import { ConfigurationError } from "../../errors.ts";
import type { OutboxMessage, UserFacts } from "./customers.ts";
import { expiryOf } from "./delivery.ts";
import type { State } from "./state.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import { VirtualUser } from "./virtual-user.ts";

const businessScopedId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The customers of a simulator, each one object however it is addressed. */
export class Users {
  readonly #state: State;
  readonly #byWaId = new Map<string, VirtualUser>();
  readonly #byUserId = new Map<string, VirtualUser>();

  constructor(state: State) {
    this.#state = state;
  }

  /** By phone number (`+5511987654321`) or business-scoped id (`BR.123`). */
  get(address: string, facts: UserFacts = {}): VirtualUser {
    const known = this.#find(address);
    if (known !== undefined) {
      known.update(facts);
      return known;
    }
    return this.#add(
      businessScopedId.test(address)
        ? new VirtualUser(this.#state, undefined, { ...facts, user_id: address })
        : new VirtualUser(this.#state, toDigits(address), facts),
    );
  }

  /** The message of a customer that has this id, and who wrote it. */
  wrote(id: string): { user: VirtualUser; message: OutboxMessage } | undefined {
    for (const user of this.all()) {
      const message = user.outbox.find((candidate) => candidate.id === id);
      if (message !== undefined) return { user, message };
    }
    return undefined;
  }

  /** Whether a message made of a template still waits for a customer. */
  isAwaiting(template: StoredTemplate): boolean {
    return this.all().some((user) =>
      user.missed.some((sent) => sent.template === template && this.#state.now() < expiryOf(sent)),
    );
  }

  all(): VirtualUser[] {
    return [...this.#byUserId.values()];
  }

  #find(address: string): VirtualUser | undefined {
    if (businessScopedId.test(address)) return this.#byUserId.get(address);
    return this.#byWaId.get(address.replace(/\D/g, ""));
  }

  #add(user: VirtualUser): VirtualUser {
    this.#byUserId.set(user.user_id, user);
    if (user.wa_id !== undefined) this.#byWaId.set(user.wa_id, user);
    return user;
  }
}

function toDigits(address: string): string {
  const digits = address.replace(/[\s()+.-]/g, "");
  if (/^[1-9]\d{6,14}$/.test(digits)) return digits;
  const message = "A user is named by a phone number with its country code, or by a business-scoped id.";
  throw new ConfigurationError(message, [{ path: "user", message }]);
}
