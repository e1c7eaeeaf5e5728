import { type Endpoint, hasSelected } from "../core/endpoint.ts";
import { checked } from "../core/validate.ts";
import {
  type CatalogReference,
  type CommerceChanges,
  type CommerceSettings,
  catalogFilters,
  catalogReference,
  commerceChanges,
  type ProductCatalog,
} from "../types/commerce.ts";
import type { AccountCallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type { ListFilters, Paginated, Selected } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";

const areSettings = (value: unknown): value is CommerceSettings => isObject(value);

/**
 * The catalogs of an account, and what customers of a number see of them.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/set-commerce-settings
 */
export class Commerce {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /** Reads whether the catalog is shown and carts are on; `undefined` while nothing was ever set. */
  async getSettings(options: NumberCallOptions = {}): Promise<CommerceSettings | undefined> {
    return this.#api.first(this.#settings(options), { expects: areSettings }, options);
  }

  /** Changes whether the catalog is shown, whether carts are on, or both. */
  async updateSettings(changes: CommerceChanges, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const query = { ...checked(commerceChanges(), changes, "commerce settings") };
    return this.#api.post(this.#settings(options), { query, idempotent: true }, options);
  }

  /** Lists the catalogs that are connected with the account. */
  catalogs<const Field extends string = keyof ProductCatalog>(
    filters: ListFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<ProductCatalog, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(catalogFilters(), filters, "catalog filters") };
      const path = this.#catalogs(options);
      return { path, query, expects: hasSelected<ProductCatalog>("id", query.fields) };
    }, options);
  }

  /** Connects a catalog with the account. */
  async connectCatalog(input: CatalogReference, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(catalogReference(), input, "catalog");
    return this.#api.post(this.#catalogs(options), { body, idempotent: true }, options);
  }

  /** Disconnects a catalog from the account. */
  async disconnectCatalog(input: CatalogReference, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(catalogReference(), input, "catalog");
    return this.#api.delete(this.#catalogs(options), { body }, options);
  }

  #settings(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "whatsapp_commerce_settings");
  }

  #catalogs(options: AccountCallOptions): string {
    return this.#api.accountPath(options, "product_catalogs");
  }
}
