import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import type {
  FlowErrorNotification,
  FlowRequest,
  FlowResponse,
  FlowSubmission,
} from "../types/flows/endpoint.ts";
import {
  type Check,
  collectIssues,
  hasMethods,
  nameProblem,
  whenGiven,
} from "../webhooks/invalid-options.ts";
import { appSecretProblem, toSecrets } from "../webhooks/signature.ts";
import {
  type FlowPrivateKey,
  importPrivateKeys,
  missingKey,
  type ReadableKey,
  readPrivateKeys,
} from "./private-keys.ts";

/** Answers one kind of request. Throw an `InvalidFlowTokenError` for a token that is no longer valid. */
export type HandleFlow<Request extends FlowRequest = FlowRequest> = (
  request: Request,
) => FlowResponse | Promise<FlowResponse>;

/** Handlers by Meta's actions; `"data_exchange.<SCREEN>"` comes before `data_exchange`. */
export interface FlowHandlers {
  /** The Flow is opened, if its message has `flow_action: "data_exchange"`: returns the first screen. */
  INIT?: HandleFlow | undefined;
  /** A screen with `refresh_on_back` is left: returns the screen before it. */
  BACK?: HandleFlow | undefined;
  /** A screen is submitted, or a component asks for data. */
  data_exchange?: HandleFlow<FlowSubmission> | undefined;
  /** The same for one screen. */
  [screen: `data_exchange.${string}`]: HandleFlow<FlowSubmission> | undefined;
  /** WhatsApp could not use an earlier answer: `data.error` says why. It is acknowledged for you. */
  error?: ((notification: FlowErrorNotification) => unknown) | undefined;
}

/** Options of a Flow endpoint. */
export interface FlowOptions {
  /**
   * The private key: PEM (line breaks may be written as `\n`) or `CryptoKey`; several while you change it.
   * `createFlowKeys` makes one.
   */
  privateKey: FlowPrivateKey | readonly FlowPrivateKey[];
  /** For an encrypted key. Runtimes without Node.js's crypto cannot read those. */
  passphrase?: string | undefined;
  /** The secret of the app that is connected to the Flow: it signs the requests. Pass several while you rotate it. */
  appSecret: string | readonly string[];
  /** Handlers by action. */
  on?: FlowHandlers | undefined;
  /** Takes the requests for which `on` has no handler. */
  onRequest?: HandleFlow | undefined;
  /**
   * Called when a handler threw, returned no answer, or none fits; the response is then 500. Default: one line to
   * `logger`.
   */
  onError?: ((error: unknown, request: FlowRequest | undefined) => unknown) | undefined;
  /** The largest accepted body, in bytes. Default: 10 MB, Meta's limit. */
  maxBodyBytes?: number | undefined;
  /** Receives refusals, and failures if there is no `onError`. Default: `console`. */
  logger?: Pick<Logger, "warn" | "error"> | undefined;
}

/** The options with all defaults filled in. */
export interface ResolvedFlowOptions {
  /** The keys, imported at their first use. */
  keys: () => Promise<readonly CryptoKey[]>;
  appSecret: readonly string[];
  on: ReadonlyMap<string, ((request: never) => unknown) | undefined>;
  onRequest: HandleFlow | undefined;
  onError: FlowOptions["onError"];
  maxBodyBytes: number;
  logger: Pick<Logger, "warn" | "error">;
}

const handler = whenGiven((value) => typeof value === "function", "must be a function");

/** Finds the problem with the value of each option; a key that is there is read apart. */
const checks: Readonly<Record<keyof FlowOptions, Check>> = {
  privateKey: (value) => (value === undefined ? missingKey : undefined),
  passphrase: whenGiven((value) => typeof value === "string", "must be text"),
  appSecret: appSecretProblem,
  on: whenGiven(
    (value) => typeof value === "object" && !Array.isArray(value),
    "must be an object of functions",
  ),
  onRequest: handler,
  onError: handler,
  maxBodyBytes: whenGiven((value) => typeof value === "number" && value > 0, "must be a number above 0"),
  logger: whenGiven((value) => hasMethods(value, "warn", "error"), "must have the methods warn and error"),
};

const actions = ["INIT", "BACK", "data_exchange", "error"];

const actionProblem = (name: string): string | undefined =>
  /^data_exchange\../.test(name) ? undefined : nameProblem(name, "an action", actions);

/** Fills in the defaults, reads the keys, and names every option that is wrong in a `ConfigurationError`. */
export function resolveFlowOptions(options: FlowOptions): ResolvedFlowOptions {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const issues = [
    ...collectIssues(checks, (name, check) => check(given[name])),
    ...collectIssues(given, (name) => nameProblem(name, "an option", Object.keys(checks))),
    ...collectIssues<unknown>(
      { ...options?.on },
      (name, value) => actionProblem(name) ?? handler(value),
      "on.",
    ),
  ];
  if (issues.length > 0) throw invalidFlowOptions(issues);
  const { onRequest, onError, maxBodyBytes = 10 * 1024 * 1024, logger = console } = options;
  const keys = importOnce(readPrivateKeys(options.privateKey, options.passphrase));
  const on = new Map(Object.entries(options.on ?? {}));
  return { keys, appSecret: toSecrets(options.appSecret), on, onRequest, onError, maxBodyBytes, logger };
}

/** Keeps the keys but not the promise of them: on Workers, a promise may end with the request that made it. */
function importOnce(readable: readonly ReadableKey[]): () => Promise<readonly CryptoKey[]> {
  let imported: readonly CryptoKey[] | undefined;
  return async () => {
    imported ??= await importPrivateKeys(readable);
    return imported;
  };
}

function invalidFlowOptions(issues: readonly ValidationIssue[]): ConfigurationError {
  const list = issues.map(({ path, message }) => `\`${path}\` ${message}`).join("; ");
  return new ConfigurationError(`Invalid Flow options: ${list}.`, issues);
}
