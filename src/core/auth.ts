import { ApiError, ConfigurationError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import { hmacSha256 } from "../utils/hash.ts";
import { keepRecent } from "../utils/keep-recent.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import { within } from "../utils/within.ts";
import type { AccessTokenContext, ApiRequest, Layer } from "./pipeline.ts";

/**
 * Signs each request with the token, and with `appsecret_proof` if the app secret is known. A call's own
 * `authorization` header replaces the token; with an empty one, the call carries none.
 */
export const auth =
  (tokens: TokenSource, proof: ((token: string) => Promise<string>) | undefined): Layer =>
  (next) =>
  async (request) => {
    const own = findAuthorization(request);
    const others = withoutAuthorization(request);
    if (own === "") return next({ ...request, headers: others });
    const token = own?.split(" ").at(-1) ?? (await abortable(tokens.current(request.owner), request.signal));
    const proved = proof === undefined ? request : prove(request, await proof(token));
    const headers = {
      ...others,
      authorization: own ?? `${request.tokenScheme ?? "Bearer"} ${token}`,
    };
    try {
      return await next({ ...proved, headers });
    } catch (error) {
      if (own === undefined && isTokenRefused(error, request)) tokens.expire(token, request.owner);
      throw error;
    }
  };

function prove<T>(request: ApiRequest<T>, appsecret_proof: string): ApiRequest<T> {
  const query = { ...request.query, appsecret_proof };
  if (!request.provesToken) return { ...request, query };
  const form = [...(request.body as URLSearchParams), ["appsecret_proof", appsecret_proof]];
  return { ...request, query, body: new URLSearchParams(form) };
}

/** Gets a new token after a refusal, once; the repeat waits for its turn in the rate limit like any other call. */
export const renewToken =
  (tokens: TokenSource): Layer =>
  (next) =>
  async (request) => {
    try {
      return await next(request);
    } catch (error) {
      const isRenewable = tokens.renewable && findAuthorization(request) === undefined;
      if (!isRenewable || !isTokenRefused(error, request)) throw error;
      return next(request);
    }
  };

/** Meta checks the token before it does anything, so after such a refusal nothing has been done. */
const isTokenRefused = (error: unknown, { signal }: ApiRequest): boolean =>
  signal?.aborted !== true && error instanceof ApiError && error.retryClass === "refresh";

const isAuthorization = (name: string): boolean => name.toLowerCase() === "authorization";

const findAuthorization = ({ headers = {} }: ApiRequest): string | undefined =>
  Object.entries(headers).find(([name, value]) => isAuthorization(name) && value !== undefined)?.[1];

/** Headers without the one that carries a token. */
export const withoutAuthorization = ({ headers = {} }: Pick<ApiRequest, "headers">): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isAuthorization(name)));

/** Whether a value can be sent as a token: a non-empty string without spaces or line breaks. */
export const isToken = (value: unknown): value is string =>
  typeof value === "string" && /^[\x21-\x7e]+$/.test(value);

/** An access token, or a function that returns the token of an account. */
export type AccessToken = string | ((context: AccessTokenContext) => string | Promise<string>);

/** How many accounts' tokens are kept; beyond that, the one that was used longest ago is asked for again. */
const maxAccounts = 10_000;

/**
 * Waits for what the token function returned.
 *
 * @throws {@link ConfigurationError} if it takes too long, or returns something else; whatever the function throws.
 */
async function receive(asked: Promise<string>): Promise<string> {
  const token = await within(30_000, asked, () => invalidToken("did not return a token within 30 seconds"));
  if (isToken(token)) return token;
  throw invalidToken("must be a token without spaces or line breaks, or a function that returns one");
}

const invalidToken = (message: string): ConfigurationError =>
  new ConfigurationError(`Invalid token: \`accessToken\` ${message}.`, [{ path: "accessToken", message }]);

/** Where access tokens come from. */
export interface TokenSource {
  /** The token to use now. */
  current(owner?: AccessTokenContext): Promise<string>;
  /** Forgets this token, so the next call asks for a new one. */
  expire(token: string, owner?: AccessTokenContext): void;
  /** Whether a new token can be had. */
  readonly renewable: boolean;
}

interface AskedToken {
  token: Promise<string>;
  /** Set once the token has arrived. */
  value?: string;
}

/**
 * A fixed token, or those that a function returns. The function is called once per account, and all calls about the
 * account share its token until Meta refuses it; a failure, or an answer without a token, is not kept. (Where requests
 * end alone, a token is shared only once it has arrived.)
 */
export function tokenSource(source: AccessToken): TokenSource {
  if (typeof source === "string") return { current: async () => source, expire: () => {}, renewable: false };
  const isShared = !requestsEndAlone();
  const kept = new Map<string, AskedToken>();
  const ask = (account: string, owner: AccessTokenContext): AskedToken => {
    const asked: AskedToken = { token: receive(Promise.resolve().then(() => source(owner))) };
    asked.token.then(
      (value) => {
        asked.value = value;
      },
      () => {
        if (kept.get(account) === asked) kept.delete(account);
      },
    );
    return asked;
  };
  return {
    current: (owner = {}) => {
      const account = toAccount(owner);
      const known = kept.get(account);
      const isUsable = known !== undefined && (isShared || known.value !== undefined);
      return keepRecent(kept, account, isUsable ? known : ask(account, owner), maxAccounts).token;
    },
    expire: (token, owner = {}) => {
      const account = toAccount(owner);
      if (kept.get(account)?.value === token) kept.delete(account);
    },
    renewable: true,
  };
}

/** Numbers of one account share its token. */
const toAccount = ({ businessAccountId, phoneNumberId }: AccessTokenContext): string =>
  businessAccountId ?? phoneNumberId ?? "";

/**
 * Proves that the caller knows the app secret, not just the token: the HMAC-SHA256 of the token, keyed with the
 * secret, in lowercase hex.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function appSecretProof(appSecret: string): (token: string) => Promise<string> {
  let last: { token: string; proof: Promise<string> } | undefined;
  return (token) => {
    if (last?.token !== token) last = { token, proof: Promise.resolve(hmacSha256(appSecret, token)) };
    return last.proof;
  };
}
