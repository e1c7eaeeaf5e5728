import { type Json, toText } from "../../../utils/json.ts";
import { signPayload } from "../../../webhooks/signature.ts";
import { Refusal } from "../errors.ts";
import type { State } from "../state.ts";

/** The parts of a request that can carry credentials. */
interface Carrier {
  url: URL;
  headers: Headers;
  body: Json;
}

/** Checks the token and its `appsecret_proof`. */
export async function authorize(state: State, carrier: Carrier): Promise<void> {
  const token = findToken(carrier);
  if (token === undefined) {
    throw new Refusal({ code: 190, message: "An access token is required to request this resource." });
  }
  if (token !== state.accessToken) {
    throw new Refusal({ code: 190, message: "Invalid OAuth access token - Cannot parse access token" });
  }
  await checkProof(state, token, findParameter(carrier, "appsecret_proof"));
}

function findToken(carrier: Carrier): string | undefined {
  const header = carrier.headers.get("authorization");
  const inHeader = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header ?? "")?.[1];
  return inHeader ?? findParameter(carrier, "access_token");
}

/** Finds a parameter in the query or the body. */
const findParameter = ({ url, body }: Carrier, name: string): string | undefined =>
  url.searchParams.get(name) ?? toText(body[name]);

/** The proof is the HMAC of the token used in the same call. */
async function checkProof({ settings }: State, token: string, proof: string | undefined): Promise<void> {
  if (proof === undefined && !settings.requireAppSecretProof) return;
  const expected = await signPayload({ rawBody: token, appSecret: settings.appSecret });
  if (`sha256=${proof}` === expected) return;
  const message =
    proof === undefined
      ? "API calls from the server require an appsecret_proof argument"
      : "Invalid appsecret_proof provided in the API argument";
  throw new Refusal({ code: 100, type: "GraphMethodException", message });
}
