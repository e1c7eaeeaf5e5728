import { type Json, toText } from "../../../utils/json.ts";
import { signPayload } from "../../../webhooks/signature.ts";
import { type AccessToken, findInvalidity, findToken } from "../access-tokens.ts";
import { Refusal, refuse } from "../errors.ts";
import type { State } from "../state.ts";
import type { Route } from "./router.ts";

/** The parts of a request that can carry credentials. */
interface Carrier {
  url: URL;
  headers: Headers;
  body: Json;
}

/** Checks the token and its `appsecret_proof`. Returns the token. */
export async function authorize(state: State, carrier: Carrier): Promise<AccessToken> {
  const given = readToken(carrier);
  if (given === undefined) {
    throw new Refusal({ code: 190, message: "An access token is required to request this resource." });
  }
  const token = findToken(state, given);
  if (token === undefined) {
    throw new Refusal({ code: 190, message: "Invalid OAuth access token - Cannot parse access token" });
  }
  const invalidity = findInvalidity(token, state.now());
  if (invalidity !== undefined) throw invalidity;
  await checkProof(state, given, findParameter(carrier, "appsecret_proof"));
  return token;
}

function readToken(carrier: Carrier): string | undefined {
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

const messaging = "whatsapp_business_messaging";
const management = "whatsapp_business_management";

/** Checks what the token may do, and whether it reaches the account that the node belongs to. */
export function checkPermission(state: State, token: AccessToken, route: Route, id: string): void {
  const { permission = "management" } = route;
  if (permission === "none") return;
  checkScopes(new Set(token.scopes), permission);
  const account = findAccountId(state, route, id);
  if (account === undefined || token.businessAccountIds?.includes(account) !== false) return;
  throw refuse(200, "The token's user has no access to the WhatsApp Business Account.", { subcode: 1349175 });
}

function checkScopes(scopes: ReadonlySet<string>, permission: NonNullable<Route["permission"]>): void {
  if (permission === "either") {
    if (scopes.has(messaging) || scopes.has(management)) return;
    throw refuse(200, `The token needs the permission ${messaging} or ${management}.`, { subcode: 1349176 });
  }
  if (permission !== "management" && !scopes.has(messaging)) {
    throw refuse(10, `The token needs the permission ${messaging}.`);
  }
  if (permission !== "messaging" && !scopes.has(management)) {
    throw refuse(200, `The token needs the permission ${management}.`, { subcode: 1349174 });
  }
}

function findAccountId(state: State, { node }: Route, id: string): string | undefined {
  if (node === "business-account") return id;
  if (node === "signup") return state.signups.get(id)?.businessAccountId;
  if (node === "template") return state.template(id)?.businessAccountId;
  if (node === "flow") return state.flow(id)?.businessAccountId;
  const owned = { media: state.media.get(id), group: state.groups.get(id) };
  const phoneNumberId = node === "media" || node === "group" ? owned[node]?.phoneNumberId : id;
  return state.numbers.get(phoneNumberId ?? "")?.businessAccountId;
}
