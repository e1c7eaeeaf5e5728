import { ApiError, ConfigurationError, isWhatsAppError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import type { ApiRequest, Layer } from "./pipeline.ts";
import type { Tokens } from "./tokens.ts";

/** Signs each request with the token, and with `appsecret_proof` where the app secret is known. */
export const auth =
  (tokens: Tokens, proof: ((token: string) => Promise<string>) | undefined): Layer =>
  (next) =>
  async (request) => {
    const token = usable(await abortable(tokens.current(), request.signal));
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
  (tokens: Tokens): Layer =>
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

/** A header cannot carry line breaks or what is no string; the token itself is never shown. */
function usable(token: unknown): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  const message =
    "`accessToken` gave no usable token: it must be a non-empty string without spaces or line breaks.";
  throw new ConfigurationError(message, [{ path: "accessToken", message }]);
}
