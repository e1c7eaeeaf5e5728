import { type Json, withoutUndefined } from "../../../utils/json.ts";
import { type AccessToken, findInvalidity, findToken } from "../access-tokens.ts";
import { toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";

/** Tells everything about a token, which is another one than that of the call. */
function inspect(call: GraphCall): Json {
  const { state } = call;
  const { input_token: wanted } = readParameters(call);
  if (wanted === undefined) throw refuse(100, "The parameter input_token is required.");
  const found = findToken(state, String(wanted));
  if (found === undefined) {
    const error = { code: 190, message: "Invalid OAuth access token - Cannot parse access token" };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const invalidity = findInvalidity(found, state.now())?.facts;
  const error = invalidity && {
    code: invalidity.code,
    message: invalidity.message,
    subcode: invalidity.subcode,
  };
  return { data: withoutUndefined({ ...describe(found, state.settings.appId), is_valid: !error, error }) };
}

function describe(
  { token, scopes, issuedAt, expiresAt, businessAccountIds }: AccessToken,
  appId: string,
): Json {
  const isApp = token.startsWith(`${appId}|`);
  const granular = scopes.map((scope) =>
    withoutUndefined({
      scope,
      target_ids: scope.startsWith("whatsapp_business_") ? businessAccountIds : undefined,
    }),
  );
  return {
    app_id: appId,
    application: "Test App",
    type: isApp ? "APP" : "SYSTEM_USER",
    expires_at: toSeconds(expiresAt ?? 0),
    data_access_expires_at: 0,
    issued_at: toSeconds(issuedAt),
    user_id: isApp ? undefined : "122100000000000001",
    scopes,
    granular_scopes: granular,
  };
}

export const debugTokenRoutes: readonly Route[] = [
  { method: "GET", node: "debug-token", edge: "", permission: "none", answer: inspect },
];
