import { ApiError, ConfigurationError, isWhatsAppError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import { hmacSha256 } from "../utils/hash.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import type { ApiRequest, Layer } from "./pipeline.ts";

/** Signs each request with the token, and with `appsecret_proof` where the app secret is known. */
export const auth =
  (tokens: TokenSource, proof: ((token: string) => Promise<string>) | undefined): Layer =>
  (next) =>
  async (request) => {
    const token = requireUsable(await abortable(tokens.current(), request.signal));
    const query =
      proof === undefined ? request.query : { ...request.query, appsecret_proof: await proof(token) };
    try {
      return await next({
        ...request,
        query,
        headers: { ...request.headers, ...authorization(request, token) },
      });
    } catch (error) {
      if (isTokenRefused(error)) tokens.expire(token);
      throw error;
    }
  };

/** A refused token is asked for again, once; the repeat waits its turn in the rate limit like any other. */
export const renewToken =
  (tokens: TokenSource): Layer =>
  (next) =>
  async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (!tokens.renewable || !isTokenRefused(error)) throw error;
      return next(request);
    }
  };

/** Meta looks at the token before it does anything: a refusal for it means that nothing was done. */
const isTokenRefused = (error: unknown): boolean =>
  isWhatsAppError(error) && error instanceof ApiError && error.retryClass === "refresh";

const authorization = ({ tokenScheme = "Bearer" }: ApiRequest, token: string) => ({
  authorization: `${tokenScheme} ${token}`,
});

/** Whether a header can carry it: a text without spaces or line breaks. */
export const isToken = (value: unknown): value is string =>
  typeof value === "string" && /^[\x21-\x7e]+$/.test(value);

/** The token itself is never shown. */
function requireUsable(token: unknown): string {
  if (isToken(token)) return token;
  const message =
    "`accessToken` gave no usable token: it must be a non-empty string without spaces or line breaks.";
  throw new ConfigurationError(message, [{ path: "accessToken", message }]);
}

/** Where the access token comes from. */
export interface TokenSource {
  /** The token to use now. */
  current(): Promise<string>;
  /** Forgets this token, so that the next call asks for another. */
  expire(token: string): void;
  /** Whether there is a function to ask again. */
  readonly renewable: boolean;
}

interface AskedToken {
  token: Promise<string>;
  /** Set once the token has arrived. */
  value?: string;
}

/**
 * A fixed token, or a function's. The function is asked once and its answer kept, shared by all calls at the
 * same time, until Meta refuses the token. (Where requests end alone, only an answer that has come is shared.)
 */
export function tokenSource(source: string | (() => string | Promise<string>)): TokenSource {
  if (typeof source === "string") return { current: async () => source, expire: () => {}, renewable: false };
  const isShared = !requestsEndAlone();
  let kept: AskedToken | undefined;
  const ask = () => {
    const asked: AskedToken = { token: Promise.resolve().then(source) };
    kept = asked;
    asked.token.then(
      (value) => {
        asked.value = value;
      },
      () => {
        if (kept === asked) kept = undefined;
      },
    );
    return asked;
  };
  return {
    current: () => (isShared || kept?.value !== undefined ? (kept ?? ask()) : ask()).token,
    expire: (token) => {
      if (kept?.value === token) kept = undefined;
    },
    renewable: true,
  };
}

/**
 * Proves that a call comes from somebody who knows the app secret, not only the token: the HMAC-SHA256 of the
 * token, keyed with the secret, in lower-case hex.
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
