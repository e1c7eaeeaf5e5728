import type { Json } from "../../../utils/json.ts";
import { takeClientToken } from "../embedded-signup.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import type { State } from "../state.ts";

const codeLifeMs = 30_000;

/** Gives the app a token: its own, or that of a customer who signed up. Needs the app's secret instead of a token. */
function issueToken(call: GraphCall): Json {
  const { state } = call;
  const { client_id, client_secret, grant_type, code, redirect_uri } = readParameters(call);
  const { appId, appSecret } = state.settings;
  if (client_id === undefined) throw refuse(101, "Missing client_id parameter.");
  if (String(client_id) !== appId) throw refuse(101, "Error validating application.");
  if (client_secret === undefined) throw refuse(1, "Missing client_secret parameter.");
  if (client_secret !== appSecret) throw refuse(1, "Error validating client secret.");
  if (grant_type === "client_credentials")
    return { access_token: `${appId}|${appSecret}`, token_type: "bearer" };
  if (code === undefined) throw refuse(100, "Missing authorization code.");
  return { access_token: exchange(state, String(code), redirect_uri), token_type: "bearer" };
}

function exchange(state: State, code: string, redirectUri: unknown): string {
  const issued = state.signupCodes.get(code);
  const portfolio = state.clientPortfolios.get(issued?.portfolioId ?? "");
  if (issued === undefined || portfolio === undefined)
    throw refuse(100, "This authorization code is unknown or has been used.", { subcode: 36009 });
  if (state.now() >= issued.issuedAt + codeLifeMs)
    throw refuse(100, "This authorization code has expired.", { subcode: 36007 });
  if (issued.redirectUri !== redirectUri)
    throw refuse(
      100,
      "Error validating verification code. Please make sure your redirect_uri is identical to the one you used.",
      { subcode: 36008 },
    );
  state.signupCodes.delete(code);
  return takeClientToken(state, portfolio);
}

/** Gives the app's own system user the token of a client. The proof is checked where all are. */
function fetchClientToken(call: GraphCall): Json {
  const { state, id } = call;
  const { fetch_only } = readParameters(call);
  const proof = call.url.searchParams.get("appsecret_proof") ?? call.body.appsecret_proof;
  if (proof === undefined) throw refuse(100, "The parameter appsecret_proof is required.");
  if (String(fetch_only) !== "true") throw refuse(100, "Param fetch_only must be true.");
  const portfolio = state.clientPortfolios.get(id);
  if (portfolio === undefined) throw refuse(100, "The business has not signed up.");
  return { access_token: takeClientToken(state, portfolio) };
}

export const oauthRoutes: readonly Route[] = [
  { method: "GET", node: "oauth", edge: "access_token", permission: "none", answer: issueToken },
  {
    method: "POST",
    node: "client-portfolio",
    edge: "system_user_access_tokens",
    permission: "none",
    answer: fetchClientToken,
  },
];
