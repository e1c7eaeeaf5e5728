import { toObject } from "../../utils/json.ts";
import { describeContent, inOrder } from "./chat.ts";
import type { OutboxMessage } from "./customers.ts";
import type { RequestRecord } from "./http/request-record.ts";
import type { LedgerEntry, PhoneNumber } from "./records.ts";
import type { State } from "./state.ts";
import type { SimulatedWebhook } from "./webhooks.ts";

/** A message that a customer wrote to a business number. */
export interface ReceivedMessage extends OutboxMessage {
  /** Who wrote it. */
  from: { wa_id: string | undefined; user_id: string; name: string };
  /** The readable part: the text, the caption, the label of the button. */
  text: string | undefined;
}

/** A template of the account that a business number belongs to. */
export interface BusinessTemplate {
  /** Digits. */
  id: string;
  /** Its name, which several languages may share. */
  name: string;
  /** For example `en_US`. */
  language: string;
  /** `AUTHENTICATION`, `MARKETING` or `UTILITY`. */
  category: string;
  /** `APPROVED`, `PENDING`, `REJECTED`, … */
  status: string;
}

/**
 * A business number: what it sent and received, and what its app was told.
 *
 * @example
 * simulator.business().inbox.at(-1)?.text;
 */
export class Business {
  readonly #state: State;
  readonly #number: PhoneNumber;
  readonly #allRequests: () => readonly RequestRecord[];

  /** @internal */
  constructor(state: State, number: PhoneNumber, requests: () => readonly RequestRecord[]) {
    this.#state = state;
    this.#number = number;
    this.#allRequests = requests;
  }

  /** The id of the number, as used in requests. */
  get phoneNumberId(): string {
    return this.#number.id;
  }

  /** The number itself, in digits. */
  get displayPhoneNumber(): string {
    return this.#number.displayPhoneNumber;
  }

  /** The name that customers see. */
  get name(): string {
    return this.#number.verifiedName;
  }

  /** The id of the account it belongs to. */
  get businessAccountId(): string {
    return this.#number.businessAccountId;
  }

  /** The accepted messages that it sent, in order. */
  get ledger(): readonly LedgerEntry[] {
    return this.#state.ledger.filter(({ phoneNumberId }) => phoneNumberId === this.phoneNumberId);
  }

  /** The messages that customers wrote to it, oldest first. */
  get inbox(): readonly ReceivedMessage[] {
    const messages = this.#state.customers.all().flatMap(({ wa_id, user_id, name, outbox }) =>
      outbox
        .filter(({ phoneNumberId }) => phoneNumberId === this.phoneNumberId)
        .map((message) => ({
          ...message,
          from: { wa_id, user_id, name },
          text: describeContent(message.type, message.content),
        })),
    );
    return inOrder(this.#state, messages);
  }

  /** The templates of its account, newest first. */
  get templates(): readonly BusinessTemplate[] {
    const { templates } = this.#state.account(this.businessAccountId);
    return templates
      .all()
      .map(({ id, name, language, category, status }) => ({ id, name, language, category, status }));
  }

  /** The requests about it, in order. */
  get requests(): readonly RequestRecord[] {
    return this.#allRequests().filter(({ path }) => path.split("/").includes(this.phoneNumberId));
  }

  /** The webhooks about it and its account, in order. */
  get webhooks(): readonly SimulatedWebhook[] {
    return this.#state.outbox.webhooks.filter(({ payload }) =>
      payload.entry.some(
        ({ id, changes }) =>
          id === this.businessAccountId && changes.some(({ value }) => this.#isAbout(value)),
      ),
    );
  }

  /** Values without a number are about the account. */
  #isAbout({ metadata, recipient }: Record<string, unknown>): boolean {
    const { phone_number_id = this.phoneNumberId } = toObject(metadata ?? recipient);
    return phone_number_id === this.phoneNumberId;
  }
}
