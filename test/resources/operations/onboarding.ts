import { type Operation, readPage } from "./operation.ts";

const appSecret = "0123456789abcdef0123456789abcdef";
const client = { appSecret };
const code = "AQB3xyz-Code_9";
const token = "EAAcustomer123";
const account = "900100900100";
const number = "700800700800";
const subscription = {
  object: "whatsapp_business_account",
  callback_url: "https://app.example/webhook",
  active: true,
  fields: [{ name: "messages", version: "v26.0" }],
};
const info = {
  app_id: "670843887433847",
  type: "SYSTEM_USER",
  is_valid: true,
  expires_at: 0,
  scopes: ["whatsapp_business_management"],
  granular_scopes: [{ scope: "whatsapp_business_management", target_ids: [account] }],
};
const ok = { success: true };
const numbers = { data: [{ id: number }] };

export const onboardingOperations: Operation[] = [
  {
    name: "onboarding.exchangeCode",
    client,
    call: ({ onboarding }, options) => onboarding.exchangeCode({ code }, options),
    answer: { access_token: token, token_type: "bearer", expires_in: 5_184_000 },
    request: `GET /oauth/access_token?client_id={P}&client_secret=${appSecret}&code=${code}`,
    findOut: "nothing",
  },
  {
    name: "onboarding.exchangeCode with a redirect",
    client,
    call: ({ onboarding }, options) =>
      onboarding.exchangeCode({ code, redirect_uri: "https://app.example/back" }, options),
    answer: { access_token: token },
    request: `GET /oauth/access_token?client_id={P}&client_secret=${appSecret}&code=${code}&redirect_uri=https://app.example/back`,
    findOut: "nothing",
  },
  {
    name: "onboarding.debugToken",
    client,
    call: ({ onboarding }, options) => onboarding.debugToken({ input_token: token }, options),
    answer: { data: { ...info, color: "green" } },
    result: { ...info, color: "green" },
    request: `GET /debug_token?input_token=${token}`,
  },
  {
    name: "onboarding.complete",
    client,
    call: ({ onboarding }, options) => onboarding.complete({ code }, options),
    before: [{ access_token: token }, { data: info }, ok],
    answer: numbers,
    result: { accessToken: token, businessAccountId: account, phoneNumberId: number },
    request: `GET /${account}/phone_numbers`,
    wrapper: "OnboardingError",
  },
  {
    name: "onboarding.complete with a PIN",
    client,
    call: ({ onboarding }, options) => onboarding.complete({ code, pin: "482913" }, options),
    before: [{ access_token: token }, { data: info }, ok, numbers],
    result: { accessToken: token, businessAccountId: account, phoneNumberId: number },
    request: `POST /${number}/register`,
    body: { messaging_product: "whatsapp", pin: "482913" },
    findOut: "phoneNumbers.get",
    wrapper: "OnboardingError",
  },
  {
    name: "onboarding.subscribeApp",
    client,
    call: ({ onboarding }, options) =>
      onboarding.subscribeApp(
        {
          callback_url: "https://app.example/webhook",
          verify_token: "vt-482913-secret",
          fields: ["messages", "account_update"],
        },
        options,
      ),
    request: "POST /{P}/subscriptions",
    body: {
      object: "whatsapp_business_account",
      callback_url: "https://app.example/webhook",
      verify_token: "vt-482913-secret",
      fields: "messages,account_update",
      include_values: true,
    },
  },
  {
    name: "onboarding.appSubscriptions",
    client,
    call: ({ onboarding }, options) => readPage(onboarding.appSubscriptions(options)),
    answer: { data: [subscription] },
    result: [subscription],
    request: "GET /{P}/subscriptions",
  },
  {
    name: "onboarding.unsubscribeApp",
    client,
    call: ({ onboarding }, options) => onboarding.unsubscribeApp(options),
    answer: { success: "true" },
    result: ok,
    request: "DELETE /{P}/subscriptions?object=whatsapp_business_account",
  },
  {
    name: "onboarding.syncAppData",
    call: ({ onboarding }, options) => onboarding.syncAppData({ sync_type: "smb_app_state_sync" }, options),
    answer: { messaging_product: "whatsapp", request_id: "REQ9" },
    request: "POST /{N}/smb_app_data",
    body: { messaging_product: "whatsapp", sync_type: "smb_app_state_sync" },
    findOut: "webhooks",
  },
  {
    name: "onboarding.getClientToken",
    client,
    call: ({ onboarding }, options) => onboarding.getClientToken("2729063490586005", options),
    answer: { access_token: token },
    request: "POST /2729063490586005/system_user_access_tokens",
    // HMAC-SHA256 of the client's token, keyed with the app secret
    text: "fetch_only=true&appsecret_proof=3ed5c45291669ee788e82dfd074125ffd6cef0f510cae95b5d0bcfb96cd18cd2",
  },
];
