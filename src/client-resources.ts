import type { ResolvedOptions } from "./client-options.ts";
import { deferList, type Endpoint } from "./core/endpoint.ts";
import type { Call } from "./core/pipeline.ts";
import type { Analytics } from "./resources/analytics.ts";
import type { Calls } from "./resources/calls.ts";
import type { Groups } from "./resources/groups.ts";
import type { Payments } from "./resources/payments.ts";
import type { QrCodes } from "./resources/qr-codes.ts";
import type { Signups } from "./resources/signups.ts";
import type { Threads } from "./resources/threads.ts";
import type { Paginated } from "./types/paging.ts";

/** The resources whose code is loaded by the first call of one of their methods: a bot that only sends texts loads none. */
export interface LateResources {
  qrCodes: QrCodes;
  analytics: Analytics;
  calls: Calls;
  groups: Groups;
  threads: Threads;
  payments: Payments;
  signups: Signups;
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
  qrCodes: {
    load: async () => (await import("./resources/qr-codes.ts")).QrCodes,
    methods: { list: "list", get: "promise", create: "promise", update: "promise", delete: "promise" },
  },
  analytics: {
    load: async () => (await import("./resources/analytics.ts")).Analytics,
    methods: {
      messages: "promise",
      conversations: "promise",
      pricing: "promise",
      calls: "promise",
      groups: "list",
    },
  },
  calls: {
    load: async () => (await import("./resources/calls.ts")).Calls,
    methods: {
      connect: "promise",
      preAccept: "promise",
      accept: "promise",
      reject: "promise",
      terminate: "promise",
      getPermission: "promise",
    },
  },
  groups: {
    load: async () => (await import("./resources/groups.ts")).Groups,
    methods: {
      list: "list",
      get: "promise",
      create: "promise",
      update: "promise",
      delete: "promise",
      getInviteLink: "promise",
      resetInviteLink: "promise",
      deleteInviteLink: "promise",
      joinRequests: "list",
      approveJoinRequests: "promise",
      rejectJoinRequests: "promise",
      removeParticipants: "promise",
    },
  },
  threads: {
    load: async () => (await import("./resources/threads.ts")).Threads,
    methods: { pass: "promise", take: "promise", release: "promise" },
  },
  payments: {
    load: async () => (await import("./resources/payments.ts")).Payments,
    methods: {
      configurations: "promise",
      getConfiguration: "promise",
      createConfiguration: "promise",
      updateConfiguration: "promise",
      deleteConfiguration: "promise",
      createOAuthLink: "promise",
      get: "promise",
      refund: "promise",
    },
  },
  signups: {
    load: async () => (await import("./resources/signups.ts")).Signups,
    methods: { list: "list", get: "promise", create: "promise", update: "promise" },
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
