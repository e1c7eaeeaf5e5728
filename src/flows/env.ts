import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import { breakLines } from "./private-keys.ts";

/** What {@link flowOptionsFromEnv} returns. */
export interface FlowSecrets {
  /** From `WHATSAPP_FLOW_PRIVATE_KEY`. */
  privateKey: string;
  /** From `WHATSAPP_FLOW_PASSPHRASE`, if that is set. */
  passphrase?: string;
  /** From `WHATSAPP_APP_SECRET`. */
  appSecret: string;
}

const variables = { privateKey: "WHATSAPP_FLOW_PRIVATE_KEY", appSecret: "WHATSAPP_APP_SECRET" } as const;
const passphraseVariable = "WHATSAPP_FLOW_PASSPHRASE";

/**
 * Reads the secrets of a Flow endpoint from `WHATSAPP_FLOW_PRIVATE_KEY` (PEM; line breaks may be written as `\n`),
 * `WHATSAPP_FLOW_PASSPHRASE` (if the key is encrypted) and `WHATSAPP_APP_SECRET`.
 *
 * @param env the object that holds the variables. On Cloudflare Workers, pass `env`. Default: `process.env`.
 * @throws {@link ConfigurationError} naming every variable that is missing.
 *
 * @example
 * expressFlow({ ...flowOptionsFromEnv(), on: { INIT: () => ({ screen: "DATE", data: { slots } }) } });
 */
export function flowOptionsFromEnv(env: object = globalThis.process?.env ?? {}): FlowSecrets {
  const values = env as Readonly<Record<string, unknown>>;
  const issues = Object.entries(variables).flatMap(([path, variable]): ValidationIssue[] =>
    isSet(values[variable]) ? [] : [{ path, message: `${variable} is not set` }],
  );
  if (issues.length > 0) {
    const list = issues.map(({ message }) => message).join("; ");
    throw new ConfigurationError(`Invalid Flow environment: ${list}.`, issues);
  }
  const passphrase = values[passphraseVariable];
  return {
    privateKey: breakLines(String(values[variables.privateKey])),
    ...(isSet(passphrase) ? { passphrase } : {}),
    appSecret: String(values[variables.appSecret]),
  };
}

const isSet = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
