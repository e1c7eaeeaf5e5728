import { paginate } from "../core/paging.ts";
import { path } from "../core/path.ts";
import type { Call, Query } from "../core/pipeline.ts";
import { check } from "../core/validate.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated } from "../types/paging.ts";
import type {
  AnyTemplateDefinition,
  CreatedTemplate,
  TemplateChanges,
  TemplateDefinition,
} from "../types/templates/definition.ts";
import { templateFiltersSchema, templateSelectionSchema } from "../types/templates/filter-schemas.ts";
import type { TemplateFilters, TemplateSelection } from "../types/templates/filters.ts";
import type { SelectedTemplate, Template, TemplateField } from "../types/templates/template.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";
import {
  isObject,
  isSuccess,
  type TemplateContext,
  type TemplatesOptions,
  templatesEdge,
} from "./templates/context.ts";

/** The rules for whole templates and the upload of their samples, loaded by those who make some. */
const writing = () => import("./templates/write.ts");

/**
 * The message templates of a WhatsApp Business Account.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export class Templates {
  readonly #call: Call;
  readonly #context: TemplateContext;

  constructor(call: Call, { businessAccountId, appId, timeoutMs }: TemplatesOptions) {
    this.#call = call;
    this.#context = { call, businessAccountId, appId, timeoutMs };
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
      { ...options, path: templatesEdge(this.#context), query: queryOf(filters) },
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
  async create(template: AnyTemplateDefinition, options: CallOptions = {}): Promise<CreatedTemplate> {
    const { createTemplate } = await writing();
    return createTemplate(this.#context, template, options);
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
    options: CallOptions = {},
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
  async delete(selection: TemplateSelection, options: CallOptions = {}): Promise<SuccessAnswer> {
    const { body } = await this.#call({
      ...options,
      method: "DELETE",
      path: templatesEdge(this.#context),
      query: selectionQuery(selection),
      idempotent: true,
      expects: isSuccess,
    });
    return body;
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

const isTemplate = <Field extends string>(value: unknown): value is SelectedTemplate<Field> =>
  isObject(value) && typeof value.id === "string";
