import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import { missingVariablesHint } from "../utils/missing-variables.ts";

const variables = {
  appSecret: "WHATSAPP_APP_SECRET",
  verifyToken: "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
} as const;

/**
 * Reads the secrets of a webhook from `WHATSAPP_APP_SECRET` and `WHATSAPP_WEBHOOK_VERIFY_TOKEN`.
 *
 * @param env the object that holds the variables. On Cloudflare Workers, pass `env`. Default: `process.env`.
 * @throws {@link ConfigurationError} naming every variable that is missing or malformed.
 *
 * @example
 * expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function webhookOptionsFromEnv(env: object = globalThis.process?.env ?? {}): {
  appSecret: string;
  verifyToken: string;
} {
  const values = env as Readonly<Record<string, unknown>>;
  const issues = Object.entries(variables).flatMap(([path, variable]): ValidationIssue[] => {
    const problem = findProblem(values[variable]);
    return problem === undefined ? [] : [{ path, message: `${variable} ${problem}` }];
  });
  if (issues.length > 0) {
    const list = issues.map(({ message }) => message);
    const hint = list.some((message) => message.endsWith("is not set"))
      ? missingVariablesHint(env, "send")
      : "";
    throw new ConfigurationError(`Invalid webhook environment: ${list.join("; ")}.${hint}`, issues);
  }
  const { appSecret, verifyToken } = variables;
  return { appSecret: String(values[appSecret]), verifyToken: String(values[verifyToken]) };
}

function findProblem(value: unknown): string | undefined {
  if (value === undefined || value === "") return "is not set";
  if (typeof value !== "string") return "must be a string";
  return value.trim() === value ? undefined : "has leading or trailing whitespace: remove it";
}
