import { hasId, hasSuccess } from "../core/answers.ts";
import { type Paginated, paginated } from "../core/paging.ts";
import { path } from "../core/path.ts";
import type { Call, Query } from "../core/pipeline.ts";
import { required } from "../core/required.ts";
import { check, invalid } from "../core/validate.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import { templateChangesSchema, templateDefinitionSchema } from "../types/templates/schemas.ts";
import type {
  CreatedTemplate,
  Template,
  TemplateChanges,
  TemplateDefinition,
  TemplateFilters,
} from "../types/templates/template.ts";

/** Which templates to delete. */
export type TemplateDeletion =
  /** All languages of a name. */
  | { name: string; id?: undefined; ids?: undefined }
  /** One template. */
  | { name: string; id: string; ids?: undefined }
  /** Up to 100; one wrong id fails them all. */
  | { ids: readonly string[]; name?: undefined; id?: undefined };

/**
 * The message templates of a WhatsApp Business Account.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 */
export class Templates {
  readonly #call: Call;
  readonly #businessAccountId: string | undefined;

  constructor(call: Call, options: { businessAccountId?: string | undefined }) {
    this.#call = call;
    this.#businessAccountId = options.businessAccountId;
  }

  /**
   * The account's templates, page by page as far as you iterate.
   *
   * @throws `ConfigurationError` when the client has no `businessAccountId`.
   *
   * @example
   * for await (const template of templates.list({ status: ["APPROVED"] })) console.log(template.name, template.language);
   * const { data, cursors } = await templates.list({ limit: 50 }).page();
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/message-template-api
   */
  list(filters: TemplateFilters = {}, options: CallOptions = {}): Paginated<Template> {
    return paginated<Template>(this.#call, () => this.#edge(), queryOf(filters), options);
  }

  /**
   * One template by its id.
   *
   * @param input.fields which keys to fetch. Default: Meta's.
   * @throws `ApiError` with category `parameter` when there is no such template.
   */
  async get(
    { id, fields }: { id: string; fields?: TemplateFilters["fields"] },
    options: CallOptions = {},
  ): Promise<Template> {
    const { body } = await this.#call<Template>({
      method: "GET",
      path: path`/${id}`,
      query: { fields: fields?.join(",") },
      idempotent: true,
      expects: hasId as (body: unknown) => body is Template,
      ...options,
    });
    return body;
  }

  /**
   * The templates of exactly this name: one for each language, or the one of the language you name. Empty when
   * there is none.
   *
   * @example
   * const [template] = await templates.getByName("order_confirmation", "en_US");
   */
  async getByName(name: string, language?: string, options: CallOptions = {}): Promise<Template[]> {
    const found: Template[] = [];
    for await (const template of this.list({ name }, options)) {
      const fits = template.name === name && (language === undefined || template.language === language);
      if (fits) found.push(template);
    }
    return found;
  }

  /**
   * Creates a template, which Meta then reviews: up to 24 hours; the result arrives as a
   * `message_template_status_update` webhook. Meta may choose another category than you asked for.
   *
   * @throws `ValidationError` when a field breaks a documented limit; `ApiError` with category `template` when Meta
   * refuses it; `AmbiguousSendError` when no usable answer arrived: look for it with `getByName` before repeating.
   *
   * @example
   * await templates.create({
   *   name: "order_confirmation", language: "en_US", category: "UTILITY",
   *   components: [{ type: "BODY", text: "Order {{1}} is confirmed.", example: { body_text: [["777"]] } }],
   * });
   */
  async create(definition: TemplateDefinition, options: CallOptions = {}): Promise<CreatedTemplate> {
    check(templateDefinitionSchema(), definition, "template");
    const { body } = await this.#call<CreatedTemplate>({
      method: "POST",
      path: this.#edge(),
      body: definition,
      idempotent: false,
      expects: hasId as (body: unknown) => body is CreatedTemplate,
      ...options,
    });
    return body;
  }

  /**
   * Changes a template, which sends it back to review. Components are replaced as a whole: give every one. An
   * approved template can be edited once a day and ten times in 30 days; its category is fixed.
   *
   * @throws `ValidationError`, or `ApiError` with category `template` when it cannot be edited now.
   */
  async edit(id: string, changes: TemplateChanges, options: CallOptions = {}): Promise<SuccessAnswer> {
    check(templateChangesSchema(), changes, "template");
    // Not repeated on its own: a second edit of the same day would be refused although the first one worked.
    return this.#succeed({
      method: "POST",
      path: path`/${id}`,
      body: changes,
      idempotent: false,
      ...options,
    });
  }

  /**
   * Deletes all languages of a name, one template, or up to 100 by id. The name of an approved template stays
   * locked for 30 days.
   *
   * @throws `ValidationError` for any other combination of keys.
   *
   * @example
   * await templates.delete({ name: "order_confirmation" });
   * await templates.delete({ name: "order_confirmation", id: "1407680676729941" });
   * await templates.delete({ ids: ["1407680676729941", "1407680676729942"] });
   */
  async delete(which: TemplateDeletion, options: CallOptions = {}): Promise<SuccessAnswer> {
    const query = deletionOf(which);
    return this.#succeed({ method: "DELETE", path: this.#edge(), query, idempotent: true, ...options });
  }

  async #succeed(request: Parameters<Call>[0]): Promise<SuccessAnswer> {
    const { body } = await this.#call<SuccessAnswer>({ ...request, expects: hasSuccess });
    return body;
  }

  #edge(): string {
    const account = required(this.#businessAccountId, "businessAccountId", "WHATSAPP_BUSINESS_ACCOUNT_ID");
    return path`/${account}/message_templates`;
  }
}

/** Names are joined with commas; lists of values travel as JSON. */
function queryOf({ fields, summary, ...filters }: TemplateFilters): Query {
  return { ...filters, fields: fields?.join(","), summary: summary?.join(",") };
}

function deletionOf({ name, id, ids }: TemplateDeletion): Query {
  const wrong = (where: string, message: string) => invalid("deletion", [{ path: where, message }]);
  const isId = (value: unknown) => typeof value === "string" && value !== "";
  if (ids !== undefined) {
    if (name !== undefined || id !== undefined) throw wrong("ids", "stands alone: without name and id");
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100 || !ids.every(isId)) {
      throw wrong("ids", "must be 1 to 100 template ids");
    }
    return { hsm_ids: ids };
  }
  if (!isId(name)) throw wrong("name", "is missing: give { name }, { name, id } or { ids }");
  if (id !== undefined && !isId(id)) throw wrong("id", "must be a template id");
  return { name, hsm_id: id };
}
