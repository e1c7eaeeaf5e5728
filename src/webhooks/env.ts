import { ConfigurationError, type ValidationIssue } from "../errors.ts";

const variables = {
  appSecret: "WHATSAPP_APP_SECRET",
  verifyToken: "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
} as const;

/**
 * The secrets of a webhook, from `WHATSAPP_APP_SECRET` and `WHATSAPP_WEBHOOK_VERIFY_TOKEN`.
 *
 * @param env where the variables are. Default: `process.env`.
 * @throws {@link ConfigurationError} naming each variable that is missing or malformed.
 *
 * @example
 * expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } })
 */
export function webhookOptionsFromEnv(
  env: Record<string, string | undefined> = globalThis.process?.env ?? {},
): {
  appSecret: string;
  verifyToken: string;
} {
  const issues = Object.entries(variables).flatMap(([path, variable]): ValidationIssue[] => {
    const problem = problemOf(env[variable]);
    return problem === undefined ? [] : [{ path, message: `${variable} ${problem}` }];
  });
  if (issues.length > 0) {
    throw new ConfigurationError(
      `Invalid webhook options: ${issues.map(({ message }) => message).join("; ")}.`,
      issues,
    );
  }
  return { appSecret: env[variables.appSecret] ?? "", verifyToken: env[variables.verifyToken] ?? "" };
}

function problemOf(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return "is not set";
  return value.trim() === value ? undefined : "has spaces or line breaks around it";
}
