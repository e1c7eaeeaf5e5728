import { hasTexts } from "../../core/endpoint.ts";
import { invalid } from "../../core/validate.ts";
import { definitionIssues } from "../../templates/check-definition.ts";
import { comparedFields, findDifferences, rareFields } from "../../templates/compare.ts";
import { toDefinition } from "../../templates/defined.ts";
import {
  type DeleteChoice,
  duplicateIssues,
  planTemplates,
  toChanges,
  toTemplateKey,
} from "../../templates/plan.ts";
import type { AccountCallOptions, AppCallOptions } from "../../types/common.ts";
import type { AnyTemplateDefinition, TemplateDefinition } from "../../types/templates/definition.ts";
import type {
  BlockedTemplate,
  PlannedCreation,
  PlannedDeletion,
  PlannedEdit,
  SyncOutcome,
  SyncProgress,
  TemplatePlan,
} from "../../types/templates/sync.ts";
import type { Template } from "../../types/templates/template.ts";
import { type TemplateContext, templatesPath } from "./context.ts";
import { type CreationQuota, findQuota } from "./creation-quota.ts";
import { sampleUploader, type UploadSamples } from "./sample-files.ts";
import { type Block, findBlock, isHopeless } from "./sync-blocks.ts";
import { deleteTemplates, postChanges, postTemplate } from "./write.ts";

/** Options of {@link Templates.sync}. */
export interface SyncOptions extends AccountCallOptions, AppCallOptions {
  /** Returns the plan without carrying it out. Default false. */
  dryRun?: boolean | undefined;
  /**
   * Deletes the account's templates that are not among the definitions, or those of them that a function selects. Names
   * of deleted templates stay locked for 30 days. Default false.
   */
  delete?: DeleteChoice | undefined;
  /**
   * Waits when the account has created its 100 templates of the hour. Default false: the rest is blocked, with the time
   * after which another sync can continue.
   */
  wait?: boolean | undefined;
  /** Called after each step. */
  onProgress?: ((progress: SyncProgress) => void) | undefined;
}

type Step = PlannedCreation | PlannedEdit | PlannedDeletion;
type Action = SyncProgress["action"];

export async function syncTemplates(
  context: TemplateContext,
  definitions: readonly AnyTemplateDefinition[],
  { dryRun = false, delete: deletes = false, wait = false, onProgress, ...options }: SyncOptions,
): Promise<TemplatePlan> {
  if (!Array.isArray(definitions))
    throw invalid("list of templates", [{ path: "", message: "must be a list" }]);
  const wanted = definitions.map(toDefinition);
  checkAll(wanted);
  const account = await readAccount(context, wanted, deletes !== false, options);
  const plan = planTemplates(wanted, account, deletes);
  if (dryRun) return plan;
  return new Sync(context, plan, wanted, { wait, onProgress, options }).apply();
}

function checkAll(definitions: readonly TemplateDefinition[]): void {
  const issues = definitions.flatMap((definition, index) =>
    definitionIssues(definition).map(({ path, message }) => ({
      path: path === "" ? String(index) : `${index}.${path}`,
      message,
    })),
  );
  const all = issues.length > 0 ? issues : duplicateIssues(definitions);
  if (all.length > 0) throw invalid("list of templates", all);
}

/**
 * Requests rare fields only if a definition has them. A few names are looked up one by one; for more, or to find
 * templates without a definition, the whole account is read.
 */
async function readAccount(
  { api }: TemplateContext,
  definitions: readonly TemplateDefinition[],
  isWhole: boolean,
  options: AccountCallOptions,
): Promise<Template[]> {
  const isNeeded = (field: string) => definitions.some((definition) => field in definition);
  const fields = comparedFields.filter((field) => !rareFields.includes(field) || isNeeded(field));
  const whole = { fields: fields.join(","), limit: 100 };
  const names = [...new Set(definitions.map(({ name }) => name))];
  const queries = isWhole || names.length > 5 ? [whole] : names.map((name) => ({ ...whole, name }));
  const found: Template[] = [];
  const edge = templatesPath(api, options);
  for (const query of queries) {
    for await (const template of api.list(edge, { query, expects: isTemplate }, options))
      found.push(template);
  }
  return found;
}

interface SyncSettings {
  wait: boolean;
  onProgress: ((progress: SyncProgress) => void) | undefined;
  options: AccountCallOptions & AppCallOptions;
}

/** Carries out a plan, step by step. Steps that Meta's rules prevent move to `blocked`. */
class Sync {
  readonly #context: TemplateContext;
  readonly #plan: TemplatePlan;
  readonly #definitions: ReadonlyMap<string, TemplateDefinition>;
  readonly #settings: SyncSettings;
  readonly #uploadSamples: UploadSamples;
  readonly #quota: CreationQuota;
  readonly #total: number;
  #done = 0;
  /** The outcome of all remaining steps, set once none of them can succeed. */
  #finalOutcome: SyncOutcome | undefined;

  constructor(
    context: TemplateContext,
    plan: TemplatePlan,
    definitions: readonly TemplateDefinition[],
    settings: SyncSettings,
  ) {
    this.#context = context;
    this.#plan = plan;
    this.#definitions = new Map(definitions.map((definition) => [toTemplateKey(definition), definition]));
    this.#settings = settings;
    this.#uploadSamples = sampleUploader(context);
    const account = context.api.businessAccountId(settings.options);
    this.#quota = findQuota(context.memory.quotas, account, context.clock);
    this.#total = plan.create.length + plan.edit.length + plan.delete.length;
  }

  /** Deletes last: if a step before fails, nothing is lost yet. */
  async apply(): Promise<TemplatePlan> {
    const { create, edit, delete: deletions } = this.#plan;
    this.#plan.edit = await this.#each("edit", edit, (item) => this.#edit(item));
    this.#plan.create = await this.#each("create", create, (item) => this.#create(item));
    this.#plan.delete = await this.#each("delete", deletions, (item) => this.#delete(item));
    return this.#plan;
  }

  /** Carries out one step after the other; returns those that were not blocked. */
  async #each<Item extends Step>(
    action: Action,
    items: readonly Item[],
    act: (item: Item) => Promise<Partial<Item> | Block>,
  ): Promise<Item[]> {
    const kept: Item[] = [];
    for (const item of items) {
      const outcome = await this.#attempt(action, item, act);
      const isBlocked = "code" in outcome;
      if (isBlocked) this.#plan.blocked.push(toBlockedTemplate(action, item, outcome));
      else kept.push({ ...item, ...outcome });
      this.#done += 1;
      this.#settings.onProgress?.({
        action,
        name: item.name,
        language: item.language,
        outcome: isBlocked ? "blocked" : outcome.applied ? "applied" : "failed",
        done: this.#done,
        total: this.#total,
      });
    }
    return kept;
  }

  /** @throws only the signal's reason. */
  async #attempt<Item extends Step>(
    action: Action,
    item: Item,
    act: (item: Item) => Promise<Partial<Item> | Block>,
  ): Promise<Partial<Item> | SyncOutcome | Block> {
    const { signal } = this.#settings.options;
    signal?.throwIfAborted();
    if (this.#finalOutcome !== undefined) return this.#finalOutcome;
    try {
      return await act(item);
    } catch (error) {
      signal?.throwIfAborted();
      const block = findBlock(error, action);
      if (block !== undefined) return block;
      const failed = { applied: false, error };
      if (isHopeless(error)) this.#finalOutcome = failed;
      return failed;
    }
  }

  async #create(item: PlannedCreation): Promise<Partial<PlannedCreation> | Block> {
    const { options } = this.#settings;
    const definition = this.#findDefinition(item);
    for (;;) {
      const block = await this.#awaitQuota(item);
      if (block !== undefined) return block;
      try {
        const created = await postTemplate(this.#context, definition, options, this.#uploadSamples);
        const { id, status, category } = created;
        return { id, status, category, applied: true };
      } catch (error) {
        const refused = findBlock(error, "create");
        if (refused?.code === "exists") return this.#adopt(item, definition, refused);
        if (refused?.code !== "hourly-limit") throw error;
        this.#quota.exhaust(refused.retryAfterMs);
      }
    }
  }

  /** @returns the block, if the quota is used up and `wait` is off. */
  async #awaitQuota({ name, language }: PlannedCreation): Promise<Block | undefined> {
    const { wait, options, onProgress } = this.#settings;
    const waitMs = this.#quota.waitMs();
    if (waitMs === 0) return undefined;
    if (!wait) return { ...hourlyLimit, retryAfterMs: waitMs };
    onProgress?.({
      action: "create",
      name,
      language,
      outcome: "waiting",
      waitMs,
      done: this.#done,
      total: this.#total,
    });
    await this.#context.clock.sleep(waitMs, options.signal);
    return undefined;
  }

  /** Handles a template that exists but was not listed: created a moment ago, perhaps by a call whose answer was lost. */
  async #adopt(
    item: PlannedCreation,
    definition: TemplateDefinition,
    block: Block,
  ): Promise<Partial<PlannedCreation> | Block> {
    const account = await readAccount(this.#context, [definition], false, this.#settings.options);
    const template = account.find((found) => toTemplateKey(found) === toTemplateKey(item));
    if (template === undefined || findDifferences(definition, template).length > 0) return block;
    const { id, status, category } = template;
    return { id, status, category, applied: true };
  }

  async #edit(item: PlannedEdit): Promise<Partial<PlannedEdit>> {
    const changes = toChanges(this.#findDefinition(item), item.changes);
    await postChanges(this.#context, item.id, changes, this.#settings.options, this.#uploadSamples);
    return { applied: true };
  }

  async #delete({ id, name }: PlannedDeletion): Promise<Partial<PlannedDeletion>> {
    await deleteTemplates(this.#context, { name, id }, this.#settings.options);
    return { applied: true };
  }

  #findDefinition(item: Step): TemplateDefinition {
    const definition = this.#definitions.get(toTemplateKey(item));
    if (definition === undefined) throw new TypeError("A step of the plan has no definition.");
    return definition;
  }
}

const hourlyLimit: Block = {
  code: "hourly-limit",
  reason: "100 templates were created within the hour. Sync again later, or pass `wait: true`.",
};

function toBlockedTemplate(action: Action, item: Step, block: Block): BlockedTemplate {
  const { name, language } = item;
  const found = "id" in item && item.id !== undefined ? { id: item.id, status: item.status } : {};
  return {
    ...found,
    name,
    language,
    action,
    ...block,
    ...("changes" in item ? { changes: item.changes } : {}),
  };
}

const isTemplate = hasTexts<Template>("id", "name", "language", "status", "category");
