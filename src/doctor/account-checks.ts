import { idText, type Json, toObject, toText } from "../utils/json.ts";
import { type Check, checkAccount } from "./check.ts";
import type { Examination } from "./examination.ts";
import { explain, explainDetail } from "./explain.ts";
import { fine, notAsked, type Outcome, problem, skipped, warning } from "./finding.ts";
import { findEntities, isAboutPayment, judgeHealth } from "./health.ts";
import { describeOther } from "./identify.ts";

export const accountChecks: readonly Check[] = [
  {
    id: "account.access",
    title: "Account",
    needs: ["token.valid", "token.scopes"],
    run: checkAccess,
  },
  { id: "token.assets", title: "Reach of the token", needs: ["account.access"], run: checkAssets },
  checkAccount("account.review", "Account review", "status,account_review_status", judgeReview),
  checkAccount(
    "account.ownership",
    "Account owner",
    "ownership_type,business_verification_status",
    judgeOwnership,
  ),
  checkAccount(
    "account.payment",
    "Payment method",
    "primary_funding_id,marketing_messages_onboarding_status,health_status",
    judgePayment,
  ),
  checkAccount("account.health", "Account health", "health_status", judgeAccountHealth),
  {
    id: "account.subscription",
    title: "Subscribed apps",
    needs: ["account.access"],
    run: checkSubscription,
  },
  {
    id: "account.responders",
    title: "Conversation routing",
    needs: ["account.subscription"],
    run: checkResponders,
  },
];

async function checkAccess(examination: Examination): Promise<Outcome> {
  const { businessAccountId } = examination.settings;
  if (businessAccountId === undefined)
    return skipped("Set `businessAccountId` (WHATSAPP_BUSINESS_ACCOUNT_ID) to check the account.");
  try {
    const { name } = await examination.read(businessAccountId, "id,name,message_template_namespace");
    return fine(`The token reads account ${businessAccountId}, ${toText(name) ?? "without a name"}.`);
  } catch (error) {
    const other = await describeOther(examination, businessAccountId, "businessAccountId");
    return other ?? (await explainAccess(examination, businessAccountId, error));
  }
}

async function explainAccess(examination: Examination, id: string, error: unknown): Promise<Outcome> {
  const { accountIds } = await examination.token();
  if (accountIds === undefined || accountIds.includes(id)) return explain(error);
  return {
    ...explain(error),
    found: `The token reaches ${accountIds.join(", ") || "no account"}, but not account ${id}.`,
    next: "Use the id of one of these, or give the token's system user access to the account and create a new token.",
  };
}

async function checkAssets(examination: Examination): Promise<Outcome> {
  const { accountIds } = await examination.token();
  if (accountIds === undefined) return fine("All accounts of its system user.");
  return fine(`Accounts ${accountIds.join(", ")}.`);
}

const manager = "See WhatsApp Manager, Account tools, and Business Support Home, where you can also appeal.";

function judgeReview({ status, account_review_status: review }: Json): Outcome {
  if (status !== undefined && status !== "ACTIVE")
    return problem(`The account is ${String(status)}.`, manager);
  if (review === "REJECTED" || review === "RESTRICTED") return problem(`The review says ${review}.`, manager);
  if (review === "PENDING")
    return warning("Meta is still reviewing the account.", "Wait for the webhook account_review_update.");
  return fine("The account is active and was reviewed.");
}

const unverified = new Set(["expired", "failed", "rejected", "revoked", "ineligible"]);

function judgeOwnership({ ownership_type: type, business_verification_status: verification }: Json): Outcome {
  if (type === "ON_BEHALF_OF") {
    return warning(
      "The account is used on behalf of another business. Meta is ending such accounts.",
      "Move it to the business that it is for: see Meta's pages on the transfer of ownership.",
    );
  }
  if (unverified.has(String(verification))) {
    return warning(
      `The verification of the business: ${verification}.`,
      "Verify the business in Business settings, Security Center.",
    );
  }
  const words: Record<string, string> = { SELF: "your own", CLIENT_OWNED: "a client's" };
  const state = verification === undefined ? "" : ` Verification of the business: ${verification}.`;
  return fine(`It is ${words[String(type)] ?? String(type ?? "of an unknown type")}.${state}`);
}

const addPayment =
  "Add a payment method in WhatsApp Manager, or in Business settings, Billing. Templates are charged for.";

function judgePayment(node: Json): Outcome {
  const blocked = findEntities(node, ["WABA", "BUSINESS"])
    .flatMap(({ errors }) => errors)
    .find(isAboutPayment);
  if (blocked !== undefined) return { ...problem(blocked.text, addPayment), code: blocked.code };
  if (
    node.marketing_messages_onboarding_status === "PENDING_VALID_PAYMENT_METHOD" ||
    idText(node.primary_funding_id) === "0"
  )
    return warning("The account has no valid payment method.", addPayment);
  return fine("Meta reports no problem.");
}

function judgeAccountHealth(node: Json): Outcome {
  const entities = findEntities(node, ["WABA", "BUSINESS", "APP"]);
  const others = entities.map((entity) => ({
    ...entity,
    errors: entity.errors.filter((error) => !isAboutPayment(error)),
  }));
  const judged = others.filter(({ isPaymentOnly }) => !isPaymentOnly);
  if (judged.length === others.length || judged.some(({ state }) => state !== "AVAILABLE"))
    return judgeHealth(judged);
  return skipped("Only the payment method is in the way.");
}

async function checkSubscription(examination: Examination): Promise<Outcome> {
  if (examination.settings.businessAccountId === undefined) return notAsked("Needs an account.");
  try {
    return judgeApps(await listAppIds(examination), await examination.appId());
  } catch (error) {
    return explainDetail(error);
  }
}

const listAppIds = async ({ apps }: Examination): Promise<string[]> =>
  (await apps()).map((app) => idText(toObject(app.whatsapp_business_api_data ?? app).id) ?? "?");

const subscribe = "Call `client.businessAccount.subscribe()` once, with a token of the app.";

function judgeApps(ids: readonly string[], appId: string | undefined): Outcome {
  if (ids.length === 0)
    return problem("No app gets the webhooks of the account: nothing arrives.", subscribe);
  if (appId !== undefined && !ids.includes(appId))
    return problem(
      `App ${appId} does not get the webhooks of the account; ${ids.join(", ")} does.`,
      subscribe,
    );
  return fine(`App ${appId ?? ids.join(", ")} gets the webhooks of the account.`);
}

async function checkResponders(examination: Examination): Promise<Outcome> {
  const ids = await listAppIds(examination);
  if (ids.length < 2) return fine("No other app answers on the account.");
  return warning(
    `${ids.length} apps get the account's webhooks: ${ids.join(", ")}.`,
    "If messages go astray, look at the conversation routing in Meta Business Suite: it decides which app may answer. Subscribe to messaging_handovers and standby.",
  );
}
