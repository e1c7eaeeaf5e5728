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

// Who only sends messages loads none of these.
const reading = () => import("./templates/read.ts");
const writing = () => import("./templates/write.ts");
const lists = () => import("./templates/lists.ts");
const managing = () => import("./templates/manage.ts");

/**
 * The message templates of a WhatsApp Business Account.
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
   * Lists templates, all or those that fit the filters. Nothing is asked for before the list is read.
   *
   * With `fields`, only those and the id are read.
   *
   * @throws {@link ValidationError} for a filter that there is not, or that is malformed, when the list is read.
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
   * Reads one template by its id; {@link Templates.find} reads by name.
   *
   * @param template the id, or the id with the fields to read.
   * @param template.fields what to read of it, the id aside. Default: what Meta gives.
   * @throws {@link ApiError} when there is none with this id.
   */
  async get<const Field extends TemplateField = keyof Template>(
    template: string | { id: string; fields?: readonly Field[] | undefined },
    options: CallOptions = {},
  ): Promise<SelectedTemplate<Field>> {
    const chosen = typeof template === "string" ? { id: template } : template;
    return (await reading()).getTemplate<Field>(this.#context, chosen, options);
  }

  /**
   * Looks a template up by its name. Leave `language` out only where the name exists in one language: of several,
   * the one that Meta lists first is taken. `list({ name })` gives them all.
   *
   * @returns `undefined` when there is none.
   * @throws {@link ConfigurationError} without a `businessAccountId`.
   */
  async find(
    template: { name: string; language?: TemplateLanguage | undefined },
    options: AccountCallOptions = {},
  ): Promise<Template | undefined> {
    return (await reading()).findTemplate(this.#context, template, options);
  }

  /**
   * Creates a template and hands it to Meta's review, whose result arrives as a `message_template_status_update`
   * webhook, within 24 hours. Meta takes 100 new templates an hour.
   *
   * A header's sample may be `file("./sample.jpg")`: it is uploaded first, once however many headers show it.
   *
   * @throws {@link ValidationError} naming every field that breaks one of Meta's limits, and every sample file that
   * does not fit its header; nothing was sent.
   * @throws {@link ConfigurationError} without a `businessAccountId`, or with a sample file and no `appId`.
   * @throws {@link ApiError} with subcode 2388024 when the name exists in this language: edit it, or choose another name.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. The template may exist: look it up with `find`
   * before creating it again.
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
   * Edits a template, which goes to review again. Components are replaced as a whole.
   *
   * Takes changes, or a whole definition: of that, everything but name and language. Sample files are uploaded as by
   * {@link Templates.create}.
   *
   * Only approved, rejected and paused templates can be edited; an approved one once in 24 hours and 10 times in 30
   * days. Because an edit counts, one whose outcome is unknown is not repeated.
   *
   * @throws {@link ValidationError} naming every field that breaks one of Meta's limits; nothing was sent.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Read the template before editing it again.
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
   * Deletes every language of a name, one template, or up to 100 templates.
   *
   * The name of an approved template cannot be used again for 30 days. Messages that are under way are still
   * delivered. A disabled template cannot be deleted.
   *
   * @throws {@link ValidationError} when the selection is none of the three.
   * @throws {@link ApiError} when a template does not exist; of several `ids`, none is deleted then.
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
   * Brings the account's templates together with those in your code: creates, edits and, where you say so, deletes.
   *
   * Compared is what they mean: order of keys, defaults and samples do not count. What Meta's rules do not let be done
   * now is `blocked`, with the rule and, where it is known, the time to wait; that is no error. A step that fails
   * carries its `error`, and the others go on. Run it again after a failure, a crash or an `AmbiguousSendError`: it
   * does what is left.
   *
   * @returns what was done, or with `dryRun` what would be.
   * @throws {@link ValidationError} naming each definition that breaks one of Meta's limits; nothing was done.
   * @throws {@link ConfigurationError} without a `businessAccountId`.
   * @throws {@link ApiError}, {@link ConnectionError} when the account cannot be read; nothing was done.
   * @throws the signal's reason; what was done till then stays done.
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
   * Checks template messages against the account before they are sent: existence, language, approval, count and names
   * of the values, header, buttons, cards.
   *
   * Without options it is what `messages.sendTemplate(input, { checked: true })` uses, and {@link Templates.invalidate}
   * reaches it; with options it keeps its own knowledge.
   *
   * @throws {@link ConfigurationError} for options out of range.
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
   * Waits for Meta's review, which takes up to 24 hours, and looks at the template now and then. A webhook event about
   * it, handed to {@link Templates.invalidate}, makes it look at once. Failures that pass do not end the wait.
   *
   * @returns the template with the status that is no longer `PENDING` or `IN_APPEAL`: `APPROVED`, or `REJECTED` with
   * its `rejected_reason`.
   * @throws the signal's reason: without a signal it waits for as long as it takes.
   * @throws {@link ValidationError} when there is no template of this name and language.
   * @throws {@link ApiError} when there is none with this id, or the token may not read it.
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
   * Tells that something happened to a template; without argument, to any. What is known of it is forgotten, so that
   * the next checked message reads it again, and {@link Templates.waitUntilReviewed} looks at once. Hand it every
   * webhook event: those that are not about templates change nothing.
   *
   * @example
   * onEvent: (event) => client.templates.invalidate(event),
   */
  invalidate(news?: TemplateNews): void {
    this.checked().invalidate(news);
    notifyWaiters(this.#context.memory.waiting, news);
  }

  /**
   * Lists Meta's ready-made templates. One created by its name (`library_template_name`) is usually approved at once.
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
   * Creates an authentication template in many languages, and updates it in those where it exists. Meta writes its
   * texts and labels.
   *
   * @throws {@link ValidationError} naming every field that breaks one of Meta's limits; nothing was sent.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Updates count as edits: list the name before you
   * repeat it.
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
   * Reads the texts that Meta writes into authentication templates.
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
   * Compares two templates: which was blocked less, how often each was sent, and why they were blocked. Meta tells it
   * where each was sent 1000 times in those days.
   *
   * @throws {@link ApiError} where it was sent less, or the templates are of different accounts.
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
   * Copies approved templates of good or unknown quality from another account of the same business into this one.
   *
   * Some may fail while others are copied: look at `failed_templates`.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. List the templates to see what was copied.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-migration
   */
  async migrate(migration: TemplateMigration, options: AccountCallOptions = {}): Promise<MigratedTemplates> {
    return (await managing()).migrateTemplates(this.#context, migration, options);
  }

  /**
   * Ends a pause that pacing began. A pause for low quality ends by itself.
   *
   * @returns `success: false` with the reason where Meta does not; 5 minutes of pause must have passed.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-pausing
   */
  async unpause(id: string, options: CallOptions = {}): Promise<UnpauseAnswer> {
    return (await managing()).unpauseTemplate(this.#context, id, options);
  }

  /**
   * Archives up to 100 approved or rejected templates: they cannot be sent, and are deleted after 28 days.
   *
   * Some may fail while others are archived: look at `failed_templates`. Meta's page on this call has changed lately;
   * it may be withdrawn. It goes to `api.facebook.com`, or to the client's `baseUrl` where that is not Meta's.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Read the templates' `status`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-archival
   */
  async archive(ids: readonly string[], options: AccountCallOptions = {}): Promise<ArchivedTemplates> {
    return (await managing()).archiveTemplates(this.#context, ids, options);
  }

  /**
   * Brings up to 100 templates back from the archive, with the status they had. See {@link Templates.archive}.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-archival
   */
  async unarchive(ids: readonly string[], options: AccountCallOptions = {}): Promise<UnarchivedTemplates> {
    return (await managing()).unarchiveTemplates(this.#context, ids, options);
  }

  /**
   * Switches template analytics on, for the whole account and for good.
   *
   * @throws {@link ApiError} with code 200005 where the account cannot have them yet.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  async enableInsights(options: AccountCallOptions = {}): Promise<void> {
    return (await managing()).enableInsights(this.#context, options);
  }

  /**
   * Reads how up to 10 templates did, day by day, of the last 90 days.
   *
   * @throws {@link ApiError} with code 200007 before {@link Templates.enableInsights}.
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
   * Reads how up to 10 groups of templates did. See {@link Templates.analytics}.
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
   * Reads performance metrics of templates, as Meta gives them: it documents their form nowhere.
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
   * Lists groups of templates, whose figures are counted together.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
   */
  groups(filters: TemplateGroupFilters = {}, options: AccountCallOptions = {}): Paginated<TemplateGroup> {
    return this.#list(async (api) => (await lists()).groups(api, filters, options), options);
  }

  /**
   * Makes a group of templates.
   *
   * @throws {@link AmbiguousSendError} when no usable answer arrived. List the groups before you make it again.
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
