/**
 * Proves that a call comes from somebody who knows the app secret, not only the token: the HMAC-SHA256 of the
 * token, keyed with the secret, in lower-case hex.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function appSecretProof(appSecret: string): (token: string) => Promise<string> {
  let last: { token: string; proof: Promise<string> } | undefined;
  return (token) => {
    if (last?.token !== token) last = { token, proof: hmacHex(appSecret, token) };
    return last.proof;
  };
}

async function hmacHex(key: string, message: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", imported, encoder.encode(message));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
