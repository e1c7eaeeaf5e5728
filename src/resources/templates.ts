import { paginate } from "../core/paging.ts";
import { path } from "../core/path.ts";
import type { Call, Query } from "../core/pipeline.ts";
import { required } from "../core/required.ts";
import { check } from "../core/validate.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated } from "../types/paging.ts";
import type { CreatedTemplate, TemplateChanges, TemplateDefinition } from "../types/templates/definition.ts";
import { templateFiltersSchema, templateSelectionSchema } from "../types/templates/filter-schemas.ts";
import type { TemplateFilters, TemplateSelection } from "../types/templates/filters.ts";
import type { SelectedTemplate, Template, TemplateField } from "../types/templates/template.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";

/** The rules for whole templates, loaded by those who make some. */
const definitionSchemas = () => import("../types/templates/definition-schemas.ts");

/** What {@link Templates} needs to know. */
export interface TemplatesOptions {
  businessAccountId: string | undefined;
}

/**
 * The message templates of a WhatsApp Business Account.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export class Templates {
  readonly #call: Call;
  readonly #businessAccountId: string | undefined;

  constructor(call: Call, { businessAccountId }: TemplatesOptions) {
    this.#call = call;
    this.#businessAccountId = businessAccountId;
  }

  /**
   * Lists templates, all or those that fit the filters. Nothing is asked for before the list is read.
   *
   * With `fields`, only those and the id are read.
   *
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
    options: CallOptions = {},
  ): Paginated<SelectedTemplate<Field>> {
    check(templateFiltersSchema(), filters, "template filters");
    return paginate(
      this.#call,
      { ...options, path: this.#edge(), query: queryOf(filters) },
      isTemplate<Field>,
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
    const { id, fields } = typeof template === "string" ? { id: template, fields: undefined } : template;
    const { body } = await this.#call({
      ...options,
      method: "GET",
      path: path`/${id}`,
      query: { fields: fields?.join(",") },
      idempotent: true,
      expects: isTemplate<Field>,
    });
    return body;
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
    options: CallOptions = {},
  ): Promise<Template | undefined> {
    const wanted = template.language === undefined ? undefined : plain(template.language);
    for await (const found of this.list({ name: template.name, limit: 100 }, options)) {
      if (found.name !== template.name) continue;
      if (wanted === undefined || plain(found.language) === wanted) return found;
    }
    return undefined;
  }

  /**
   * Creates a template and hands it to Meta's review, whose result arrives as a `message_template_status_update`
   * webhook, within 24 hours. Meta takes 100 new templates an hour.
   *
   * @throws {@link ValidationError} naming every field that breaks one of Meta's limits; nothing was sent.
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
  async create(definition: TemplateDefinition, options: CallOptions = {}): Promise<CreatedTemplate> {
    const { templateDefinitionSchema } = await definitionSchemas();
    check(templateDefinitionSchema(), definition, "template");
    const { body } = await this.#call({
      ...options,
      method: "POST",
      path: this.#edge(),
      body: definition,
      idempotent: false,
      expects: isCreated,
    });
    return body;
  }

  /**
   * Edits a template, which goes to review again. Components are replaced as a whole.
   *
   * Only approved, rejected and paused templates can be edited; an approved one once in 24 hours and 10 times in 30
   * days. Because an edit counts, one whose outcome is unknown is not repeated.
   *
   * @throws {@link ValidationError} naming every field that breaks one of Meta's limits; nothing was sent.
   * @throws {@link AmbiguousSendError} when no usable answer arrived. Read the template before editing it again.
   */
  async edit(id: string, changes: TemplateChanges, options: CallOptions = {}): Promise<SuccessAnswer> {
    const { templateChangesSchema } = await definitionSchemas();
    check(templateChangesSchema(), changes, "template changes");
    const { body } = await this.#call({
      ...options,
      method: "POST",
      path: path`/${id}`,
      body: changes,
      idempotent: false,
      expects: isSuccess,
    });
    return body;
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
  async delete(selection: TemplateSelection, options: CallOptions = {}): Promise<SuccessAnswer> {
    const { body } = await this.#call({
      ...options,
      method: "DELETE",
      path: this.#edge(),
      query: selectionQuery(selection),
      idempotent: true,
      expects: isSuccess,
    });
    return body;
  }

  #edge(): string {
    const id = required(this.#businessAccountId, "businessAccountId", "WHATSAPP_BUSINESS_ACCOUNT_ID");
    return path`/${id}/message_templates`;
  }
}

function queryOf({ fields, summary, ...filters }: TemplateFilters<string>): Query {
  return {
    ...filters,
    fields: fields?.join(","),
    summary: summary?.join(","),
    category: several(filters.category),
    language: several(filters.language),
    status: several(filters.status),
    quality_score: several(filters.quality_score),
  };
}

const several = (values: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof values === "string" ? [values] : values;

function selectionQuery(selection: TemplateSelection): Query {
  check(templateSelectionSchema(), selection, "template selection");
  const { name, id, ids } = selection;
  return ids === undefined ? { hsm_id: id, name } : { hsm_ids: ids };
}

/** Webhooks write `en-US` where the API writes `en_US`. */
const plain = (language: string): string => language.replaceAll("-", "_").toLowerCase();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isTemplate = <Field extends string>(value: unknown): value is SelectedTemplate<Field> =>
  isObject(value) && typeof value.id === "string";

const isCreated = (value: unknown): value is CreatedTemplate =>
  isObject(value) && [value.id, value.status, value.category].every((field) => typeof field === "string");

const isSuccess = (value: unknown): value is SuccessAnswer => isObject(value) && value.success === true;
