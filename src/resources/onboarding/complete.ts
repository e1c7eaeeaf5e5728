import { type Endpoint, hasTexts } from "../../core/endpoint.ts";
import { joinPath } from "../../core/path.ts";
import { invalid } from "../../core/validate.ts";
import type { ValidationError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import type {
  EmbeddedSignup,
  OnboardedCustomer,
  OnboardingProgress,
  OnboardingStep,
  TokenInfo,
} from "../../types/onboarding.ts";
import { OnboardingError } from "./onboarding-error.ts";

/** What the steps work with. */
interface Work {
  api: Endpoint;
  signup: EmbeddedSignup;
  /** Options of the calls that carry the customer's token. */
  options: CallOptions;
  /** Reads what the customer's token may do. */
  inspect: () => Promise<TokenInfo>;
}

/** The ids that are known so far: claims of a browser, until the steps `account` and `number` have checked them. */
interface Found {
  businessAccountId?: string | undefined;
  phoneNumberId?: string | undefined;
}

/** The steps behind `exchange`, in order. Each resolves with the ids that it found. */
const steps: Readonly<
  Record<Exclude<OnboardingStep, "exchange">, (work: Work, found: Found) => Promise<Found>>
> = {
  account: findAccount,
  subscribe: async ({ api, signup, options }, { businessAccountId = "" }) => {
    const sent = { body: signup.webhook, idempotent: true };
    await api.post(joinPath(businessAccountId, "subscribed_apps"), sent, options);
    return {};
  },
  number: findNumber,
  register: async ({ api, signup: { pin }, options }, { phoneNumberId }) => {
    if (pin === undefined || phoneNumberId === undefined) return {};
    const sent = { body: { messaging_product: "whatsapp", pin }, idempotent: false };
    await api.post(joinPath(phoneNumberId, "register"), sent, options);
    return {};
  },
};

/**
 * Does the steps that are not done yet.
 *
 * @throws {@link OnboardingError}, from which another attempt goes on.
 */
export async function finishSignup(work: Work, begun: OnboardingProgress): Promise<OnboardedCustomer> {
  let progress = begun;
  for (const [name, run] of Object.entries(steps) as [keyof typeof steps, (typeof steps)["account"]][]) {
    if (progress.done.includes(name)) continue;
    try {
      const found = await run(work, progress);
      progress = { ...progress, ...found, done: [...progress.done, name] };
    } catch (cause) {
      throw new OnboardingError(name, { progress, cause });
    }
  }
  const { accessToken, businessAccountId = "", phoneNumberId } = progress;
  return { accessToken, businessAccountId, ...(phoneNumberId !== undefined && { phoneNumberId }) };
}

/** A claim of a browser holds if the customer has granted the account to the app. */
async function findAccount({ inspect }: Work, claimed: Found): Promise<Found> {
  const info = await inspect();
  if (info.is_valid === false) throw unfit("accessToken", "is no longer valid: the customer signs up again");
  const granted = listGranted(info);
  const { businessAccountId = granted?.[0] } = claimed;
  if (businessAccountId === undefined)
    throw unfit(
      "businessAccountId",
      granted === undefined
        ? "is missing: the token does not name the accounts that it reaches"
        : "is missing: the customer has granted the app no WhatsApp Business Account",
    );
  if (granted?.includes(businessAccountId) === false)
    throw unfit("businessAccountId", "is not an account that the customer has granted to the app");
  return { businessAccountId };
}

const permission = "whatsapp_business_management";

/** The accounts that a token may manage, the newest first; `undefined` for all. */
function listGranted({ scopes = [], granular_scopes = [] }: TokenInfo): string[] | undefined {
  const granted = granular_scopes.find(({ scope }) => scope === permission);
  if (granted === undefined)
    return scopes.includes(permission) && granular_scopes.length === 0 ? undefined : [];
  return granted.target_ids?.map(String);
}

/** A claim of a browser holds if the number is the account's. */
async function findNumber({ api, options, signup: { pin } }: Work, claimed: Found): Promise<Found> {
  const { businessAccountId = "", phoneNumberId } = claimed;
  const expects = hasTexts<{ id: string }>("id");
  const numbers = api.list(joinPath(businessAccountId, "phone_numbers"), { expects }, options);
  for await (const { id } of numbers) {
    if (phoneNumberId === undefined || id === phoneNumberId) return { phoneNumberId: id };
  }
  if (phoneNumberId !== undefined) throw unfit("phoneNumberId", "is not a number of the account");
  if (pin !== undefined) throw unfit("pin", "has no number to register: the account has none yet");
  return {};
}

const unfit = (path: string, message: string): ValidationError => invalid("signup", [{ path, message }]);
