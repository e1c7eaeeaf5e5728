import { hmacSha256 } from "../utils/hash.ts";

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
