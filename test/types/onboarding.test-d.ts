// A signup needs a code or what an earlier attempt left, and its answer makes a client. Compiled by `npm run typecheck`.
import {
  type AppSubscription,
  type OnboardedCustomer,
  OnboardingError,
  type OnboardingStep,
  type TokenInfo,
  WhatsAppClient,
} from "wacloud";

export async function calls({ onboarding }: WhatsAppClient, error: unknown): Promise<void> {
  const customer: OnboardedCustomer = await onboarding.complete({ code: "c", pin: "123456" });
  new WhatsAppClient({ ...customer, appId: "1", retry: false });
  // @ts-expect-error an account may have no number
  customer.phoneNumberId.length;
  // @ts-expect-error neither a code nor a token
  await onboarding.complete({ pin: "123456" });
  // @ts-expect-error half a webhook
  await onboarding.complete({ code: "c", webhook: { override_callback_uri: "https://a.example" } });
  if (error instanceof OnboardingError) {
    const step: OnboardingStep = error.step;
    await onboarding.complete({ ...error.progress, pin: step });
    await onboarding.complete({ code: "c", ...error.progress, pin: undefined });
  }
  const { access_token, expires_in = 0 } = await onboarding.exchangeCode({ code: "c" }, { appId: "1" });
  const info: TokenInfo = await onboarding.debugToken({ input_token: access_token });
  const targets: (string[] | undefined)[] = info.granular_scopes?.map(({ target_ids }) => target_ids) ?? [];
  for await (const one of onboarding.appSubscriptions({ appId: "1" })) {
    const subscription: AppSubscription = one;
    console.log(subscription.fields, targets, expires_in);
  }
  // @ts-expect-error fields are a list
  await onboarding.subscribeApp({ callback_url: "https://a.example", verify_token: "v", fields: "messages" });
  // @ts-expect-error there are two kinds
  await onboarding.syncAppData({ sync_type: "all" });
  const token: string = (await onboarding.getClientToken("1")).access_token;
  console.log(token);
}
