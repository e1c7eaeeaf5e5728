import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import type { WebhookHandler } from "../webhooks/handler.ts";
import {
  type Check,
  collectIssues,
  hasMethods,
  nameProblem,
  whenGiven,
} from "../webhooks/invalid-options.ts";
import { readPerson } from "./person.ts";

/** What an assistant wants to do, for the person who is asked. */
export interface Confirmation {
  /** The tool: `whatsapp_send_text`. */
  tool: string;
  /** What it was given. */
  input: unknown;
  /** The question, in words. */
  question: string;
}

/** What assistants may do, and what they see. */
export interface AssistantOptions {
  /**
   * The only people who may be written to: phone numbers with + and country code, or business-scoped user ids. Default:
   * everybody.
   */
  allowedRecipients?: readonly string[] | undefined;
  /** Refuses everything but templates. Default: false. */
  templatesOnly?: boolean | undefined;
  /**
   * How many messages the client's number may send per day (UTC), counted in the client's store: processes that share it
   * share the budget. Default: no limit.
   */
  dailyBudget?: number | undefined;
  /** Checks every message and sends none: results show what would have been sent. Default: false. */
  dryRun?: boolean | undefined;
  /**
   * Whether a person confirms each message and each new template. `true` asks the way the assistant's program offers:
   * elicitation over the Model Context Protocol, `needsApproval` in the AI SDK. Where nobody can be asked, nothing is
   * sent. Your own function decides instead. Default: false.
   */
  confirm?: boolean | ((confirmation: Confirmation) => boolean | Promise<boolean>) | undefined;
  /**
   * The webhook handler of this process, from `createWebhookHandler`. It goes on as before; the last 1,000 events that it
   * receives for the client's number are kept in memory for `whatsapp_recent_messages` and `whatsapp_wait_for_reply`, and
   * to know whose 24-hour window is open.
   */
  handler?: WebhookHandler | undefined;
  /** Receives failures that an assistant is not told in full, such as a bug. Default: `console`. */
  logger?: Pick<Logger, "error"> | undefined;
}

/** The guard rails, checked and with their defaults. */
export interface GuardRails {
  /** Ids of people; `undefined` allows everybody. */
  readonly allowed: ReadonlySet<string> | undefined;
  readonly templatesOnly: boolean;
  readonly dailyBudget: number | undefined;
  readonly dryRun: boolean;
  readonly confirm: AssistantOptions["confirm"];
}

const flag = whenGiven((value) => typeof value === "boolean", "must be true or false");

/** The problem with the value of each option. */
const checks: Readonly<Record<keyof AssistantOptions, Check>> = {
  allowedRecipients: whenGiven(
    (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
    "must be a list of phone numbers or user ids",
  ),
  templatesOnly: flag,
  dailyBudget: whenGiven(
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    "must be a whole number of 0 or more",
  ),
  dryRun: flag,
  confirm: whenGiven(
    (value) => typeof value === "boolean" || typeof value === "function",
    "must be true, false or a function",
  ),
  handler: whenGiven(
    (value) => typeof value === "function" && hasMethods(value, "replyEarly"),
    "must be what `createWebhookHandler` returns; mount it with an adapter, such as `expressHandler(handler)`",
  ),
  logger: whenGiven((value) => hasMethods(value, "error"), "must have the method error"),
};

/**
 * Checks the options. A guard rail that is misspelled would guard nothing.
 *
 * @param more the options of one entry only.
 * @throws {@link ConfigurationError} naming every problem.
 */
export function readGuardRails(
  options: AssistantOptions,
  more: Readonly<Record<string, Check>> = {},
): GuardRails {
  const all: Readonly<Record<string, Check>> = { ...checks, ...more };
  const given = options as Readonly<Record<string, unknown>>;
  const issues = [
    ...collectIssues(all, (path, check) => check(given[path])),
    ...collectIssues(given, (path) => nameProblem(path, "an option", Object.keys(all))),
  ];
  if (issues.length > 0) throw invalidOptions(issues);
  const { allowedRecipients, templatesOnly = false, dailyBudget, dryRun = false, confirm } = options;
  return {
    allowed: allowedRecipients === undefined ? undefined : readPeople(allowedRecipients),
    templatesOnly,
    dailyBudget,
    dryRun,
    confirm,
  };
}

/** The ids of people. */
function readPeople(people: readonly string[]): ReadonlySet<string> {
  const issues: ValidationIssue[] = [];
  const ids = people.map((person, index) => {
    try {
      return readPerson(person, "to").id;
    } catch {
      issues.push({ path: `allowedRecipients.${index}`, message: personForms });
      return "";
    }
  });
  if (issues.length > 0) throw invalidOptions(issues);
  return new Set(ids);
}

const personForms = "must be a phone number with + and country code, or a business-scoped user id";

function invalidOptions(issues: readonly ValidationIssue[]): ConfigurationError {
  const list = issues.map(({ path, message }) => `\`${path}\` ${message}`);
  return new ConfigurationError(`Invalid assistant options: ${list.join("; ")}.`, issues);
}
