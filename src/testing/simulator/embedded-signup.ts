import { withoutUndefined } from "../../utils/json.ts";
import { createTraceId } from "./ids.ts";
import type { ClientPortfolio } from "./records.ts";
import type { State } from "./state.ts";

/** What a customer chooses in the popup of Embedded Signup. */
export interface EmbeddedSignupFacts {
  /** Id of the WhatsApp Business Account. Default: a new one. */
  businessAccountId?: string;
  /** Id of the number. Default: a new one, which has to be registered. */
  phoneNumberId?: string;
  /** The number itself, with `+`. Default: a new one. */
  displayPhoneNumber?: string;
  /** Name that people see. Default `Test Business`. */
  verifiedName?: string;
  /** Whether the number stays in the WhatsApp Business app (coexistence). Default false. */
  staysInApp?: boolean;
  /** The address that the popup was opened with, which the exchange must repeat. Default: none. */
  redirectUri?: string;
}

/** What the popup tells the page when the customer has finished. */
export interface EmbeddedSignupResult {
  /** `response.authResponse.code`, which `FB.login` calls back with. It works once, within 30 seconds. */
  code: string;
  /** The `message` event that the popup posts to the page. */
  message: {
    type: "WA_EMBEDDED_SIGNUP";
    event: "FINISH" | "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";
    data: { waba_id: string; phone_number_id?: string; business_id?: string };
    version: "3";
  };
}

/** A customer goes through the popup: the app then has a code, and is not subscribed to the account yet. */
export function signUp(state: State, facts: EmbeddedSignupFacts): EmbeddedSignupResult {
  const { staysInApp = false, redirectUri, displayPhoneNumber, verifiedName } = facts;
  const { businessAccountId = state.accountIds.take(), phoneNumberId = state.phoneNumberIds.take() } = facts;
  if (!state.accounts.has(businessAccountId)) {
    const fields = { ownership_type: "CLIENT_OWNED" };
    state.addAccount(businessAccountId, fields).isSubscribed = false;
  }
  if (!state.numbers.has(phoneNumberId)) {
    const named = withoutUndefined({ displayPhoneNumber, verifiedName });
    const number = state.addNumber(phoneNumberId, { ...named, businessAccountId, isRegistered: staysInApp });
    if (staysInApp) number.appData = { since: state.now(), synced: [] };
  }
  const code = `AQ${createTraceId()}${createTraceId()}`;
  const portfolioId = state.portfolioIds.take();
  state.clientPortfolios.set(portfolioId, { businessAccountIds: [businessAccountId], token: undefined });
  state.signupCodes.set(code, { issuedAt: state.now(), portfolioId, redirectUri });
  return { code, message: toMessage(staysInApp, businessAccountId, phoneNumberId, portfolioId) };
}

function toMessage(
  staysInApp: boolean,
  waba_id: string,
  phone_number_id: string,
  business_id: string,
): EmbeddedSignupResult["message"] {
  const common = { type: "WA_EMBEDDED_SIGNUP", version: "3" } as const;
  return staysInApp
    ? { ...common, event: "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", data: { waba_id } }
    : { ...common, event: "FINISH", data: { phone_number_id, waba_id, business_id } };
}

/** The token that the app has for a client's accounts; a new one the first time. */
export function takeClientToken(state: State, portfolio: ClientPortfolio): string {
  if (portfolio.token !== undefined && state.tokens.has(portfolio.token)) return portfolio.token;
  const { businessAccountIds } = portfolio;
  const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
  portfolio.token = state.addToken({ scopes, businessAccountIds }).token;
  return portfolio.token;
}
