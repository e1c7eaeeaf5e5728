import type { State } from "./state.ts";

/** The lines of an app's `.env` that lead it to the simulator. */
export function listVariables({ settings, accessToken }: State, url: string): string {
  const variables = {
    WHATSAPP_API_BASE_URL: url,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: settings.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: settings.businessAccountId,
    WHATSAPP_APP_ID: settings.appId,
    WHATSAPP_APP_SECRET: settings.appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: settings.verifyToken,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}
