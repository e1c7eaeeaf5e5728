import { Endpoint, type Listing } from "../core/endpoint.ts";
import type { Call } from "../core/pipeline.ts";
import type { AccountCallOptions, AppCallOptions, CallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated } from "../types/paging.ts";
import type {
  NewTemplateGroup,
  TemplateAnalytics,
  TemplateAnalyticsFilters,
  TemplateGroup,
  TemplateGroupAnalyticsFilters,
  TemplateGroupFilters,
  TemplatePerformanceFilters,
} from "../types/templates/analytics.ts";
import type { ArchivedTemplates, UnarchivedTemplates } from "../types/templates/archival.ts";
import type {
  PreviewFilters,
  TemplatePreview,
  TemplateUpsert,
  UpsertedTemplate,
} from "../types/templates/authentication.ts";
import type { TemplateComparison, TemplateComparisonMetric } from "../types/templates/comparison.ts";
import type {
  AnyTemplateDefinition,
  CreatedTemplate,
  TemplateChanges,
  TemplateDefinition,
} from "../types/templates/definition.ts";
import type { TemplateFilters, TemplateSelection } from "../types/templates/filters.ts";
import type { LibraryFilters, LibraryTemplate } from "../types/templates/library.ts";
import type { MigratedTemplates, TemplateMigration } from "../types/templates/migration.ts";
import type { UnpauseAnswer } from "../types/templates/pausing.ts";
import type { TemplatePlan } from "../types/templates/sync.ts";
import type { SelectedTemplate, Template, TemplateField } from "../types/templates/template.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";
import { type CheckedOptions, CheckedTemplates, type SendTemplate } from "./templates/checked.ts";
import type { TemplateContext, TemplateMemory, TemplatesOptions } from "./templates/context.ts";
import type { AwaitedTemplate, ReviewOptions } from "./templates/review.ts";
import type { SyncOptions } from "./templates/sync.ts";
import { notifyWaiters, type TemplateNews } from "./templates/template-events.ts";

// Loaded at first use: a bot that only sends messages never loads them.
const reading = () => import("./templates/read.ts");
const writing = () => import("./templates/write.ts");
const lists = () => import("./templates/lists.ts");
const managing = () => import("./templates/manage.ts");

/**
 * The message templates of a WhatsApp Business Account.
 *
 * Methods that act on the account take `{ businessAccountId }` in their options to act on another one.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export class Templates {
  readonly #context: TemplateContext;
  readonly #send: SendTemplate;

  /** @internal */
  constructor(
    call: Call,
    options: TemplatesOptions,
    shared: { memory: TemplateMemory; sendTemplate: SendTemplate },
  ) {
    const { appId, baseUrl, timeoutMs, clock } = options;
    const api = new Endpoint(call, options);
    this.#context = { api, call, appId, baseUrl, timeoutMs, clock, memory: shared.memory };
    this.#send = shared.sendTemplate;
  }

  /**
   * Lists all templates, or those that match the filters. No request is made until you read the list.
   *
   * With `fields`, each template has only those fields and its id.
   *
   * @throws {@link ValidationError} when you read the list and a filter is unknown or malformed.
   * @throws {@link ConfigurationError} without a `businessAccountId`.
   *
   * @example
   * for await (const template of client.templates.list({ status: "REJECTED", fields: ["name", "rejected_reason"] })) {
   *   console.log(template.name, template.rejected_reason);
   * }
   *
   * @example
   * const { data, summary } = await client.templates.list({ limit: 100, summary: ["total_count"] }).page();
   */
  list<const Field extends TemplateField = keyof Template>(
    filters: TemplateFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<SelectedTemplate<Field>> {
    return this.#list(
      async (api) => (await reading()).describeTemplates<Field>(api, filters, options),
      options,
    );
  }

  /**
   * Reads one template by id. To look one up by name, use {@link Templates.find}.
   *
   * @param template the id, or an object with the id and the fields to read.
   * @param template.fields the fields to read, besides the id. Default: the ones Meta returns.
   * @throws {@link ApiError} when no template has this id.
   */
  async get<const Field extends TemplateField = keyof Template>(
    template: string | { id: string; fields?: readonly Field[] | undefined },
    options: CallOptions = {},
  ): Promise<SelectedTemplate<Field>> {
    const chosen = typeof template === "object" ? template : { id: template };
    return (await reading()).getTemplate<Field>(this.#context, chosen, options);
  }

  /**
   * Looks up a template by name. Omit `language` only if the name exists in a single language: if it exists in
   * several, you get the one Meta lists first. `list({ name })` returns them all.
   *
   * @returns the template, or `undefined` if it does not exist.
   * @throws {@link ConfigurationError} without a `businessAccountId`.
   */
  async find(
    template: { name: string; language?: TemplateLanguage | undefined },
    options: AccountCallOptions = {},
  ): Promise<Template | undefined> {
    return (await reading()).findTemplate(this.#context, template, options);
  }

  /**
   * Creates a template and submits it for review. The result arrives within 24 hours, as a
   * `message_template_status_update` webhook. Meta accepts 100 new templates per account and hour.
   *
   * A header's sample can be `file("./sample.jpg")`. It is uploaded first, and only once even if several headers use it.
   *
   * @throws {@link ValidationError} listing every field that breaks one of Meta's limits, and every sample file that
   * does not fit its header. Nothing was sent.
   * @throws {@link ConfigurationError} without a `businessAccountId`, or for a sample file without an `appId`.
   * @throws {@link ApiError} with subcode 2388024 when the name already exists in this language. Edit that template, or
   * choose another name.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. The template may exist: look it up with `find`
   * before you create it again.
   *
   * @example
   * const { id, status } = await client.templates.create({
   *   name: "order_shipped",
   *   language: "en_US",
   *   category: "UTILITY",
   *   components: [{ type: "BODY", text: "Order {{1}} is on its way.", example: { body_text: [["777"]] } }],
   * });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/message-template-api
   */
  async create(
    template: AnyTemplateDefinition,
    options: AccountCallOptions & AppCallOptions = {},
  ): Promise<CreatedTemplate> {
    return (await writing()).createTemplate(this.#context, template, options);
  }

  /**
   * Edits a template, which sends it to review again. `components` replaces all components.
   *
   * Pass the changes, or a whole definition: its name and language are ignored. Sample files are uploaded as in
   * {@link Templates.create}.
   *
   * Only approved, rejected and paused templates can be edited; approved ones once in 24 hours and 10 times in 30 days.
   * Because every edit counts, an edit with an unknown outcome is not retried.
   *
   * @throws {@link ValidationError} listing every field that breaks one of Meta's limits. Nothing was sent.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Read the template before you edit it again.
   */
  async edit(
    id: string,
    changes: TemplateChanges | { readonly definition: TemplateDefinition },
    options: AppCallOptions = {},
  ): Promise<SuccessAnswer> {
    const { editTemplate } = await writing();
    return editTemplate(this.#context, id, changes, options);
  }

  /**
   * Deletes all languages of a name, a single template, or up to 100 templates by id.
   *
   * The name of an approved template cannot be reused for 30 days. Messages already on their way are still delivered.
   * Disabled templates cannot be deleted.
   *
   * @throws {@link ValidationError} when the selection has none of these three forms.
   * @throws {@link ApiError} when a template does not exist. If one of several `ids` is wrong, none is deleted.
   *
   * @example
   * await client.templates.delete({ name: "order_shipped" });
   * await client.templates.delete({ name: "order_shipped", id: "1407680676729941" });
   * await client.templates.delete({ ids: ["1407680676729941", "1407680676729942"] });
   */
  async delete(selection: TemplateSelection, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    return (await writing()).deleteTemplates(this.#context, selection, options);
  }

  /**
   * Makes the account's templates match those in your code: creates, edits and, if you ask for it, deletes templates.
   *
   * Templates are compared by meaning: key order, defaults and samples do not count. A step that Meta's rules do not
   * allow right now is reported in `blocked`, with the rule and, if known, the time to wait. A step that fails carries
   * its `error`, and the remaining steps continue. After a failure, a crash or an `AmbiguousSendError`, run it again: it
   * does only what is left.
   *
   * @returns what was done or, with `dryRun`, what would be done.
   * @throws {@link ValidationError} listing each definition that breaks one of Meta's limits. Nothing was changed.
   * @throws {@link ConfigurationError} without a `businessAccountId`.
   * @throws {@link ApiError}, {@link ConnectionError} when the account cannot be read. Nothing was changed.
   * @throws the signal's reason, when aborted. Completed steps stay in effect.
   *
   * @example
   * const plan = await client.templates.sync([orderShipped, oneTimeCode], { dryRun: true });
   * for (const { name, language, changes } of plan.edit) console.log(name, language, changes);
   * for (const { name, reason } of plan.blocked) console.log(name, reason);
   *
   * @example
   * const { create, edit } = await client.templates.sync(templates, {
   *   onProgress: ({ done, total, name, outcome }) => console.log(`${done}/${total} ${name}: ${outcome}`),
   * });
   * const failed = [...create, ...edit].filter(({ error }) => error !== undefined);
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
   */
  async sync(
    definitions: readonly AnyTemplateDefinition[],
    options: SyncOptions = {},
  ): Promise<TemplatePlan> {
    const { syncTemplates } = await import("./templates/sync.ts");
    return syncTemplates(this.#context, definitions, options);
  }

  /**
   * Checks template messages against the account's templates before they are sent: existence, language, approval, the
   * number and names of the values, header, buttons and cards.
   *
   * Without options it shares the cache that `messages.sendTemplate(input, { checked: true })` uses and
   * {@link Templates.invalidate} clears. With options it has a cache of its own.
   *
   * @throws {@link ConfigurationError} when an option is out of range.
   *
   * @example
   * const checked = client.templates.checked();
   * await checked.sendTemplate({ to, name: "order_shipped", language: "en_US", parameters: ["Ana", "777"] });
   */
  checked(options?: CheckedOptions): CheckedTemplates {
    const memory: Pick<TemplateMemory, "checker"> =
      options === undefined ? this.#context.memory : { checker: undefined };
    return new CheckedTemplates(this.#context, memory, options ?? {}, this.#send);
  }

  /**
   * Waits for Meta's review, which takes up to 24 hours, by polling the template. Pass webhook events to
   * {@link Templates.invalidate}, and an event about the template triggers the next poll immediately. Temporary failures
   * do not end the wait.
   *
   * @returns the template, once its status is no longer `PENDING` or `IN_APPEAL`: `APPROVED`, or `REJECTED` with its
   * `rejected_reason`.
   * @throws the signal's reason, when aborted. Without a signal it waits as long as the review takes.
   * @throws {@link ValidationError} when no template has this name and language.
   * @throws {@link ApiError} when no template has this id, or the token has no access to it.
   *
   * @example
   * const { id } = await client.templates.create(orderShipped);
   * const { status, rejected_reason } = await client.templates.waitUntilReviewed(id, {
   *   signal: AbortSignal.timeout(24 * 60 * 60 * 1000),
   * });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review
   */
  async waitUntilReviewed(template: AwaitedTemplate, options: ReviewOptions = {}): Promise<Template> {
    const { waitUntilReviewed } = await import("./templates/review.ts");
    return waitUntilReviewed(this.#context, template, options);
  }

  /**
   * Drops what is cached about a template or, without an argument, about all of them: the next checked message reads it
   * again, and {@link Templates.waitUntilReviewed} polls immediately. You can pass every webhook event: events that are
   * not about templates are ignored.
   *
   * @example
   * onEvent: (event) => client.templates.invalidate(event),
   */
  invalidate(change?: TemplateNews): void {
    this.checked().invalidate(change);
    notifyWaiters(this.#context.memory.waiting, change);
  }

  /**
   * Lists Meta's ready-made templates. A template created from one (with `library_template_name`) is usually approved
   * immediately.
   *
   * @example
   * for await (const ready of client.templates.library({ topic: "ORDER_MANAGEMENT", language: "en_US" })) {
   *   console.log(ready.name, ready.body);
   * }
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-library
   */
  library(filters: LibraryFilters = {}, options: CallOptions = {}): Paginated<LibraryTemplate> {
    return this.#list(async (api) => (await lists()).library(api, filters, options), options);
  }

  /**
   * Creates an authentication template in several languages, and updates it in those where it already exists. Meta
   * writes the texts and button labels.
   *
   * @throws {@link ValidationError} listing every field that breaks one of Meta's limits. Nothing was sent.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Updates count as edits: list the templates with this
   * name before you try again.
   *
   * @example
   * await client.templates.upsert({
   *   name: "one_time_code",
   *   languages: ["en_US", "es_ES", "fr"],
   *   category: "AUTHENTICATION",
   *   components: [
   *     { type: "BODY", add_security_recommendation: true },
   *     { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
   *   ],
   * });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/bulk-management
   */
  async upsert(template: TemplateUpsert, options: AccountCallOptions = {}): Promise<UpsertedTemplate[]> {
    return (await managing()).upsertTemplates(this.#context, template, options);
  }

  /**
   * Previews the texts that Meta writes into authentication templates.
   *
   * @example
   * const [english] = await client.templates.previews({ languages: ["en_US"], code_expiration_minutes: 10 });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/authentication-templates/template-preview
   */
  async previews(filters: PreviewFilters = {}, options: AccountCallOptions = {}): Promise<TemplatePreview[]> {
    return (await managing()).previewTemplates(this.#context, filters, options);
  }

  /**
   * Compares two templates: which one was blocked less, how often each was sent, and why they were blocked. Meta requires
   * that each was sent at least 1000 times in that period.
   *
   * @throws {@link ApiError} when either was sent less often, or the templates belong to different accounts.
   *
   * @example
   * const metrics = await client.templates.compare("1407680676729941", { with: "1407680676729943", days: 30 });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-comparison
   */
  async compare(
    id: string,
    comparison: TemplateComparison,
    options: CallOptions = {},
  ): Promise<TemplateComparisonMetric[]> {
    return (await managing()).compareTemplates(this.#context, id, comparison, options);
  }

  /**
   * Copies approved templates with a good or unknown quality rating from another account of the same business to this
   * one.
   *
   * Some may be copied while others fail: check `failed_templates`.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. List the templates to see which were copied.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-migration
   */
  async migrate(migration: TemplateMigration, options: AccountCallOptions = {}): Promise<MigratedTemplates> {
    return (await managing()).migrateTemplates(this.#context, migration, options);
  }

  /**
   * Unpauses a template that was paused by template pacing. A pause for low quality ends on its own.
   *
   * @returns `success: false` and the reason if Meta refuses, for example because the pause began less than 5 minutes
   * ago.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-pausing
   */
  async unpause(id: string, options: CallOptions = {}): Promise<UnpauseAnswer> {
    return (await managing()).unpauseTemplate(this.#context, id, options);
  }

  /**
   * Archives up to 100 approved or rejected templates. Archived templates cannot be sent, and are deleted after 28 days.
   *
   * Some may be archived while others fail: check `failed_templates`. Meta has changed its page about this call recently
   * and may withdraw the call. It goes to `api.facebook.com`, or to the client's `baseUrl` if you have set your own.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Read the templates' `status`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-archival
   */
  async archive(ids: readonly string[], options: AccountCallOptions = {}): Promise<ArchivedTemplates> {
    return (await managing()).archiveTemplates(this.#context, ids, options);
  }

  /**
   * Restores up to 100 templates from the archive, with the status they had before. See {@link Templates.archive}.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-archival
   */
  async unarchive(ids: readonly string[], options: AccountCallOptions = {}): Promise<UnarchivedTemplates> {
    return (await managing()).unarchiveTemplates(this.#context, ids, options);
  }

  /**
   * Enables template analytics for the whole account. They cannot be disabled again.
   *
   * @throws {@link ApiError} with code 200005 when they are not available to the account yet.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  async enableInsights(options: AccountCallOptions = {}): Promise<void> {
    return (await managing()).enableInsights(this.#context, options);
  }

  /**
   * Reads the daily metrics of up to 10 templates, up to 90 days back.
   *
   * @throws {@link ApiError} with code 200007 until {@link Templates.enableInsights} was called.
   *
   * @example
   * const start = Date.UTC(2026, 9, 1) / 1000;
   * const filters = { start, end: start + 7 * 86_400, template_ids: ["1407680676729941"] };
   * for await (const { data_points } of client.templates.analytics(filters)) {
   *   for (const { start, sent, delivered, read } of data_points) console.log(start, sent, delivered, read);
   * }
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  analytics(
    filters: TemplateAnalyticsFilters,
    options: AccountCallOptions = {},
  ): Paginated<TemplateAnalytics> {
    return this.#list(async (api) => (await lists()).analytics(api, filters, options), options);
  }

  /**
   * Reads the daily metrics of up to 10 template groups. See {@link Templates.analytics}.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  groupAnalytics(
    filters: TemplateGroupAnalyticsFilters,
    options: AccountCallOptions = {},
  ): Paginated<TemplateAnalytics> {
    return this.#list(async (api) => (await lists()).groupAnalytics(api, filters, options), options);
  }

  /**
   * Reads performance metrics of templates, exactly as Meta returns them: their format is not documented.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  performance(
    filters: TemplatePerformanceFilters = {},
    options: AccountCallOptions = {},
  ): Paginated<Record<string, unknown>> {
    return this.#list(async (api) => (await lists()).performance(api, filters, options), options);
  }

  /**
   * Lists the template groups. The metrics of a group's templates are counted together.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  groups(filters: TemplateGroupFilters = {}, options: AccountCallOptions = {}): Paginated<TemplateGroup> {
    return this.#list(async (api) => (await lists()).groups(api, filters, options), options);
  }

  /**
   * Creates a template group.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. List the groups before you create it again.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  async createGroup(group: NewTemplateGroup, options: AccountCallOptions = {}): Promise<{ id: string }> {
    return (await managing()).createGroup(this.#context, group, options);
  }

  #list<T>(describe: (api: Endpoint) => Promise<Listing<T>>, options: CallOptions): Paginated<T> {
    const { api } = this.#context;
    return api.lazyList(() => describe(api), options);
  }
}
