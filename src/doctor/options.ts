import type { WebhookErrorLike } from "../core/api-error.ts";
import { findUnknownKeys, invalid } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import type { Recipient } from "../types/recipients.ts";
import { durationProblem } from "../utils/duration.ts";

/** What `client.doctor` looks at beside token, account and number. */
export interface DoctorOptions {
  /**
   * The URL that Meta posts webhooks to. It is asked for its challenge, and gets signed and unsigned test events of the
   * unknown field `wacloud_doctor`, which contain no message: a bot has nothing to answer.
   */
  webhook?: string | URL | undefined;
  /** The verify token of the webhook. Without it, the challenge is not checked. */
  verifyToken?: string | undefined;
  /** The secret that the webhook verifies signatures with. Default: the client's `appSecret`. */
  appSecret?: string | undefined;
  /** How long the webhook may take to answer, in milliseconds. Default 10 000. */
  webhookTimeoutMs?: number | undefined;
  /** Somebody who is sent {@link DoctorOptions.template}. Meta charges for it as for any message. Default: nothing is sent. */
  sendTo?: Recipient | undefined;
  /** An approved template without parameters. Default `hello_world` in `en_US`, which every account starts with. */
  template?: { name: string; language: string } | undefined;
  /**
   * Resolves with the next status of a message that was sent, as `event.status` of your webhook handler has it. Default:
   * none; the doctor then reports that Meta accepted the message, and that delivery is reported in webhooks.
   */
  waitForStatus?: ((messageId: string) => Promise<ReportedStatus>) | undefined;
  /** How long to wait for that status, in milliseconds. Default 30 000. */
  statusTimeoutMs?: number | undefined;
  /** Ends the examination: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** A status as webhooks report it. */
export interface ReportedStatus {
  /** `sent`, `delivered`, `read`, `failed`. */
  status: string;
  /** Why the message failed. */
  errors?: readonly WebhookErrorLike[] | undefined;
}

/** Options with their defaults. */
export interface Asked extends Omit<DoctorOptions, "webhook"> {
  webhook: URL | undefined;
  webhookTimeoutMs: number;
  statusTimeoutMs: number;
  template: { name: string; language: string };
}

const known = [
  "webhook",
  "verifyToken",
  "appSecret",
  "webhookTimeoutMs",
  "sendTo",
  "template",
  "waitForStatus",
  "statusTimeoutMs",
  "signal",
] as const satisfies (keyof DoctorOptions)[];

/**
 * Fills in the defaults.
 *
 * @throws `ValidationError` naming each option that is unknown or malformed.
 */
export function readOptions(options: DoctorOptions): Asked {
  const { webhook, webhookTimeoutMs = 10_000, statusTimeoutMs = 30_000 } = options;
  const isUrl = webhook === undefined || isWebAddress(String(webhook));
  const issues = [
    ...findUnknownKeys(options, known),
    ...(isUrl
      ? []
      : [{ path: "webhook", message: "must be an http or https URL, without user name and password" }]),
    ...findDurationIssues({ webhookTimeoutMs, statusTimeoutMs }),
  ];
  if (issues.length > 0) throw invalid("doctor options", issues);
  const url = webhook === undefined ? undefined : new URL(webhook);
  const template = options.template ?? { name: "hello_world", language: "en_US" };
  return { ...options, webhook: url, webhookTimeoutMs, statusTimeoutMs, template };
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password === "";
}

const findDurationIssues = (durations: Record<string, number>): ValidationIssue[] =>
  Object.entries(durations).flatMap(([path, value]) => {
    const message = durationProblem(value, { min: 1 });
    return message === undefined ? [] : [{ path, message }];
  });
