import type { LateResources, ResourceSettings } from "./client-resource-classes.ts";
import { deferList, type Endpoint } from "./core/endpoint.ts";
import type { Paginated } from "./types/paging.ts";

/**
 * The methods of each resource. `*` marks a list, which is returned at once and read later; the others return promises.
 * As texts they weigh little: every client holds them.
 */
const methods = {
  analytics: "messages conversations pricing calls groups*",
  automation: "get update",
  blockedUsers: "list* block unblock",
  businessAccount:
    "get update subscribe unsubscribe subscribedApps* users* assignUser unassignUser activities* getPortfolio ownedAccounts* clientAccounts* systemUsers*",
  businessProfile: "get update getCompliance updateCompliance",
  calls: "connect preAccept accept reject terminate getPermission",
  commerce: "getSettings updateSettings catalogs* connectCatalog disconnectCatalog",
  flows:
    "list* get create update updateJson assets* publish deprecate delete preview migrate getPublicKey setPublicKey",
  groups:
    "list* get create update delete getInviteLink resetInviteLink deleteInviteLink joinRequests* approveJoinRequests rejectJoinRequests removeParticipants",
  onboarding:
    "exchangeCode debugToken complete subscribeApp appSubscriptions* unsubscribeApp syncAppData getClientToken",
  payments:
    "configurations getConfiguration createConfiguration updateConfiguration deleteConfiguration createOAuthLink get refund",
  phoneNumbers:
    "list* get create update requestCode verifyCode register deregister getSettings updateSettings getUsername setUsername usernameSuggestions deleteUsername deleteContact getOfficialAccount requestOfficialAccount",
  qrCodes: "list* get create update delete",
  signups: "list* get create update",
  threads: "pass take release",
} as const;

type Method = (...input: never[]) => unknown;
type Listing = (...input: never[]) => Paginated<unknown>;

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

type Marked<Resource> = {
  [Name in keyof Resource & string]: Resource[Name] extends Listing ? `${Name}*` : Name;
}[keyof Resource & string];

/** What the table lacks, or has in vain: nothing. */
type Mistake = {
  [Name in keyof LateResources]:
    | Exclude<Marked<LateResources[Name]>, Words<(typeof methods)[Name]>>
    | Exclude<Words<(typeof methods)[Name]>, Marked<LateResources[Name]>>;
}[keyof LateResources];

/** A resource of the client. It has all its methods at once; the first call of one loads what they do. */
export function lateResource<Name extends keyof LateResources>(
  name: Name,
  api: Endpoint,
  settings: ResourceSettings,
): LateResources[Name] {
  let loading: Promise<LateResources[Name]> | undefined;
  const call = async (method: string, input: never[]) => {
    loading ??= create(name, api, settings);
    // A class has no index signature; `Mistake` proves that the resource has the method.
    return ((await loading) as unknown as Record<string, Method>)[method]?.(...input);
  };
  const words = methods[name satisfies [Mistake] extends [never] ? Name : Mistake].split(" ");
  const entries = words.map((word) => {
    const method = word.replace("*", "");
    const run = (...input: never[]) => call(method, input);
    const list = (...input: never[]) => deferList(async () => (await run(...input)) as Paginated<unknown>);
    return [method, method === word ? run : list];
  });
  return Object.fromEntries(entries);
}

async function create<Name extends keyof LateResources>(
  name: Name,
  api: Endpoint,
  settings: ResourceSettings,
): Promise<LateResources[Name]> {
  const { resourceClasses } = await import("./client-resource-classes.ts");
  const Resource = await resourceClasses[name]();
  return new Resource(api, settings);
}
