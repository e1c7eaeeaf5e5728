import { type Guard, hasTexts } from "../../core/endpoint.ts";
import type { Query } from "../../core/pipeline.ts";
import { invalid } from "../../core/validate.ts";
import type { ValidationIssue } from "../../errors.ts";
import { checkValues } from "../../templates/check-values.ts";
import { plainLanguage } from "../../templates/language.ts";
import { findLocator } from "../../templates/locate.ts";
import { type ParsedTemplate, parseTemplate } from "../../templates/parse.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import type { Template } from "../../types/templates/template.ts";
import { nearest } from "../../utils/edit-distance.ts";
import { type Checker, type TemplateContext, templatesPath } from "./context.ts";
import { type CacheOptions, TtlCache } from "./ttl-cache.ts";

/** Templates read within this time are fresh enough to refuse a message, in milliseconds. */
const freshMs = 10_000;

/** How many names are searched for one that is close to a misspelled name. */
const maxNames = 1000;

const fields = "name,language,status,category,components,parameter_format,sub_category,rejected_reason";

/** Checks messages against the account's templates. */
export class TemplateChecker implements Checker {
  readonly #context: TemplateContext;
  readonly #templates: TtlCache<Template[]>;
  readonly #names: TtlCache<string[]>;

  constructor(context: TemplateContext, options: CacheOptions) {
    this.#context = context;
    this.#templates = new TtlCache((name) => this.#read(name), context.clock, options);
    this.#names = new TtlCache(() => this.#readNames(), context.clock, { ...options, maxEntries: 1 });
  }

  /**
   * Never refuses a message because of stale templates: if it does not match the cached ones, they are read again first.
   *
   * @throws `ValidationError`, or the error that reading the account failed with.
   */
  async check(content: TemplateContent, signal: AbortSignal | undefined): Promise<void> {
    const { name } = content;
    const kept = findIssues(content, await this.#templates.get(name, signal));
    if (kept.length === 0) return;
    const templates = await this.#templates.get(name, signal, freshMs);
    const issues = findIssues(content, templates);
    if (issues.length === 0) return;
    const hint = templates.length === 0 ? await this.#didYouMean(name, signal) : "";
    throw invalid(
      `message for template ${name} (${content.language.code})`,
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

  #list<T>(query: Query, expects: Guard<T>) {
    const { api } = this.#context;
    return api.list(templatesPath(api, {}), { query, expects }, {});
  }

  /** Suggests similar names. If they cannot be read, there is no suggestion: the message is refused either way. */
  async #didYouMean(name: string, signal: AbortSignal | undefined): Promise<string> {
    const names = await this.#names.get("", signal, freshMs).catch(() => {
      signal?.throwIfAborted();
      return [];
    });
    const near = nearest(name, names);
    return near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
  }
}

function findIssues(content: TemplateContent, templates: readonly Template[]): ValidationIssue[] {
  if (templates.length === 0)
    return [{ path: "name", message: "is not the name of a template in this account" }];
  const wanted = plainLanguage(content.language.code);
  const template = templates.find(({ language }) => plainLanguage(language) === wanted);
  if (template === undefined) {
    const existing = templates
      .map(({ language }) => language)
      .sort()
      .join(", ");
    return [
      {
        path: "language",
        message: `"${content.language.code}" does not exist for this template; available: ${existing}`,
      },
    ];
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
  return [
    {
      path: "name",
      message: `refers to a template that is ${status}${why}; only approved templates can be sent`,
    },
  ];
}

const isNamed = hasTexts<Template>("name");

const isTemplate = hasTexts<Template>("name", "language", "status");
