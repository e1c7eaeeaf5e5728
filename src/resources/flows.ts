import { hasLists, hasObject, withLists } from "../core/answers.ts";
import { type Endpoint, type Guard, hasSelected, hasTexts, isSuccess } from "../core/endpoint.ts";
import { joinPath } from "../core/path.ts";
import { checked } from "../core/validate.ts";
import type { AccountCallOptions, CallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type {
  Flow,
  FlowAsset,
  FlowChanges,
  FlowCreation,
  FlowDraft,
  FlowJsonAnswer,
  FlowJsonChange,
  FlowMigration,
  FlowMigrationAnswer,
  FlowPreview,
  FlowPreviewOptions,
  FlowPublicKey,
  FlowPublicKeyInput,
} from "../types/flows/flows.ts";
import * as schemas from "../types/flows/flows.ts";
import type { ListFilters, PageFilters, Paginated, Selected, Selection } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";
import { getNode } from "./shared/selection.ts";

const isCreated: Guard<FlowCreation> = (value): value is FlowCreation =>
  hasTexts<{ id: string }>("id")(value) && hasLists<FlowCreation>("validation_errors")(value);

const isStored: Guard<FlowJsonAnswer> = (value): value is FlowJsonAnswer =>
  isSuccess(value) && hasLists<FlowJsonAnswer>("validation_errors")(value);

const isKey = hasTexts<FlowPublicKey>("business_public_key");

/** Meta documents the key as it is, and wrapped in `data`. */
const isKeyAnswer: Guard<object> = (value): value is object =>
  isKey(value) ||
  (isObject(value) && (isKey(value.data) || (Array.isArray(value.data) && value.data.every(isKey))));

/**
 * Flows: forms of several screens inside a chat. `wacloud/flows` has the endpoint that answers them, and `defineFlow`,
 * which checks their JSON before Meta does.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowsapi
 */
export class Flows {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /** Lists the Flows of the account. */
  list<const Field extends string = keyof Flow>(
    filters: ListFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<Flow, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.flowFilters(), filters, "Flow filters") };
      const expects = hasSelected<Flow>("id", query.fields);
      return { path: this.#api.accountPath(options, "flows"), query, expects };
    }, options);
  }

  /** Reads a Flow. */
  async get<const Field extends string = keyof Flow>(
    selected: Selection<"id", Field>,
    options: CallOptions = {},
  ): Promise<Selected<Flow, Field>> {
    return getNode<Flow>(this.#api, selected, "Flow selection", options);
  }

  /**
   * Creates a Flow as a draft, or publishes it at once.
   *
   * Validation errors do not reject: they are in the answer, and the Flow stays a draft.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with `list` whether the Flow exists.
   *
   * @example
   * const { id, validation_errors } = await client.flows.create({
   *   name: "Booking",
   *   categories: ["APPOINTMENT_BOOKING"],
   *   flow_json: booking,
   * });
   */
  async create(flow: FlowDraft, options: AccountCallOptions = {}): Promise<FlowCreation> {
    const { flow_json, ...rest } = checked(schemas.flowDraft(), flow, "Flow");
    const body = flow_json === undefined ? rest : { ...rest, flow_json: toText(flow_json) };
    const request = { body, expects: isCreated, idempotent: false };
    const answer = await this.#api.post(this.#api.accountPath(options, "flows"), request, options);
    return withLists(answer, "validation_errors");
  }

  /** Changes what a Flow is called, is for, or is connected to. A published one becomes a draft again. */
  async update(id: string, changes: FlowChanges, options: CallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.flowChanges(), changes, "Flow changes");
    return this.#api.post(joinPath(id), { body, idempotent: true }, options);
  }

  /**
   * Replaces the JSON of a Flow. A published one becomes a draft again: messages that were sent keep the old one.
   *
   * Validation errors do not reject: they are in the answer, and the JSON is stored.
   */
  async updateJson(id: string, change: FlowJsonChange, options: CallOptions = {}): Promise<FlowJsonAnswer> {
    const { flow_json } = checked(schemas.flowJsonChange(), change, "Flow JSON");
    const request = { body: toForm(toText(flow_json)), expects: isStored, idempotent: true };
    const answer = await this.#api.post(joinPath(id, "assets"), request, options);
    return withLists({ ...answer, success: true }, "validation_errors");
  }

  /** Lists the files of a Flow, with addresses to download them from. */
  assets(id: string, filters: PageFilters = {}, options: CallOptions = {}): Paginated<FlowAsset> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.flowAssetFilters(), filters, "asset filters") };
      return { path: joinPath(id, "assets"), query, expects: hasTexts<FlowAsset>("name", "download_url") };
    }, options);
  }

  /**
   * Publishes a draft, so that it can be sent to anybody.
   *
   * @throws {@link ApiError} with code 139002 while there are validation errors, or its endpoint does not answer.
   * {@link AmbiguousSendError} when no usable response arrived: find out with `get` whether it is published.
   */
  async publish(id: string, options: CallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.post(joinPath(id, "publish"), { idempotent: false }, options);
  }

  /**
   * Takes a published Flow out of use, for good.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with `get` whether it is deprecated.
   */
  async deprecate(id: string, options: CallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.post(joinPath(id, "deprecate"), { idempotent: false }, options);
  }

  /** Deletes a draft. What was published can only be deprecated. */
  async delete(id: string, options: CallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(joinPath(id), {}, options);
  }

  /**
   * Returns the address of a page on which anybody can try the Flow, for 30 days.
   *
   * @example
   * const { preview_url } = await client.flows.preview(id, { interactive: true, flow_action: "data_exchange" });
   */
  async preview(
    id: string,
    preview: FlowPreviewOptions = {},
    options: CallOptions = {},
  ): Promise<FlowPreview> {
    const chosen = checked(schemas.flowPreviewOptions(), preview, "Flow preview");
    const { invalidate = false, ...shown } = chosen;
    const query = { fields: [`preview.invalidate(${invalidate})`] };
    const expects = hasObject<{ preview: FlowPreview }>("preview");
    const { preview: made } = await this.#api.get(joinPath(id), { query, expects }, options);
    return { ...made, preview_url: withQuery(made.preview_url, shown) };
  }

  /**
   * Copies Flows from another account of the same business, 100 at a time. Those whose name is taken are left out.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with `list` which ones exist.
   */
  async migrate(input: FlowMigration, options: AccountCallOptions = {}): Promise<FlowMigrationAnswer> {
    const body = checked(schemas.flowMigration(), input, "Flow migration");
    const expects = hasLists<FlowMigrationAnswer>("migrated_flows", "failed_flows");
    const path = this.#api.accountPath(options, "migrate_flows");
    const answer = await this.#api.post(path, { body, expects, idempotent: false }, options);
    return withLists(answer, "migrated_flows", "failed_flows");
  }

  /** Reads the public key that requests to the endpoint are encrypted with; `undefined` if the number has none. */
  async getPublicKey(options: NumberCallOptions = {}): Promise<FlowPublicKey | undefined> {
    const answer = await this.#api.get(this.#keyPath(options), { expects: isKeyAnswer }, options);
    if (isKey(answer)) return answer;
    return [(answer as { data: FlowPublicKey | FlowPublicKey[] }).data].flat()[0];
  }

  /**
   * Sets the public key of a number's endpoint. Set it again when the number was registered again.
   *
   * @example
   * const { privateKey, publicKey } = await createFlowKeys();
   * await client.flows.setPublicKey({ business_public_key: publicKey });
   */
  async setPublicKey(input: FlowPublicKeyInput, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const { business_public_key } = checked(schemas.flowPublicKey(), input, "public key");
    const body = new URLSearchParams({ business_public_key });
    return this.#api.post(this.#keyPath(options), { body, idempotent: true }, options);
  }

  #keyPath(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "whatsapp_business_encryption");
  }
}

const toText = (flow: string | object): string => (typeof flow === "string" ? flow : JSON.stringify(flow));

function toForm(flow: string): FormData {
  const form = new FormData();
  form.append("file", new Blob([flow], { type: "application/json" }), "flow.json");
  form.append("name", "flow.json");
  form.append("asset_type", "FLOW_JSON");
  return form;
}

/** Appends parameters to an address; objects travel as JSON. */
function withQuery(address: string, parameters: object): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`${name}=${encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : String(value))}`],
  );
  if (pairs.length === 0) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${pairs.join("&")}`;
}
