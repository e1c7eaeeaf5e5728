import { type Endpoint, type Guard, hasData, hasTexts } from "../core/endpoint.ts";
import { checked } from "../core/validate.ts";
import type { AccountCallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type {
  CreatedPaymentConfiguration,
  NewPaymentConfiguration,
  OAuthLink,
  OAuthLinkInput,
  Payment,
  PaymentConfiguration,
  PaymentConfigurationChanges,
  PaymentKey,
  PaymentRefund,
  RefundInput,
} from "../types/payments.ts";
import {
  configurationName,
  newPaymentConfiguration,
  oauthLinkInput,
  paymentConfigurationChanges,
  paymentKey,
  refundInput,
} from "../types/payments.ts";
import { isObject } from "../utils/json.ts";

/**
 * Payments in India: the configurations that orders are paid with, payments, refunds. What asks a customer to pay is a
 * message: `client.messages.sendOrderDetails`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/onboarding-apis
 */
export class Payments {
  readonly #api: Endpoint;
  readonly #configuration: (options: AccountCallOptions, ...name: string[]) => string;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
    this.#configuration = (options, ...name) => api.accountPath(options, "payment_configuration", ...name);
  }

  /** Reads all configurations of the account. */
  async configurations(options: AccountCallOptions = {}): Promise<PaymentConfiguration[]> {
    const edge = this.#api.accountPath(options, "payment_configurations");
    const { data } = await this.#api.get(edge, { expects: hasData(hasConfigurations) }, options);
    return data.flatMap(({ payment_configurations = [] }) => payment_configurations);
  }

  /** Reads one configuration; `undefined` when the account has none of this name. */
  async getConfiguration(
    name: string,
    options: AccountCallOptions = {},
  ): Promise<PaymentConfiguration | undefined> {
    return this.#api.first(this.#configuration(options, name), { expects: isConfiguration }, options);
  }

  /**
   * Creates a configuration. For a payment gateway, the account is connected on the page at `oauth_url`.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with
   * {@link Payments.getConfiguration} whether it exists.
   */
  async createConfiguration(
    configuration: NewPaymentConfiguration,
    options: AccountCallOptions = {},
  ): Promise<CreatedPaymentConfiguration> {
    const body = checked(newPaymentConfiguration(), configuration, "payment configuration");
    return this.#api.post(this.#configuration(options), { body, idempotent: false }, options);
  }

  /** Changes where the provider reports to. */
  async updateConfiguration(
    name: string,
    changes: PaymentConfigurationChanges,
    options: AccountCallOptions = {},
  ): Promise<SuccessAnswer> {
    const body = checked(paymentConfigurationChanges(), changes, "payment configuration changes");
    return this.#api.post(this.#configuration(options, name), { body, idempotent: true }, options);
  }

  /** Deletes a configuration: orders can no longer be paid with it. */
  async deleteConfiguration(name: string, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = { configuration_name: checked(configurationName(), { name }, "payment configuration").name };
    return this.#api.delete(this.#configuration(options), { body }, options);
  }

  /** Creates a link to the provider's page, which connects the account. */
  async createOAuthLink(input: OAuthLinkInput, options: AccountCallOptions = {}): Promise<OAuthLink> {
    const body = checked(oauthLinkInput(), input, "payment configuration");
    const edge = this.#api.accountPath(options, "generate_payment_configuration_oauth_link");
    const request = { body, expects: hasTexts<OAuthLink>("oauth_url"), idempotent: true };
    return this.#api.post(edge, request, options);
  }

  /**
   * Reads the payment of an order; `undefined` when there is none. Reading it is how you make sure of a payment: a
   * webhook only says that something changed.
   */
  async get(key: PaymentKey, options: NumberCallOptions = {}): Promise<Payment | undefined> {
    const { configuration_name, reference_id } = checked(paymentKey(), key, "payment");
    const edge = this.#api.phoneNumberPath(options, "payments", configuration_name, reference_id);
    const { payments } = await this.#api.get(edge, { expects: hasPayments }, options);
    return payments[0];
  }

  /**
   * Pays money back.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: read with {@link Payments.get} whether the
   * transaction has the refund before you try again.
   *
   * @example
   * const amount = { currency: "INR", value: 50_000, offset: 100 }; // ₹500
   * await client.payments.refund({ reference_id: "order-77", payment_config_id: "shop", amount });
   */
  async refund(refund: RefundInput, options: NumberCallOptions = {}): Promise<PaymentRefund> {
    const body = checked(refundInput(), refund, "refund");
    const edge = this.#api.phoneNumberPath(options, "payments_refund");
    return this.#api.post(edge, { body, expects: hasTexts<PaymentRefund>("id"), idempotent: false }, options);
  }
}

const isConfiguration = hasTexts<PaymentConfiguration>("configuration_name");

const hasConfigurations: Guard<{ payment_configurations?: PaymentConfiguration[] }> = (
  value,
): value is { payment_configurations?: PaymentConfiguration[] } =>
  isObject(value) && listsOnly(value.payment_configurations ?? [], isConfiguration);

const hasPayments: Guard<{ payments: Payment[] }> = (value): value is { payments: Payment[] } =>
  isObject(value) && listsOnly(value.payments, hasTexts<Payment>("reference_id"));

const listsOnly = <T>(value: unknown, isItem: Guard<T>): value is T[] =>
  Array.isArray(value) && value.every(isItem);
