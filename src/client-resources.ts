import type { ResolvedOptions } from "./client-options.ts";
import { deferList, type Endpoint } from "./core/endpoint.ts";
import type { Call } from "./core/pipeline.ts";
import type { Automations } from "./resources/automation.ts";
import type { BlockedUsers } from "./resources/blocked-users.ts";
import type { BusinessAccounts } from "./resources/business-account.ts";
import type { BusinessProfiles } from "./resources/business-profile.ts";
import type { Commerce } from "./resources/commerce.ts";
import type { PhoneNumbers } from "./resources/phone-numbers.ts";
import type { QrCodes } from "./resources/qr-codes.ts";
import type { Paginated } from "./types/paging.ts";

/** The resources whose code is loaded by the first call of one of their methods: a bot that only sends texts loads none. */
export interface LateResources {
  automation: Automations;
  blockedUsers: BlockedUsers;
  businessAccount: BusinessAccounts;
  businessProfile: BusinessProfiles;
  commerce: Commerce;
  phoneNumbers: PhoneNumbers;
  qrCodes: QrCodes;
}

/** What a resource is created with: the calls it is written with, and the client's options. */
export interface ResourceSettings extends ResolvedOptions {
  /** For what takes several calls, such as an upload. */
  call: Call;
}

interface LateResource<Resource> {
  load: () => Promise<new (api: Endpoint, settings: ResourceSettings) => Resource>;
  /** What each method returns: a list, which is returned at once and read later, or a promise. */
  methods: { readonly [Name in keyof Resource]: Resource[Name] extends Listing ? "list" : "promise" };
}

type Method = (...input: never[]) => unknown;
type Listing = (...input: never[]) => Paginated<unknown>;

const lateResources: { readonly [Name in keyof LateResources]: LateResource<LateResources[Name]> } = {
  automation: {
    load: async () => (await import("./resources/automation.ts")).Automations,
    methods: { get: "promise", update: "promise" },
  },
  blockedUsers: {
    load: async () => (await import("./resources/blocked-users.ts")).BlockedUsers,
    methods: { list: "list", block: "promise", unblock: "promise" },
  },
  businessAccount: {
    load: async () => (await import("./resources/business-account.ts")).BusinessAccounts,
    methods: {
      get: "promise",
      update: "promise",
      subscribe: "promise",
      unsubscribe: "promise",
      subscribedApps: "list",
      users: "list",
      assignUser: "promise",
      unassignUser: "promise",
      activities: "list",
      getPortfolio: "promise",
      ownedAccounts: "list",
      clientAccounts: "list",
      systemUsers: "list",
    },
  },
  businessProfile: {
    load: async () => (await import("./resources/business-profile.ts")).BusinessProfiles,
    methods: { get: "promise", update: "promise", getCompliance: "promise", updateCompliance: "promise" },
  },
  commerce: {
    load: async () => (await import("./resources/commerce.ts")).Commerce,
    methods: {
      getSettings: "promise",
      updateSettings: "promise",
      catalogs: "list",
      connectCatalog: "promise",
      disconnectCatalog: "promise",
    },
  },
  phoneNumbers: {
    load: async () => (await import("./resources/phone-numbers.ts")).PhoneNumbers,
    methods: {
      list: "list",
      get: "promise",
      create: "promise",
      update: "promise",
      requestCode: "promise",
      verifyCode: "promise",
      register: "promise",
      deregister: "promise",
      getSettings: "promise",
      updateSettings: "promise",
      getUsername: "promise",
      setUsername: "promise",
      usernameSuggestions: "promise",
      deleteUsername: "promise",
      deleteContact: "promise",
      getOfficialAccount: "promise",
      requestOfficialAccount: "promise",
    },
  },
  qrCodes: {
    load: async () => (await import("./resources/qr-codes.ts")).QrCodes,
    methods: { list: "list", get: "promise", create: "promise", update: "promise", delete: "promise" },
  },
};

/** A resource of the client. It has all its methods at once; the first call of one loads what they do. */
export function lateResource<Name extends keyof LateResources>(
  name: Name,
  api: Endpoint,
  settings: ResourceSettings,
): LateResources[Name] {
  const { load, methods } = lateResources[name];
  let loading: Promise<Record<string, Method>> | undefined;
  const open = () => {
    loading ??= load().then((Resource) => new Resource(api, settings) as unknown as Record<string, Method>);
    return loading;
  };
  const call = async (method: string, input: never[]) => (await open())[method]?.(...input);
  const entries = Object.entries(methods).map(([method, returns]) => [
    method,
    returns === "list"
      ? (...input: never[]) => deferList(async () => (await call(method, input)) as Paginated<unknown>)
      : (...input: never[]) => call(method, input),
  ]);
  return Object.fromEntries(entries);
}
