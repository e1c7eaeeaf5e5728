import { type Json, toObject, withoutUndefined } from "../../../utils/json.ts";
import { noteActivity } from "../account-activities.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readList, readParameters } from "../http/router.ts";
import type { PhoneNumber } from "../records.ts";
import { readText } from "../rules/parameters.ts";
import type { State } from "../state.ts";
import { findVerificationFailure } from "../verification.ts";

const maxCharacters = 200;

/** Reads and verifies the URL that overrides the app's; `undefined` if it is empty, which ends the override. */
export async function readOverride(
  { state }: GraphCall,
  accountId: string,
  given: unknown,
): Promise<string | undefined> {
  const { override_callback_uri: url, verify_token: token } = toObject(given);
  if (url === "") return undefined;
  if (!state.account(accountId).isSubscribed) {
    throw refuse(100, "The app must be subscribed to the account before its callback can be overridden.");
  }
  if (typeof url === "string" && url.length > maxCharacters) {
    throw refuse(100, `Param override_callback_uri must be at most ${maxCharacters} characters long.`);
  }
  return verify("override_callback_uri", url, token);
}

async function verify(name: string, url: unknown, token: unknown): Promise<string> {
  if (typeof url !== "string" || !/^https?:\/\/[^\s/]+\S*$/i.test(url) || !URL.canParse(url)) {
    throw refuse(100, `Param ${name} must be a URL.`);
  }
  if (typeof token !== "string" || token === "") throw refuse(100, "The parameter verify_token is required.");
  const failure = await findVerificationFailure(url, token);
  if (failure === undefined) return url;
  throw refuse(2200, `The callback ${failure}. It must answer 200 with only the value of hub.challenge.`);
}

/** The callback URLs that apply to a number. */
export function describeCallbacks(
  state: State,
  { businessAccountId, overrideCallbackUri }: PhoneNumber,
): Json {
  const { target } = state.outbox;
  return withoutUndefined({
    application: typeof target === "string" ? target : undefined,
    whatsapp_business_account: state.account(businessAccountId).overrideCallbackUri,
    phone_number: overrideCallbackUri,
  });
}

function listApps({ state, id }: GraphCall): Json {
  const { isSubscribed, overrideCallbackUri } = state.account(id);
  const { appId } = state.settings;
  const app = { id: appId, name: "Test App", link: `https://www.facebook.com/games/?app_id=${appId}` };
  const one = { whatsapp_business_api_data: app, override_callback_uri: overrideCallbackUri };
  return { data: isSubscribed ? [withoutUndefined(one)] : [] };
}

/** Subscribes the app. Without an override, ends the one there is. */
async function subscribeApp(call: GraphCall): Promise<Json> {
  const account = call.state.account(call.id);
  const parameters = readParameters(call);
  const overrides = "override_callback_uri" in parameters || "verify_token" in parameters;
  if (overrides) readText(parameters, "override_callback_uri");
  account.overrideCallbackUri = overrides ? await readOverride(call, call.id, parameters) : undefined;
  account.isSubscribed = true;
  noteActivity(call.state, call.id, "WEBHOOK_CONFIGURED");
  return { success: true };
}

function unsubscribeApp({ state, id }: GraphCall): Json {
  Object.assign(state.account(id), { isSubscribed: false, overrideCallbackUri: undefined });
  return { success: true };
}

const object = "whatsapp_business_account";

function listSubscriptions({ state }: GraphCall): Json {
  const { target } = state.outbox;
  if (target === undefined) return { data: [] };
  const version = state.settings.webhookVersion;
  const fields = (state.subscribedFields ?? ["messages"]).map((name) => ({ name, version }));
  const url = typeof target === "string" ? target : undefined;
  return { data: [withoutUndefined({ object, callback_url: url, active: true, fields })] };
}

/** Posts the app's webhooks to another URL. */
async function subscribe(call: GraphCall): Promise<Json> {
  const { object: given, callback_url, verify_token, fields } = readParameters(call);
  if (given !== object) throw refuse(100, `Param object must be ${object}.`);
  call.state.outbox.target = await verify("callback_url", callback_url, verify_token);
  call.state.subscribedFields = fields === undefined ? undefined : readList(fields);
  return { success: true };
}

function unsubscribe({ state }: GraphCall): Json {
  state.outbox.target = undefined;
  state.subscribedFields = undefined;
  return { success: true };
}

const app = { node: "app", edge: "subscriptions", permission: "none" } as const;

export const callbackRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "subscribed_apps", answer: listApps },
  { method: "POST", node: "business-account", edge: "subscribed_apps", answer: subscribeApp },
  { method: "DELETE", node: "business-account", edge: "subscribed_apps", answer: unsubscribeApp },
  { method: "GET", ...app, answer: listSubscriptions },
  { method: "POST", ...app, answer: subscribe },
  { method: "DELETE", ...app, answer: unsubscribe },
];
