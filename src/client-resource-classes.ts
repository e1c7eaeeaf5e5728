import type { ResolvedOptions } from "./client-options.ts";
import type { Endpoint } from "./core/endpoint.ts";
import type { Call } from "./core/pipeline.ts";
import type { Analytics } from "./resources/analytics.ts";
import type { Automations } from "./resources/automation.ts";
import type { BlockedUsers } from "./resources/blocked-users.ts";
import type { BusinessAccounts } from "./resources/business-account.ts";
import type { BusinessProfiles } from "./resources/business-profile.ts";
import type { Calls } from "./resources/calls.ts";
import type { Commerce } from "./resources/commerce.ts";
import type { Flows } from "./resources/flows.ts";
import type { Groups } from "./resources/groups.ts";
import type { Onboarding } from "./resources/onboarding.ts";
import type { Payments } from "./resources/payments.ts";
import type { PhoneNumbers } from "./resources/phone-numbers.ts";
import type { QrCodes } from "./resources/qr-codes.ts";
import type { Signups } from "./resources/signups.ts";
import type { Threads } from "./resources/threads.ts";

/** The resources whose code is loaded by the first call of one of their methods: a bot that only sends texts loads none. */
export interface LateResources {
  analytics: Analytics;
  automation: Automations;
  blockedUsers: BlockedUsers;
  businessAccount: BusinessAccounts;
  businessProfile: BusinessProfiles;
  calls: Calls;
  commerce: Commerce;
  flows: Flows;
  groups: Groups;
  onboarding: Onboarding;
  payments: Payments;
  phoneNumbers: PhoneNumbers;
  qrCodes: QrCodes;
  signups: Signups;
  threads: Threads;
}

/** What a resource is created with: the calls it is written with, and the client's options. */
export interface ResourceSettings extends ResolvedOptions {
  /** For what takes several calls, such as an upload. */
  call: Call;
}

type Create<Resource> = new (api: Endpoint, settings: ResourceSettings) => Resource;

/** The code of each resource. Loaded itself only when one is used: it would weigh on a bot that sends texts. */
export const resourceClasses: {
  readonly [Name in keyof LateResources]: () => Promise<Create<LateResources[Name]>>;
} = {
  analytics: async () => (await import("./resources/analytics.ts")).Analytics,
  automation: async () => (await import("./resources/automation.ts")).Automations,
  blockedUsers: async () => (await import("./resources/blocked-users.ts")).BlockedUsers,
  businessAccount: async () => (await import("./resources/business-account.ts")).BusinessAccounts,
  businessProfile: async () => (await import("./resources/business-profile.ts")).BusinessProfiles,
  calls: async () => (await import("./resources/calls.ts")).Calls,
  commerce: async () => (await import("./resources/commerce.ts")).Commerce,
  flows: async () => (await import("./resources/flows.ts")).Flows,
  groups: async () => (await import("./resources/groups.ts")).Groups,
  onboarding: async () => (await import("./resources/onboarding.ts")).Onboarding,
  payments: async () => (await import("./resources/payments.ts")).Payments,
  phoneNumbers: async () => (await import("./resources/phone-numbers.ts")).PhoneNumbers,
  qrCodes: async () => (await import("./resources/qr-codes.ts")).QrCodes,
  signups: async () => (await import("./resources/signups.ts")).Signups,
  threads: async () => (await import("./resources/threads.ts")).Threads,
};
