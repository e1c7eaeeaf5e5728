import { whatsappBody } from "../core/body.ts";
import { type Endpoint, hasData, pickCallOptions } from "../core/endpoint.ts";
import type { Call } from "../core/pipeline.ts";
import { checked } from "../core/validate.ts";
import {
  type BusinessProfile,
  type BusinessProfileChanges,
  type ComplianceInfo,
  complianceInfo,
  profileChanges,
  profileFields,
  profileSelection,
} from "../types/business-profile.ts";
import type { AppCallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import { resumableLimits } from "../types/media-limits.ts";
import type { Selected } from "../types/paging.ts";
import { isTemplateFile, type TemplateFile } from "../types/templates/file.ts";
import { isObject } from "../utils/json.ts";
import { prepareAt } from "./shared/prepare.ts";
import { type HandleSettings, requireAppId, uploadHandle } from "./shared/resumable.ts";

/** Some versions of Meta's documentation show the profile one level deeper. */
type ReadProfile = BusinessProfile & { business_profile?: BusinessProfile };

const areProfiles = hasData((value): value is ReadProfile => isObject(value));
const isInfo = (value: unknown): value is ComplianceInfo => isObject(value);
const { "application/pdf": _pdf, "video/mp4": _video, ...pictures } = resumableLimits;

/**
 * What customers see about the business behind a number.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles
 */
export class BusinessProfiles {
  readonly #api: Endpoint;
  readonly #settings: HandleSettings & { call: Call };

  /** @internal */
  constructor(api: Endpoint, settings: HandleSettings & { call: Call }) {
    this.#api = api;
    this.#settings = settings;
  }

  /** Reads the profile, all of it or the chosen fields. What is not set is absent. */
  async get<const Field extends keyof BusinessProfile = keyof BusinessProfile>(
    selected: { fields?: readonly Field[] | undefined } = {},
    options: NumberCallOptions = {},
  ): Promise<Selected<BusinessProfile, Field>> {
    const { fields = profileFields } = checked(profileSelection(), selected, "profile selection");
    const request = { query: { fields }, expects: areProfiles };
    const { data } = await this.#api.get(this.#path(options), request, options);
    return (data[0]?.business_profile ?? data[0] ?? {}) as BusinessProfile;
  }

  /**
   * Changes the profile. A picture can be a file, which is uploaded first.
   *
   * @throws {@link ConfigurationError} for a file without an `appId`.
   *
   * @example
   * await client.businessProfile.update({ about: "Open 9 to 5", profile_picture_handle: file("./logo.png") });
   */
  async update(
    changes: BusinessProfileChanges,
    options: NumberCallOptions & AppCallOptions = {},
  ): Promise<SuccessAnswer> {
    const given = whatsappBody(profileChanges(), changes, "business profile");
    const path = this.#path(options);
    const { profile_picture_handle: picture } = given;
    const body = isTemplateFile(picture)
      ? { ...given, profile_picture_handle: await this.#upload(picture, options) }
      : given;
    return this.#api.post(path, { body, idempotent: true }, options);
  }

  /** Reads what businesses in India have to publish; `undefined` where nothing is set. */
  async getCompliance(options: NumberCallOptions = {}): Promise<ComplianceInfo | undefined> {
    return this.#api.first(this.#compliance(options), { expects: isInfo }, options);
  }

  /**
   * Replaces what businesses in India have to publish.
   *
   * @see https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status/business_compliance_info/
   */
  async updateCompliance(info: ComplianceInfo, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const body = whatsappBody(complianceInfo(), info, "compliance info");
    return this.#api.post(this.#compliance(options), { body, idempotent: true }, options);
  }

  #path(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "whatsapp_business_profile");
  }

  #compliance(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "business_compliance_info");
  }

  async #upload(picture: TemplateFile, options: AppCallOptions): Promise<string> {
    const { call, appId, timeoutMs } = this.#settings;
    const settings = { appId: options.appId ?? appId, timeoutMs };
    requireAppId(settings);
    const prepared = await prepareAt("profile_picture_handle", picture, pictures, options.signal);
    return uploadHandle(call, settings, prepared, pickCallOptions(options));
  }
}
