import { hasTexts } from "../../core/answers.ts";
import { paginate } from "../../core/paging.ts";
import { invalid } from "../../core/validate.ts";
import { definitionIssues } from "../../templates/check-definition.ts";
import { comparedFields, differencesOf, rareFields } from "../../templates/compare.ts";
import { definitionOf } from "../../templates/defined.ts";
import { changesOf, type DeleteChoice, duplicateIssues, keyOf, planTemplates } from "../../templates/plan.ts";
import type { CallOptions } from "../../types/common.ts";
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
import { type Block, blockOf, isHopeless } from "./blocks.ts";
import { type TemplateContext, templatesEdge } from "./context.ts";
import { type FillSamples, sampleUploads } from "./samples.ts";
import { createTemplate, deleteTemplates, editTemplate } from "./write.ts";

/** Options of {@link Templates.sync}. */
export interface SyncOptions extends CallOptions {
  /** Only says what would be done. Default false. */
  dryRun?: boolean | undefined;
  /**
   * Deletes the account's templates that no definition names, or those of them that a function picks. Names of deleted
   * templates stay locked for 30 days. Default false.
   */
  delete?: DeleteChoice | undefined;
  /**
   * Waits when the account has had its 100 new templates in the hour. Default false: what is left is blocked, with the
   * time after which a next sync goes on.
   */
  wait?: boolean | undefined;
  /** Told after each step. */
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
  const wanted = definitions.map(definitionOf);
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
 * Rare fields are asked for only where a definition needs them. A few names are looked up one by one; for many, or to
 * find what no definition names, the whole account is read.
 */
async function readAccount(
  { call, ...context }: TemplateContext,
  definitions: readonly TemplateDefinition[],
  wholly: boolean,
  options: CallOptions,
): Promise<Template[]> {
  const isNeeded = (field: string) => definitions.some((definition) => field in definition);
  const fields = comparedFields.filter((field) => !rareFields.includes(field) || isNeeded(field));
  const query = { fields: fields.join(","), limit: 100 };
  const names = [...new Set(definitions.map(({ name }) => name))];
  const queries = wholly || names.length > 5 ? [query] : names.map((name) => ({ ...query, name }));
  const found: Template[] = [];
  for (const one of queries) {
    const request = { ...options, path: templatesEdge(context), query: one };
    for await (const template of paginate(call, request, isTemplate)) found.push(template);
  }
  return found;
}

interface SyncSettings {
  wait: boolean;
  onProgress: ((progress: SyncProgress) => void) | undefined;
  options: CallOptions;
}

/** Carries a plan out, step by step; what Meta's rules do not let be done moves to `blocked`. */
class Sync {
  readonly #context: TemplateContext;
  readonly #plan: TemplatePlan;
  readonly #definitions: ReadonlyMap<string, TemplateDefinition>;
  readonly #settings: SyncSettings;
  readonly #fillSamples: FillSamples;
  readonly #total: number;
  #done = 0;
  /** What becomes of all that is left, where nothing further can succeed. */
  #hopeless: SyncOutcome | undefined;

  constructor(
    context: TemplateContext,
    plan: TemplatePlan,
    definitions: readonly TemplateDefinition[],
    settings: SyncSettings,
  ) {
    this.#context = context;
    this.#plan = plan;
    this.#definitions = new Map(definitions.map((definition) => [keyOf(definition), definition]));
    this.#settings = settings;
    this.#fillSamples = sampleUploads(context.call, context);
    this.#total = plan.create.length + plan.edit.length + plan.delete.length;
  }

  /** Deletes last: where something before it fails, nothing is lost yet. */
  async apply(): Promise<TemplatePlan> {
    const { create, edit, delete: deletions } = this.#plan;
    this.#plan.edit = await this.#each("edit", edit, (item) => this.#edit(item));
    this.#plan.create = await this.#each("create", create, (item) => this.#create(item));
    this.#plan.delete = await this.#each("delete", deletions, (item) => this.#delete(item));
    return this.#plan;
  }

  /** Does one step after the other, and keeps those that were not blocked. */
  async #each<Item extends Step>(
    action: Action,
    items: readonly Item[],
    act: (item: Item) => Promise<Partial<Item> | Block>,
  ): Promise<Item[]> {
    const kept: Item[] = [];
    for (const item of items) {
      const outcome = await this.#attempt(action, item, act);
      const isBlocked = "code" in outcome;
      if (isBlocked) this.#plan.blocked.push(blockedItem(action, item, outcome));
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

  /** @throws the signal's reason, and nothing else. */
  async #attempt<Item extends Step>(
    action: Action,
    item: Item,
    act: (item: Item) => Promise<Partial<Item> | Block>,
  ): Promise<Partial<Item> | SyncOutcome | Block> {
    const { signal } = this.#settings.options;
    signal?.throwIfAborted();
    if (this.#hopeless !== undefined) return this.#hopeless;
    try {
      return await act(item);
    } catch (error) {
      signal?.throwIfAborted();
      const block = blockOf(error, action);
      if (block !== undefined) return block;
      const failed = { applied: false, error };
      if (isHopeless(error)) this.#hopeless = failed;
      return failed;
    }
  }

  async #create(item: PlannedCreation): Promise<Partial<PlannedCreation> | Block> {
    const { options } = this.#settings;
    const definition = this.#definitionOf(item);
    for (;;) {
      const block = await this.#awaitAllowance(item);
      if (block !== undefined) return block;
      try {
        const created = await createTemplate(this.#context, definition, options, this.#fillSamples);
        const { id, status, category } = created;
        return { id, status, category, applied: true };
      } catch (error) {
        const refused = blockOf(error, "create");
        if (refused?.code === "exists") return this.#recognise(item, definition, refused);
        if (refused?.code !== "hourly-limit") throw error;
        this.#context.memory.allowance.exhaust(refused.retryAfterMs);
      }
    }
  }

  /** @returns what blocks a creation, where it is not to wait for the hour to pass. */
  async #awaitAllowance({ name, language }: PlannedCreation): Promise<Block | undefined> {
    const { clock, memory } = this.#context;
    const { wait, options, onProgress } = this.#settings;
    const waitMs = memory.allowance.waitMs();
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
    await clock.sleep(waitMs, options.signal);
    return undefined;
  }

  /** A template that exists although it was not listed: made a moment ago, perhaps by a call whose answer was lost. */
  async #recognise(
    item: PlannedCreation,
    definition: TemplateDefinition,
    block: Block,
  ): Promise<Partial<PlannedCreation> | Block> {
    const account = await readAccount(this.#context, [definition], false, this.#settings.options);
    const template = account.find((found) => keyOf(found) === keyOf(item));
    if (template === undefined || differencesOf(definition, template).length > 0) return block;
    const { id, status, category } = template;
    return { id, status, category, applied: true };
  }

  async #edit(item: PlannedEdit): Promise<Partial<PlannedEdit>> {
    const changes = changesOf(this.#definitionOf(item), item.changes);
    await editTemplate(this.#context, item.id, changes, this.#settings.options, this.#fillSamples);
    return { applied: true };
  }

  async #delete({ id, name }: PlannedDeletion): Promise<Partial<PlannedDeletion>> {
    await deleteTemplates(this.#context, { name, id }, this.#settings.options);
    return { applied: true };
  }

  #definitionOf(item: Step): TemplateDefinition {
    const definition = this.#definitions.get(keyOf(item));
    if (definition === undefined) throw new TypeError("A step of the plan belongs to no definition.");
    return definition;
  }
}

const hourlyLimit: Block = {
  code: "hourly-limit",
  reason: "100 templates were created within the hour: sync again later, or let it wait.",
};

function blockedItem(action: Action, item: Step, block: Block): BlockedTemplate {
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

const isTemplate = (value: unknown): value is Template =>
  hasTexts(value, "id", "name", "language", "status", "category");
