import { hasObject } from "../core/answers.ts";
import { withoutAuthorization } from "../core/auth.ts";
import { whatsappBody } from "../core/body.ts";
import { type Endpoint, hasTexts, pickCallOptions } from "../core/endpoint.ts";
import { joinPath } from "../core/path.ts";
import type { Call } from "../core/pipeline.ts";
import { required } from "../core/required.ts";
import { checked } from "../core/validate.ts";
import type { AppCallOptions, CallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type {
  AppDataSync,
  AppSubscription,
  AppSubscriptionInput,
  CodeExchange,
  CustomerToken,
  EmbeddedSignup,
  OnboardedCustomer,
  OnboardingProgress,
  TokenInfo,
} from "../types/onboarding.ts";
import * as schemas from "../types/onboarding.ts";
import type { Paginated } from "../types/paging.ts";
import { finishSignup } from "./onboarding/complete.ts";

const hasToken = hasTexts<CustomerToken>("access_token");
const object = "whatsapp_business_account";

/** The client options that {@link Onboarding} uses. */
interface OnboardingSettings {
  call: Call;
  appId: string | undefined;
  appSecret: string | undefined;
}

/**
 * Connects the accounts of your customers to your app: Embedded Signup, tokens, and the app's webhooks.
 *
 * Needs the client's `appId` and `appSecret`. No method puts a code, a token, a PIN or the secret into an error or a log.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/implementation
 */
export class Onboarding {
  readonly #api: Endpoint;
  readonly #settings: OnboardingSettings;

  /** @internal */
  constructor(api: Endpoint, settings: OnboardingSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  /**
   * Exchanges the code of Embedded Signup for the customer's token. A code works once, within 30 seconds. `complete` does
   * this and all that follows.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: the code may be used up, and nothing tells. The
   * customer signs up again.
   */
  async exchangeCode(input: CodeExchange, options: AppCallOptions = {}): Promise<CustomerToken> {
    const { code, redirect_uri } = checked(schemas.codeExchange(), input, "code exchange");
    const client_id = this.#api.appId(options);
    const query = { client_id, client_secret: this.#secret(), code, redirect_uri };
    const path = "/oauth/access_token";
    const request = { method: "GET", path, query, expects: hasToken, idempotent: false } as const;
    const { body } = await this.#settings.call({ ...withAuthorization("", options), ...request });
    return body;
  }

  /**
   * Tells what a token may do, for which accounts, and until when. A token that is not valid is told so by
   * `is_valid: false`. Asks with the app's token where the client has `appId` and `appSecret`, else with its own.
   *
   * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
   */
  async debugToken(input: { input_token: string }, options: CallOptions = {}): Promise<TokenInfo> {
    const { input_token } = checked(schemas.tokenInspection(), input, "token");
    const { appId, appSecret } = this.#settings;
    const asking = appId === undefined || appSecret === undefined ? options : this.#asApp(options);
    return this.#inspect(input_token, asking);
  }

  /**
   * Does what Embedded Signup leaves to a server: exchanges the code, checks which account and number are the customer's,
   * subscribes the app to the account's webhooks, and registers the number if there is a `pin`. The result is ready to
   * spread into the options of a client.
   *
   * Pass the ids that the popup told the browser, and nothing else from there: they are claims, and are checked against
   * what the customer granted. Without them, the newest account and number are taken.
   *
   * @throws {@link OnboardingError} when a step after the exchange failed. `complete({ ...error.progress, pin })` goes on;
   * `webhook` is passed again, too. A failing exchange throws its own error: see `exchangeCode`.
   *
   * @example
   * const customer = await client.onboarding.complete({ code, businessAccountId, phoneNumberId, pin });
   * const whatsapp = new WhatsAppClient({ ...customer, appId, appSecret });
   */
  async complete(signup: EmbeddedSignup, options: AppCallOptions = {}): Promise<OnboardedCustomer> {
    const given = checked(schemas.embeddedSignup(), signup, "signup");
    const asApp = this.#asApp(options);
    const begun = await this.#begin(given, options);
    const inspect = () => this.#inspect(begun.accessToken, asApp);
    const asCustomer = withToken(begun.accessToken, options);
    return finishSignup({ api: this.#api, signup: given, options: asCustomer, inspect }, begun);
  }

  /**
   * Sends the app's webhooks to a URL, instead of to the one it has. Meta verifies it during the call.
   *
   * Meta's pages differ on whether this is possible for WhatsApp. If it is refused, set the URL in the App Dashboard.
   *
   * @example
   * const fields = ["messages", "account_update", "message_template_status_update"];
   * await client.onboarding.subscribeApp({ callback_url: "https://app.example/webhook", verify_token, fields });
   */
  async subscribeApp(input: AppSubscriptionInput, options: AppCallOptions = {}): Promise<SuccessAnswer> {
    const { fields, ...rest } = checked(schemas.appSubscription(), input, "app subscription");
    const body = { ...rest, object, include_values: true, fields: fields.join(",") };
    return this.#api.post(this.#subscriptions(options), { body, idempotent: true }, this.#asApp(options));
  }

  /** Lists where the app's webhooks go, with the version of each field. */
  appSubscriptions(options: AppCallOptions = {}): Paginated<AppSubscription> {
    const expects = hasTexts<AppSubscription>("object");
    return this.#api.lazyList(() => ({ path: this.#subscriptions(options), expects }), this.#asApp(options));
  }

  /** Ends the app's webhooks of all accounts. */
  async unsubscribeApp(options: AppCallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(this.#subscriptions(options), { query: { object } }, this.#asApp(options));
  }

  /**
   * Asks the WhatsApp Business app of a customer who keeps using it (coexistence) for its contacts, then for its chats.
   * Each once, within 24 hours after the signup. They arrive as the webhooks `smb_app_state_sync` and `history`.
   *
   * @throws {@link ApiError} with code 2593107 when it was asked before, and 2593108 when it is too late: the customer
   * disconnects in the app and signs up again.
   * @throws {@link AmbiguousSendError} when no usable response arrived: the webhooks tell.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
   */
  async syncAppData(input: AppDataSync, options: NumberCallOptions = {}): Promise<{ request_id: string }> {
    const body = whatsappBody(schemas.appDataSync(), input, "sync");
    const written = { body, expects: hasTexts<{ request_id: string }>("request_id"), idempotent: false };
    return this.#api.post(this.#api.phoneNumberPath(options, "smb_app_data"), written, options);
  }

  /**
   * Reads the token of a customer who signed up without your page (hosted signup), with the client's system user token.
   *
   * @param id the customer's portfolio, from the webhook `account_update`.
   */
  async getClientToken(id: string, options: CallOptions = {}): Promise<{ access_token: string }> {
    this.#secret(); // which proves the token
    const path = joinPath(id, "system_user_access_tokens");
    const body = new URLSearchParams({ fetch_only: "true" });
    return this.#api.post(path, { body, provesToken: true, expects: hasToken, idempotent: true }, options);
  }

  async #inspect(input_token: string, options: CallOptions): Promise<TokenInfo> {
    const asked = { query: { input_token }, expects: hasObject<{ data: TokenInfo }>("data") };
    return (await this.#api.get("/debug_token", asked, options)).data;
  }

  async #begin(signup: EmbeddedSignup, options: AppCallOptions): Promise<OnboardingProgress> {
    const { code = "", redirect_uri, businessAccountId, phoneNumberId, done = [] } = signup;
    const claimed = {
      ...(businessAccountId !== undefined && { businessAccountId }),
      ...(phoneNumberId !== undefined && { phoneNumberId }),
    };
    if (signup.accessToken !== undefined) return { accessToken: signup.accessToken, ...claimed, done };
    const { access_token } = await this.exchangeCode({ code, redirect_uri }, options);
    return { accessToken: access_token, ...claimed, done: ["exchange"] };
  }

  #subscriptions(options: AppCallOptions): string {
    return joinPath(this.#api.appId(options), "subscriptions");
  }

  #secret(): string {
    return required(this.#settings.appSecret, "appSecret", "WHATSAPP_APP_SECRET");
  }

  /** With the app's token. */
  #asApp(options: AppCallOptions): CallOptions {
    return withToken(`${this.#api.appId(options)}|${this.#secret()}`, options);
  }
}

const withToken = (token: string, options: CallOptions): CallOptions =>
  withAuthorization(`Bearer ${token}`, options);

/** With this header in place of the client's; an empty one is for calls that need no token. */
const withAuthorization = (authorization: string, options: CallOptions): CallOptions => ({
  ...pickCallOptions(options),
  headers: { ...withoutAuthorization(options), authorization },
});
