import { hasTexts } from "../../core/answers.ts";
import { paginate } from "../../core/paging.ts";
import { invalid } from "../../core/validate.ts";
import type { ValidationIssue } from "../../errors.ts";
import { checkValues } from "../../templates/check-values.ts";
import { plainLanguage } from "../../templates/language.ts";
import { findLocator } from "../../templates/locate.ts";
import { type ParsedTemplate, parseTemplate } from "../../templates/parse.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import type { Template } from "../../types/templates/template.ts";
import { nearest } from "../../utils/edit-distance.ts";
import { type TemplateContext, templatesEdge } from "./context.ts";
import { Known, type KnownOptions } from "./known.ts";

/** Knowledge younger than this is good enough to refuse a message for. */
const freshMs = 10_000;

/** How many names are looked through for one that was mistyped. */
const maxNames = 1000;

const fields = "name,language,status,category,components,parameter_format,sub_category,rejected_reason";

/** Checks messages against the templates of the account. */
export class Checker {
  readonly #context: TemplateContext;
  readonly #templates: Known<Template[]>;
  readonly #names: Known<string[]>;

  constructor(context: TemplateContext, options: KnownOptions) {
    this.#context = context;
    this.#templates = new Known((name) => this.#read(name), context.clock, options);
    this.#names = new Known(() => this.#readNames(), context.clock, { ...options, maxEntries: 1 });
  }

  /**
   * Nothing is refused on old knowledge: where what is kept does not fit, it is read again first.
   *
   * @throws `ValidationError`, or what the reading failed with.
   */
  async check(content: TemplateContent, signal: AbortSignal | undefined): Promise<void> {
    const { name } = content;
    const kept = issuesOf(content, await this.#templates.get(name, signal));
    if (kept.length === 0) return;
    const templates = await this.#templates.get(name, signal, freshMs);
    const issues = issuesOf(content, templates);
    if (issues.length === 0) return;
    const hint = templates.length === 0 ? await this.#didYouMean(name, signal) : "";
    throw invalid(
      `message of the template ${name} (${content.language.code})`,
      issues.map(({ path, message }) => ({ path, message: message + hint })),
    );
  }

  forget(name: string): void {
    this.#templates.forget(name);
    this.#names.clear();
  }

  clear(): void {
    this.#templates.clear();
    this.#names.clear();
  }

  async #read(name: string): Promise<Template[]> {
    const found: Template[] = [];
    for await (const template of this.#list({ name, fields, limit: 100 }, isTemplate)) {
      if (template.name === name) found.push(template);
    }
    return found;
  }

  async #readNames(): Promise<string[]> {
    const names = new Set<string>();
    for await (const { name } of this.#list({ fields: "name", limit: 200 }, isNamed)) {
      names.add(name);
      if (names.size >= maxNames) break;
    }
    return [...names];
  }

  #list<T>(query: Record<string, string | number>, isItem: (value: unknown) => value is T) {
    return paginate(this.#context.call, { path: templatesEdge(this.#context), query }, isItem);
  }

  /** A hint is no reason to fail for another reason. */
  async #didYouMean(name: string, signal: AbortSignal | undefined): Promise<string> {
    const names = await this.#names.get("", signal, freshMs).catch(() => {
      signal?.throwIfAborted();
      return [];
    });
    const near = nearest(name, names);
    return near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
  }
}

function issuesOf(content: TemplateContent, templates: readonly Template[]): ValidationIssue[] {
  if (templates.length === 0)
    return [{ path: "name", message: "is not the name of a template of this account" }];
  const wanted = plainLanguage(content.language.code);
  const template = templates.find(({ language }) => plainLanguage(language) === wanted);
  if (template === undefined) {
    const existing = templates
      .map(({ language }) => language)
      .sort()
      .join(", ");
    return [{ path: "language", message: `is none that the template exists in: ${existing}` }];
  }
  const locate = findLocator(content);
  const found = checkValues(content, parseOnce(template));
  return [...statusIssues(template), ...found.map(({ path, message }) => ({ path: locate(path), message }))];
}

const parsed = new WeakMap<Template, ParsedTemplate>();

/** Each template that is kept is parsed once. */
function parseOnce(template: Template): ParsedTemplate {
  const known = parsed.get(template) ?? parseTemplate(template, { isComplete: false });
  parsed.set(template, known);
  return known;
}

function statusIssues({ status, rejected_reason }: Template): ValidationIssue[] {
  if (status.toUpperCase() === "APPROVED") return [];
  const isRejected = status === "REJECTED" && rejected_reason !== undefined && rejected_reason !== "NONE";
  const why = isRejected ? ` (${rejected_reason})` : "";
  return [{ path: "name", message: `is ${status}${why}: only approved templates can be sent` }];
}

const isNamed = (value: unknown): value is { name: string } => hasTexts(value, "name");

const isTemplate = (value: unknown): value is Template => hasTexts(value, "name", "language", "status");
