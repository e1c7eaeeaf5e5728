import * as z from "zod/mini";
import { looseObject, optional, string } from "zod/mini";
import { type Json, toObject, withoutUndefined } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse, unsupported } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import type { Signup } from "../records.ts";
import { checkSchema, rule, text, webUrl } from "../rules/schema.ts";

const terms = "https://www.facebook.com/legal/ads-manager-marketing-messages-terms";

const common = () => ({
  website_url: optional(
    webUrl().check(rule((url: string) => /^https:/i.test(url), "must use https", { code: 2494179 })),
  ),
  promo_code: optional(
    string().check(
      rule((code: string) => /^[A-Za-z0-9]{1,50}$/.test(code), "must be 1 to 50 letters and digits"),
    ),
  ),
  display_name: optional(text(256)),
});

const whole = once(() =>
  looseObject({
    ...common(),
    signup_message: text(300),
    confirmation_message: text(300),
    privacy_policy_url: webUrl(),
    policy: optional(looseObject({ tos: string(), accepted: z.boolean() })),
  }),
);

const parts = once(() =>
  looseObject({
    ...common(),
    signup_message: optional(text(300)),
    confirmation_message: optional(text(300)),
    status: optional(z.enum(["ACTIVE", "DISABLED"])),
  }),
);

const names = [
  "signup_message",
  "confirmation_message",
  "privacy_policy_url",
  "promo_code",
  "display_name",
  "website_url",
  "status",
];

const pick = (parameters: Json, from = names): Json =>
  withoutUndefined(Object.fromEntries(from.map((name) => [name, parameters[name]])));

/** The text can hold the code, and nothing else. */
function checkPlaceholders({ confirmation_message, promo_code }: Json): void {
  const used = String(confirmation_message).match(/\{\{.*?\}\}/g) ?? [];
  if (used.some((one) => one !== "{{promo_code}}"))
    throw refuse(2494166, "Param confirmation_message has an unknown placeholder.");
  if (used.length > 0 && promo_code === undefined)
    throw refuse(2494167, "Param promo_code is required by the placeholder in confirmation_message.");
}

/** The first form of an account accepts the terms, and only that one. */
function acceptTerms({ state, id }: GraphCall, policy: unknown): void {
  const account = state.account(id);
  if (account.hasAcceptedSignupTerms) {
    if (policy !== undefined) throw refuse(2494176, "The terms have been accepted already.");
    return;
  }
  const { tos, accepted } = toObject(policy);
  if (accepted !== true) throw refuse(2494168, "The terms have to be accepted with the first form: policy.");
  if (tos !== terms) throw refuse(2494177, `Param policy['tos'] must be ${terms}.`);
  account.hasAcceptedSignupTerms = true;
}

function create(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  checkSchema(whole(), parameters, { codes: "graph" });
  checkPlaceholders(parameters);
  acceptTerms(call, parameters.policy);
  const content = { ...pick(parameters), status: "ACTIVE" };
  const signup: Signup = { id: state.signupIds.take(), businessAccountId: id, content };
  state.signups.set(signup.id, signup);
  return { id: signup.id };
}

const toNode = ({ id, businessAccountId, content }: Signup): Json => ({
  id,
  waba_id: businessAccountId,
  ...Object.fromEntries(names.map((name) => [name, content[name]])),
});

const show = (signup: Signup, fields: unknown): Json =>
  pickFields(toNode(signup), fields, ["waba_id", ...names]);

function list(call: GraphCall): Json {
  const parameters = readParameters(call);
  const own = [...call.state.signups.values()].filter((one) => one.businessAccountId === call.id);
  return paginate(
    call,
    own.map((signup) => show(signup, parameters.fields)),
    parameters,
  );
}

function find({ state, id, method }: GraphCall): Signup {
  const signup = state.signups.get(id);
  if (signup !== undefined) return signup;
  throw unsupported(method, id);
}

const read = (call: GraphCall): Json => show(find(call), readParameters(call).fields);

function change(call: GraphCall): Json {
  const signup = find(call);
  const parameters = readParameters(call);
  checkSchema(parts(), parameters, { codes: "graph" });
  const changes = pick(
    parameters,
    names.filter((name) => name !== "privacy_policy_url"),
  );
  if (Object.keys(changes).length === 0) throw refuse(100, "The request changes nothing.");
  checkPlaceholders({ ...signup.content, ...changes });
  Object.assign(signup.content, changes);
  return { success: true };
}

export const signupRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "signups", answer: create },
  { method: "GET", node: "business-account", edge: "signups", answer: list },
  { method: "GET", node: "signup", edge: "", answer: read },
  { method: "POST", node: "signup", edge: "", answer: change },
];
