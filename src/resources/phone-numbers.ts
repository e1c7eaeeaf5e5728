import { hasObject } from "../core/answers.ts";
import { whatsappBody } from "../core/body.ts";
import { type Endpoint, hasData, hasSelected, hasTexts, isSuccess } from "../core/endpoint.ts";
import { joinPath } from "../core/path.ts";
import { checked } from "../core/validate.ts";
import type { AccountCallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type { OptionalSelection, Paginated, Selected } from "../types/paging.ts";
import {
  type PhoneNumberSetting,
  type PhoneNumberSettings,
  phoneNumberSetting,
  type SettingsFilters,
  settingsFilters,
} from "../types/phone-number-settings.ts";
import type {
  CodeRequest,
  CodeVerification,
  ContactDeletion,
  DeletedContact,
  NewPhoneNumber,
  NewUsername,
  OfficialAccount,
  OfficialAccountRequest,
  PhoneNumber,
  PhoneNumberChanges,
  PhoneNumberFilters,
  Registration,
  Username,
  UsernameStatus,
} from "../types/phone-numbers.ts";
import * as schemas from "../types/phone-numbers.ts";
import { isObject } from "../utils/json.ts";
import { withCapitals } from "./phone-numbers/settings.ts";
import { readSelection } from "./shared/selection.ts";

const isNumber = hasTexts<{ id: string }>("id");
const hasSuggestions = hasData((value): value is { username_suggestions?: string[] } => isObject(value));

/**
 * The phone numbers of an account: adding, verifying and registering them, their settings and usernames.
 *
 * Methods about one number take `{ phoneNumberId }` in their options to act on another one, `list` and `create` take
 * `{ businessAccountId }`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers
 */
export class PhoneNumbers {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /**
   * Lists the numbers of the account, the newest first.
   *
   * @example
   * for await (const number of client.phoneNumbers.list({ fields: ["id", "display_phone_number", "status"] })) {
   *   console.log(number.display_phone_number, number.status);
   * }
   */
  list<const Field extends string = keyof PhoneNumber>(
    filters: PhoneNumberFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<PhoneNumber, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.phoneNumberFilters(), filters, "phone number filters") };
      const path = this.#api.accountPath(options, "phone_numbers");
      return { path, query, expects: hasSelected<PhoneNumber>("id", query.fields) };
    }, options);
  }

  /**
   * Reads one number: the client's, or the one with this id.
   *
   * @example
   * const { status, quality_rating } = await client.phoneNumbers.get({ fields: ["status", "quality_rating"] });
   */
  async get<const Field extends string = keyof PhoneNumber>(
    selected: OptionalSelection<Field> = {},
    options: NumberCallOptions = {},
  ): Promise<Selected<PhoneNumber, Field>> {
    const { id, fields } = readSelection(selected, "phone number selection");
    const path = id === undefined ? this.#api.phoneNumberPath(options) : joinPath(id);
    const request = { query: { fields }, expects: hasSelected<PhoneNumber>("id", fields) };
    return this.#api.get(path, request, options);
  }

  /**
   * Adds a number to the account. It sends once it is verified (`requestCode`, `verifyCode`) and registered.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with `list` whether the number is there.
   */
  async create(number: NewPhoneNumber, options: AccountCallOptions = {}): Promise<{ id: string }> {
    const body = checked(schemas.newPhoneNumber(), number, "phone number");
    const path = this.#api.accountPath(options, "phone_numbers");
    return this.#api.post(path, { body, expects: isNumber, idempotent: false }, options);
  }

  /**
   * Sets the PIN, asks for another display name, or sends the number's webhooks to another URL.
   *
   * A new name counts against Meta's limit of 10 in 30 days, so a change of the name is not repeated.
   *
   * @throws {@link AmbiguousSendError} when no usable response to a new name arrived: read `new_display_name` and
   * `new_name_status` with `get`.
   */
  async update(changes: PhoneNumberChanges, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.phoneNumberChanges(), changes, "phone number changes");
    const idempotent = changes.new_display_name === undefined;
    return this.#api.post(this.#api.phoneNumberPath(options), { body, idempotent }, options);
  }

  /**
   * Sends a verification code to the number, by SMS or by a call. Pass it to `verifyCode`. To verify a pre-verified
   * number, pass its id as `phoneNumberId` to both.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: the code may be on its way. Read
   * `code_verification_status` with `get` if none arrives, and ask for another one.
   */
  async requestCode(input: CodeRequest, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.codeRequest(), input, "code request");
    return this.#act("request_code", body, false, options);
  }

  /**
   * Verifies the number with the code that arrived.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: read `code_verification_status` with `get`.
   */
  async verifyCode(input: CodeVerification, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const cleaned = isObject(input) ? { ...input, code: withoutGaps(input.code) } : input;
    const body = checked(schemas.codeVerification(), cleaned, "verification code");
    return this.#act("verify_code", body, false, options);
  }

  /**
   * Registers the number, so that it sends and receives. Also needed once a new display name is approved.
   *
   * Meta accepts 10 calls per number within 72 hours, so it is not repeated.
   *
   * @throws {@link ApiError} with code 133005 when the PIN is not the number's: set a new one with `update`. With code
   * 133006 when it has to be verified first. With code 133016 after too many calls.
   * @throws {@link AmbiguousSendError} when no usable response arrived: read `status` with `get`; it is `CONNECTED` when
   * the number is registered.
   */
  async register(input: Registration, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#act("register", whatsappBody(schemas.registration(), input, "registration"), false, options);
  }

  /**
   * Deregisters the number: it neither sends nor receives until it is registered again. Numbers that are also used in
   * the WhatsApp Business app cannot be deregistered.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: read `status` with `get`.
   */
  async deregister(options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#act("deregister", undefined, false, options);
  }

  /**
   * Reads the settings of the number: calls, identity checks, storage. Each `status` is in capitals, however Meta
   * writes it.
   */
  async getSettings(
    filters: SettingsFilters = {},
    options: NumberCallOptions = {},
  ): Promise<PhoneNumberSettings> {
    const query = { ...checked(settingsFilters(), filters, "settings filters") };
    const expects = (value: unknown): value is PhoneNumberSettings => isObject(value);
    const settings = await this.#api.get(this.#path(options, "settings"), { query, expects }, options);
    return withCapitals(settings);
  }

  /**
   * Changes one setting. It may take days until customers notice a change of `calling`.
   *
   * @example
   * await client.phoneNumbers.updateSettings({ calling: { status: "ENABLED" } });
   */
  async updateSettings(setting: PhoneNumberSetting, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#act("settings", checked(phoneNumberSetting(), setting, "setting"), true, options);
  }

  /** Reads the username of the number. */
  async getUsername(options: NumberCallOptions = {}): Promise<Username> {
    return this.#api.get(this.#path(options, "username"), { expects: hasTexts<Username>("status") }, options);
  }

  /**
   * Takes a username, under which customers find the number without knowing it. The webhook
   * `business_username_updates` tells when it becomes visible.
   *
   * @throws {@link ApiError} with code 147001 when somebody else has it, and 147005 when another number of yours has
   * it: pass `transfer_action: "force_transfer"` to take it.
   */
  async setUsername(
    input: NewUsername,
    options: NumberCallOptions = {},
  ): Promise<{ status: UsernameStatus }> {
    const body = checked(schemas.newUsername(), input, "username");
    const written = { body, expects: hasTexts<{ status: UsernameStatus }>("status"), idempotent: true };
    return this.#api.post(this.#path(options, "username"), written, options);
  }

  /** Usernames that Meta suggests. */
  async usernameSuggestions(options: NumberCallOptions = {}): Promise<string[]> {
    const path = this.#path(options, "username_suggestions");
    const { data } = await this.#api.get(path, { expects: hasSuggestions }, options);
    return data[0]?.username_suggestions ?? [];
  }

  /** Gives up the username. */
  async deleteUsername(options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(this.#path(options, "username"), {}, options);
  }

  /** Deletes a customer from the contact book of the number, which keeps the phone numbers of business-scoped ids. */
  async deleteContact(input: ContactDeletion, options: NumberCallOptions = {}): Promise<DeletedContact> {
    const query = { ...whatsappBody(schemas.contactDeletion(), input, "contact") };
    const expects = (value: unknown): value is DeletedContact => isSuccess(value);
    const path = this.#path(options, "contact_book");
    const { deleted, ...answer } = await this.#api.delete(path, { query, expects }, options);
    return { ...answer, success: true, deleted: String(deleted) === "true" };
  }

  /** Reads whether the number is an official business account. */
  async getOfficialAccount(options: NumberCallOptions = {}): Promise<OfficialAccount> {
    const expects = hasObject<{ official_business_account: OfficialAccount }>("official_business_account");
    const query = { fields: ["official_business_account"] };
    return (await this.#api.get(this.#path(options), { query, expects }, options)).official_business_account;
  }

  /**
   * Asks Meta to make the number an official business account, which takes days. After a rejection, ask again in 30
   * days.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: read `oba_status` with `getOfficialAccount`.
   */
  async requestOfficialAccount(
    input: OfficialAccountRequest,
    options: NumberCallOptions = {},
  ): Promise<SuccessAnswer> {
    const body = checked(schemas.officialAccountRequest(), input, "official account request");
    return this.#act("official_business_account", body, false, options);
  }

  #path(options: NumberCallOptions, ...edge: string[]): string {
    return this.#api.phoneNumberPath(options, ...edge);
  }

  #act(edge: string, body: unknown, idempotent: boolean, options: NumberCallOptions): Promise<SuccessAnswer> {
    return this.#api.post(this.#path(options, edge), { body, idempotent }, options);
  }
}

/** Meta shows codes as `123-456`, and people copy them with spaces. */
const withoutGaps = (code: string): string =>
  typeof code === "string" ? code.replace(/[\s\p{Pd}]/gu, "") : code;
