import * as z from "zod/mini";
import { type AccessToken, isToken } from "./core/auth.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import { isSupportedCountry } from "./core/phone-number.ts";
import type { AccessTokenContext, Layer } from "./core/pipeline.ts";
import type { RateLimitSettings } from "./core/rate-limit/send-scheduler.ts";
import type { RetrySettings } from "./core/retry.ts";
import type { Fetch } from "./core/transport/fetch.ts";
import { findIssues, findUnknownKeys, invalid } from "./core/validate.ts";
import { graphApiVersion } from "./core/version.ts";
import { ConfigurationError, type ValidationIssue } from "./errors.ts";
import { memoryStore } from "./store/memory-store.ts";
import type { Store } from "./store/store.ts";
import { duration, wholeNumber } from "./types/checks.ts";
import type { Logger } from "./types/common.ts";
import { fieldsFirstProblem, takesFieldsFirst } from "./utils/log.ts";
import { missingVariablesHint } from "./utils/missing-variables.ts";
import { once } from "./utils/once.ts";

/** How failed calls are repeated. */
export interface RetryOptions {
  /** The total number of attempts, including the first. Default 5. */
  attempts?: number | undefined;
  /** The upper bound of the first delay, in milliseconds. It doubles with each attempt, and each delay is random below it. Default 1000. */
  minDelayMs?: number | undefined;
  /**
   * The longest delay, in milliseconds. If Meta asks for a longer one, the call rejects with it in
   * `ApiError.retryAfterMs`, also if it only waits for its turn to send. Default 60 000.
   */
  maxDelayMs?: number | undefined;
  /** Whether to also repeat sends whose outcome is unknown; customers may then receive a message twice. Default false. */
  ambiguous?: boolean | undefined;
}

/** How fast each phone number sends. All clients of the process with the same `baseUrl` and `fetch` share the pace. */
export interface RateLimitOptions {
  /**
   * Messages per second and phone number; Meta allows 80, or 1000 after an upgrade. If clients that send from the same
   * number differ, the lowest counts. Default 80.
   */
  messagesPerSecond?: number | undefined;
  /** How many messages may wait per phone number; any more reject with a `QueueFullError`. Default 10 000. */
  maxQueue?: number | undefined;
}

/**
 * The options of a {@link WhatsAppClient}: who sends, or whose templates it manages, and how. You may omit
 * `phoneNumberId` if you pass a `businessAccountId`; calls that need a number then reject with a `ConfigurationError`.
 */
export type WhatsAppClientOptions = SharedOptions & (SenderOptions | AccountOptions);

/** The number that sends, and its account. */
export interface SenderOptions {
  /** The id of the business phone number that sends, not the number itself. */
  phoneNumberId: string;
  /** The id of the WhatsApp Business Account; required for templates. */
  businessAccountId?: string | undefined;
}

/** An account without a number, which is enough for templates. */
export interface AccountOptions {
  /** Omit it. */
  phoneNumberId?: undefined;
  /** The id of the WhatsApp Business Account. */
  businessAccountId: string;
}

/** All options of a client but its sender. */
export interface SharedOptions {
  /**
   * The access token, or a function that returns it within 30 seconds: called once per account, and again when Meta
   * rejects the token. With many accounts, it is told whose token is needed: `({ businessAccountId }) => …`. Choose by the
   * account, not by the number: all numbers of an account share the token, and `withPhoneNumber` alone keeps the account.
   */
  accessToken: string | ((context: AccessTokenContext) => string | Promise<string>);
  /** The id of the Meta app; required to upload sample media for templates. */
  appId?: string | undefined;
  /**
   * The Messaging account that is billed for messages and calls; sent as their `messaging_account_id`. Only needed if
   * the token can send from the number for more than one account. Default: none.
   */
  messagingAccountId?: string | undefined;
  /** The app secret. If set, each call carries an `appsecret_proof`. */
  appSecret?: string | undefined;
  /** The Graph API version. Default `v26.0`. */
  apiVersion?: string | undefined;
  /** The base URL of the Graph API. Default `https://graph.facebook.com`. */
  baseUrl?: string | undefined;
  /** The country, as two capital letters, that national phone numbers belong to. Default: none; numbers then need their country code. */
  defaultCountry?: string | undefined;
  /** How long one attempt may take, in milliseconds. Default 30 000. */
  timeoutMs?: number | undefined;
  /** Whether to generate a `biz_opaque_callback_data` for sends without one. Default true. */
  correlate?: boolean | undefined;
  /** How failed calls are repeated; `false` to never repeat them. */
  retry?: RetryOptions | false | undefined;
  /** How fast each phone number sends; `false` for no limit. */
  rateLimit?: RateLimitOptions | false | undefined;
  /**
   * The function that sends requests, called as `fetch(url, init)`: `undici` and `node-fetch` from npm work too.
   * Whatever it throws, a send may have left, and rejects with an `AmbiguousSendError`. Default: the runtime's `fetch`.
   */
  fetch?: Fetch | undefined;
  /**
   * Where sends with an `idempotencyKey`, and replies to webhook events, are remembered. Default: `memoryStore()`, which
   * lasts as long as the process; several processes and serverless functions need a shared one. Also pass it to the
   * webhook handler: `store: whatsapp.store`.
   */
  store?: Store | undefined;
  /** Where the library logs what it does: `console`, or pino by `pinoLogger(pino)`. Default: nowhere. */
  logger?: Logger | undefined;
  /** Your own layers around each call, outermost first. */
  layers?: readonly Layer[] | undefined;
  /** The source of time and randomness, for tests. */
  clock?: Clock | undefined;
}

/** The options with all defaults filled in. */
export interface ResolvedOptions {
  accessToken: AccessToken;
  phoneNumberId: string | undefined;
  businessAccountId: string | undefined;
  appId: string | undefined;
  messagingAccountId: string | undefined;
  appSecret: string | undefined;
  apiVersion: string;
  baseUrl: string;
  defaultCountry: string | undefined;
  timeoutMs: number;
  correlate: boolean;
  retry: RetrySettings;
  rateLimit: RateLimitSettings | undefined;
  fetch: Fetch | undefined;
  store: Store;
  logger: Logger | undefined;
  layers: readonly Layer[];
  clock: Clock;
}

/** The environment variable of each option that has one. */
const variables = {
  accessToken: "WHATSAPP_ACCESS_TOKEN",
  phoneNumberId: "WHATSAPP_PHONE_NUMBER_ID",
  businessAccountId: "WHATSAPP_BUSINESS_ACCOUNT_ID",
  appId: "WHATSAPP_APP_ID",
  appSecret: "WHATSAPP_APP_SECRET",
  apiVersion: "WHATSAPP_API_VERSION",
  baseUrl: "WHATSAPP_API_BASE_URL",
} as const satisfies Partial<Record<keyof ResolvedOptions, string>>;

type VariableOption = keyof typeof variables;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {@link ConfigurationError} naming every option that is missing, malformed or unknown, and its variable.
 */
export function resolveOptions(options: WhatsAppClientOptions): ResolvedOptions {
  checkOptions(options);
  const { retry, rateLimit } = options;
  return {
    accessToken: options.accessToken,
    phoneNumberId: options.phoneNumberId,
    businessAccountId: options.businessAccountId,
    appId: options.appId,
    messagingAccountId: options.messagingAccountId,
    appSecret: options.appSecret,
    apiVersion: options.apiVersion ?? graphApiVersion,
    baseUrl: options.baseUrl ?? "https://graph.facebook.com",
    defaultCountry: options.defaultCountry,
    timeoutMs: options.timeoutMs ?? 30_000,
    correlate: options.correlate ?? true,
    retry: {
      attempts: retry === false ? 1 : (retry?.attempts ?? 5),
      minDelayMs: (retry || undefined)?.minDelayMs ?? 1000,
      maxDelayMs: (retry || undefined)?.maxDelayMs ?? 60_000,
      ambiguous: (retry || undefined)?.ambiguous ?? false,
    },
    rateLimit:
      rateLimit === false
        ? undefined
        : { messagesPerSecond: rateLimit?.messagesPerSecond ?? 80, maxQueue: rateLimit?.maxQueue ?? 10_000 },
    fetch: options.fetch,
    store: options.store ?? memoryStore(),
    logger: options.logger,
    layers: options.layers ?? [],
    clock: options.clock ?? systemClock,
  };
}

/** The options set in the environment; an empty variable counts as not set. */
export function optionsFromEnv(
  env: Record<string, string | undefined>,
): Partial<Record<VariableOption, string>> {
  const found = Object.entries(variables).map(([option, variable]) => [option, env[variable] || undefined]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/**
 * The options set in the environment, with `overrides` taking precedence.
 *
 * @throws {@link ConfigurationError} also if only `phoneNumberId` is missing: better at startup than at the first send.
 */
export function optionsWithEnv(
  overrides: Partial<WhatsAppClientOptions>,
  env: Record<string, string | undefined>,
): WhatsAppClientOptions {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const options: Record<string, unknown> = { ...optionsFromEnv(env), ...given };
  const isIncomplete = options.accessToken === undefined || options.phoneNumberId === undefined;
  checkOptions(options, optionsSchema(), isIncomplete ? missingVariablesHint(env, "receive") : "");
  return options;
}

function checkOptions(
  options: unknown,
  schema: z.ZodMiniType = chooseSchema(options),
  hint = "",
): asserts options is WhatsAppClientOptions {
  const issues = [...findIssues(schema, options), ...findUnknownOptions(options ?? {})];
  if (issues.length > 0) throw configurationError(issues, hint);
}

function configurationError(found: readonly ValidationIssue[], hint: string): ConfigurationError {
  const issues = found.map(({ path, message }) => {
    const variable = variables[path as VariableOption];
    const remedy = variable === undefined ? "" : ` (environment variable: ${variable})`;
    return { path, message: `${message}${remedy}${findAlternative(path, message)}` };
  });
  return new ConfigurationError(invalid("client options", issues).message + hint, issues);
}

/** An account is enough for what sends nothing, and for a platform, whose calls name the number. */
const findAlternative = (path: string, message: string): string =>
  path === "phoneNumberId" && message.startsWith("is missing")
    ? "; `new WhatsAppClient` takes a `businessAccountId` instead"
    : "";

/** A misspelled option would otherwise be ignored silently. */
function findUnknownOptions(options: Partial<WhatsAppClientOptions>): ValidationIssue[] {
  return [
    ...findUnknownKeys(options, Object.keys(optionsSchema().shape), ""),
    ...findUnknownKeys(options.retry, Object.keys(retryShape()), "retry"),
    ...findUnknownKeys(options.rateLimit, Object.keys(rateLimitShape()), "rateLimit"),
  ];
}

const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));

const id = (what: string) => matching(/^\d{1,40}$/, `must be the id of ${what}: digits only`);
const phoneNumberId = () => id("a business phone number, not the phone number itself");

/** Settings, or `false` to turn the feature off. */
const orOff = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.optional(z.union([z.literal(false), z.object(shape)]));

const callable = () =>
  z.custom<(...input: never[]) => unknown>((value) => typeof value === "function", {
    error: "must be a function",
  });

/** A logger of another kind would lose what is said, or the error that comes with it. */
const logger = () =>
  z
    .looseObject({ debug: callable(), info: callable(), warn: callable(), error: callable() })
    .check(z.refine((value) => !takesFieldsFirst(value), { error: fieldsFirstProblem }));

const retryShape = once(
  () =>
    ({
      attempts: z.optional(wholeNumber(1)),
      minDelayMs: z.optional(duration(0)),
      maxDelayMs: z.optional(duration(0)),
      ambiguous: z.optional(z.boolean()),
    }) satisfies Record<keyof RetrySettings, z.ZodMiniType>,
);

const rateLimitShape = once(
  () =>
    ({
      messagesPerSecond: z.optional(wholeNumber(1)),
      maxQueue: z.optional(wholeNumber(1)),
    }) satisfies Record<keyof RateLimitSettings, z.ZodMiniType>,
);

const optionsSchema = once(() =>
  z.object({
    accessToken: z.custom((value) => typeof value === "function" || isToken(value), {
      error: (issue) =>
        issue.input === undefined
          ? "is missing"
          : "must be a token without spaces or line breaks, or a function that returns one",
    }),
    phoneNumberId: phoneNumberId(),
    businessAccountId: z.optional(id("a WhatsApp Business Account")),
    appId: z.optional(id("a Meta app")),
    messagingAccountId: z.optional(id("a Messaging account")),
    appSecret: z.optional(matching(/^\S+$/, "must be the app secret, without spaces or line breaks")),
    apiVersion: z.optional(matching(/^v\d+\.\d+$/, "must look like v26.0")),
    baseUrl: z.optional(
      matching(/^https?:\/\/[^\s?#]+$/i, "must be an http or https URL without a query string").check(
        z.refine((url) => !/\/v\d+\.\d+(\/|$)/i.test(url), {
          error: "must not contain a version: set `apiVersion` instead",
        }),
      ),
    ),
    defaultCountry: z.optional(
      z.string().check(
        z.refine(isSupportedCountry, {
          error: "must be a country code in two capital letters, such as US",
        }),
      ),
    ),
    timeoutMs: z.optional(duration(1)),
    correlate: z.optional(z.boolean()),
    retry: orOff(retryShape()),
    rateLimit: orOff(rateLimitShape()),
    fetch: z.optional(callable()),
    store: z.optional(z.looseObject({ get: callable(), set: callable(), delete: callable() })),
    logger: z.optional(logger()),
    layers: z.optional(z.array(callable())),
    clock: z.optional(z.unknown()),
  } satisfies Record<keyof ResolvedOptions, z.ZodMiniType>),
);

const chooseSchema = (options: unknown) =>
  (options as WhatsAppClientOptions | undefined)?.businessAccountId === undefined
    ? optionsSchema()
    : accountOptionsSchema();

/** Without a sender: enough to manage templates. */
const accountOptionsSchema = once(() =>
  z.extend(optionsSchema(), { phoneNumberId: z.optional(phoneNumberId()) }),
);
