import type { State } from "./state.ts";

/** The variables that lead an app to the simulator. */
export const toVariables = ({ settings, accessToken }: State, url: string) => ({
  WHATSAPP_API_BASE_URL: url,
  WHATSAPP_ACCESS_TOKEN: accessToken,
  WHATSAPP_PHONE_NUMBER_ID: settings.phoneNumberId,
  WHATSAPP_BUSINESS_ACCOUNT_ID: settings.businessAccountId,
  WHATSAPP_APP_ID: settings.appId,
  WHATSAPP_APP_SECRET: settings.appSecret,
  WHATSAPP_WEBHOOK_VERIFY_TOKEN: settings.verifyToken,
});

/** The same as the lines of the app's `.env`. */
export const listVariables = (state: State, url: string): string =>
  Object.entries(toVariables(state, url))
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
