import { type Endpoint, hasSelected, hasTexts } from "../core/endpoint.ts";
import { path } from "../core/path.ts";
import { checked } from "../core/validate.ts";
import type { AccountCallOptions, CallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated, Selected, Selection } from "../types/paging.ts";
import type { NewSignup, Signup, SignupChanges, SignupFilters } from "../types/signups.ts";
import { newSignup, signupChanges, signupFilters } from "../types/signups.ts";
import { getNode } from "./shared/selection.ts";

/**
 * Forms in WhatsApp by which customers subscribe to marketing messages: `https://wa.me/<number>/signup/<id>` opens one.
 * In beta at Meta; a form can be disabled, but not deleted.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/in-app-signup
 */
export class Signups {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /** Lists the forms of the account. */
  list<const Field extends string = keyof Signup>(
    filters: SignupFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<Signup, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(signupFilters(), filters, "signup filters") };
      return { path: this.#edge(options), query, expects: hasSelected<Signup>("id", query.fields) };
    }, options);
  }

  /** Reads a form. */
  async get<const Field extends string = keyof Signup>(
    selected: Selection<"id", Field>,
    options: CallOptions = {},
  ): Promise<Selected<Signup, Field>> {
    return getNode<Signup>(this.#api, selected, "signup selection", options);
  }

  /**
   * Creates a form. The first one of an account has to accept Meta's terms: pass `policy`.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with {@link Signups.list} whether the
   * form exists.
   */
  async create(signup: NewSignup, options: AccountCallOptions = {}): Promise<{ id: string }> {
    const body = checked(newSignup(), signup, "signup");
    const request = { body, expects: hasTexts<{ id: string }>("id"), idempotent: false };
    return this.#api.post(this.#edge(options), request, options);
  }

  /** Changes a form; `status: "DISABLED"` closes it. */
  async update(id: string, changes: SignupChanges, options: CallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(signupChanges(), changes, "signup changes");
    return this.#api.post(path`/${id}`, { body, idempotent: true }, options);
  }

  #edge(options: AccountCallOptions): string {
    return this.#api.accountPath(options, "signups");
  }
}
