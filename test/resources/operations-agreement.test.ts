import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ApiError, ValidationError } from "wacloud";
import { change, pathsIn, valueAt } from "../support/broken-values.ts";
import { client } from "../support/client.ts";
import { allOperations, readArguments } from "./operations/all.ts";
import { type Operation, toMethod } from "./operations/operation.ts";
import { findTravelling, type Input, isCursor, lists, travel } from "./operations/travel.ts";
import { createWorld, type World } from "./operations/worlds.ts";

// What the client accepts, the simulator accepts, and the other way round: two readings of the same pages. The valid
// input of every operation is broken, one value at a time, and both judge it. Of another type is only what no reading
// takes for the right one: Graph reads `1` and `"1"` alike.

/** Methods whose input is not broken here, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  "calls.getPermission": "its input is a person, as `to` of a message",
  "flows.preview": "its parameters are written into the address, which nobody requests",
  "flows.updateJson": "the Flow travels as a file",
  "onboarding.complete": "it calls other operations, each of which is here",
  "payments.get": "its input names what is read",
};

type Place = readonly [path: RegExp, reason: string];

/** What the client leaves to Meta, and the simulator refuses. */
const leftToMeta: readonly Place[] = [
  [/ fields\.\d$/, "names of fields are open: Meta adds some"],
  [/^analytics\.(groups metric_types|conversations dimensions)\.\d$/, "words of Meta's are open"],
  [/^businessAccount\.assignUser tasks\.\d$/, "words of Meta's are open"],
  [/^businessProfile\.update vertical$/, "words of Meta's are open"],
  [/^flows\.(create|update) categories\.\d$/, "words of Meta's are open"],
  [/^payments\.createConfiguration provider_name$/, "words of Meta's are open"],
  [/^payments\.refund amount\.currency$/, "words of Meta's are open"],
  [/^phoneNumbers\.register data_localization_region$/, "words of Meta's are open"],
  [/^signups\.update status$/, "words of Meta's are open"],
  [/^analytics\.groups group_ids\.\d$/, "only Meta knows what exists"],
  [/^businessProfile\.update profile_picture_handle$/, "only Meta knows what exists"],
  [/^flows\.create clone_flow_id$/, "only Meta knows what exists"],
  [/^flows\.migrate source_waba_id$/, "only Meta knows what exists"],
  [/^onboarding\.exchangeCode (code|redirect_uri)$/, "only Meta knows what it issued"],
  [/^payments\.createOAuthLink configuration_name$/, "only Meta knows what exists"],
  [/^payments\.refund (reference_id|payment_config_id)$/, "only Meta knows what exists"],
  [/^businessAccount\.activities (since|until)$/, "times may have other forms"],
  [/^phoneNumbers\.create verified_name$/, "only Meta's specification has the limits 2 and 75"],
  [/^signups\.update promo_code$/, "the form may have one already"],
  [/^signups\.create policy$/, "only the first form needs it"],
  [/^signups\.create policy\.tos$/, "the address of the terms may change"],
  [/^calls\.connect session\.sdp_type$/, "the client adds it"],
];

/** What the client refuses, and the simulator, like Graph, does not mind. */
const stricter: readonly Place[] = [
  [/ fields\.\d$/, "a limit of ours"],
  [/^qrCodes\.list code$/, "a limit of ours"],
];

/** What the rows of a method leave out, with valid values. */
const more: Readonly<Record<string, Input>> = {
  "businessAccount.update": {
    timezone_id: "1",
    disable_marketing_messages_on_cloud_api: true,
    degrees_of_freedom_spec: {},
  },
  "flows.update": { categories: ["OTHER"], endpoint_uri: "https://a.example" },
  "payments.createConfiguration": { merchant_vpa: "shop@bank" },
  "phoneNumbers.register": { data_localization_region: "DE", tier: "prod", meta_store_retention_minutes: 60 },
  "phoneNumbers.requestOfficialAccount": {
    parent_business_or_brand: "Shops",
    additional_supporting_information: "None",
  },
  "signups.update": {
    signup_message: "Get our news",
    confirmation_message: "Your code: {{promo_code}}",
    privacy_policy_url: "https://a.example/privacy",
    website_url: "https://a.example",
    promo_code: "SAVE10",
    display_name: "Shop",
  },
};

const long = "x".repeat(6000);

/** Broken values in the place of one in a JSON body, which has types. */
function breakTyped(value: unknown): unknown[] {
  if (Array.isArray(value)) return [undefined, [], {}, Array.from({ length: 1025 }, () => value[0])];
  if (typeof value === "object") return [undefined, {}, "x"];
  if (typeof value === "number") return [undefined, -1, 0, 1.5, "x", {}];
  if (typeof value === "boolean") return [undefined, "x", {}];
  return [undefined, "", " ", "x", long, {}, []];
}

/** Broken values in the place of one in a query, where all is text. */
function breakText(value: unknown): unknown[] {
  if (Array.isArray(value)) return [undefined];
  if (typeof value === "object") return [undefined, {}];
  if (typeof value === "number") return [undefined, -1, 0, 1.5, "x"];
  return typeof value === "boolean" ? [undefined, "x"] : [undefined, " ", "x", long];
}

interface Case {
  name: string;
  operation: Operation;
  given: readonly unknown[];
  /** Which argument is the input. */
  index: number;
  input: Input;
}

/** The input of an operation; `undefined` of one that has none: an id or a name alone is no input. */
function findInput(operation: Operation): Case | undefined {
  const given = readArguments(operation);
  const method = toMethod(operation);
  const key = lists[method];
  const index = key === undefined ? given.findIndex((one) => typeof one === "object") : given.length - 1;
  if (index < 0) return undefined;
  const lasting = Object.entries(given[index] as Input).filter(([name]) => !isCursor(name));
  const input = key === undefined ? Object.fromEntries(lasting) : { [key]: [given[index]].flat() };
  const body = operation.body && { ...more[method], ...operation.body };
  const whole = { ...more[method], ...input };
  return { name: operation.name, operation: { ...operation, body }, given, index, input: whole };
}

class Left extends Error {}

const leaving = () => async () => {
  throw new Left();
};

const appSecret = "0123456789abcdef0123456789abcdef";
const whatsapp = client({ appSecret, layers: [leaving] });

/** What the client says about an input: nothing, if it sends it. */
async function askClient({ operation, given, index }: Case, input: Input): Promise<string> {
  const key = lists[toMethod(operation)];
  const [resource = "", method = ""] = toMethod(operation).split(".");
  const methods = whatsapp[resource as "groups"] as unknown as Record<
    string,
    (...given: unknown[]) => unknown
  >;
  const call = async () => {
    const result = methods[method]?.(...given.with(index, key === undefined ? input : input[key]));
    await ((result as { page?: () => Promise<unknown> }).page?.() ?? result);
  };
  const error = await call().catch((thrown: unknown) => thrown);
  if (!(error instanceof ValidationError)) expect(error).toBeInstanceOf(Left);
  return error instanceof ValidationError ? error.message : "";
}

/** What the simulator says about it. */
async function askSimulator({ operation, input }: Case, broken: Input, world: World): Promise<string> {
  const request = travel(operation, input, broken, world);
  const error = await world.whatsapp.request(request as never).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  if (error === undefined) return "";
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).status).toBeLessThan(500);
  return String(error);
}

beforeAll(() => {
  // whoever is asked for a challenge returns it
  vi.stubGlobal("fetch", async (url: URL) => new Response(new URL(url).searchParams.get("hub.challenge")));
});
afterAll(() => void vi.unstubAllGlobals());

const cases = allOperations.flatMap((operation) => findInput(operation) ?? []);
const judged = cases.filter(({ operation }) => !(toMethod(operation) in elsewhere));

/** The paths of an input that travel under a name of their own. */
function findPaths({ operation, input }: Case): string[][] {
  const travelling = findTravelling(operation, input);
  const isWhole = (path: string[]) => !(toMethod(operation) in lists) || path.length === 1;
  return pathsIn(input).filter((path) => travelling.includes(path[0] ?? "") && isWhole(path));
}

/** The input with the value at a path broken, in every way. */
function breakAt({ operation, input }: Case, path: string[]): Input[] {
  const isQuery = operation.body === undefined && operation.text === undefined;
  const wrong = (isQuery ? breakText : breakTyped)(valueAt(input, path));
  const isElement = /^\d+$/.test(path.at(-1) ?? "");
  const isList = toMethod(operation) in lists;
  return wrong
    .filter((value) => (isList ? Array.isArray(value) : !isElement || value !== undefined))
    .map((value) => change(input, path, value) as Input);
}

const used = new Set<Place>();

const allows = (places: readonly Place[], at: string): boolean => {
  const place = places.find(([path]) => path.test(at));
  if (place !== undefined) used.add(place);
  return place !== undefined;
};

describe("client and simulator agree about", () => {
  test.each(judged)("$name", async (one) => {
    const { operation, input } = one;
    const method = toMethod(operation);
    const isRead = operation.request.startsWith("GET") && method !== "onboarding.exchangeCode";
    let world = await createWorld(operation);
    expect([await askClient(one, input), await askSimulator(one, input, world)]).toEqual(["", ""]);
    if (!isRead) world = await createWorld(operation);
    for (const path of findPaths(one)) {
      const at = `${method} ${path.join(".")}`;
      for (const broken of breakAt(one, path)) {
        const [ours, theirs] = [await askClient(one, broken), await askSimulator(one, broken, world)];
        if (theirs === "" && !isRead) world = await createWorld(operation);
        if ((ours === "") === (theirs === "")) continue;
        if (allows(ours === "" ? leftToMeta : stricter, at)) continue;
        const value = JSON.stringify(valueAt(broken, path))?.slice(0, 40);
        expect.soft({ at, value, client: ours, simulator: theirs }).toBe("the same");
      }
    }
  });

  test("every operation with an input, or it is known why not", () => {
    const list = (some: Case[]) => [...new Set(some.map(({ operation }) => toMethod(operation)))];
    const covered = list(judged.filter((one) => findPaths(one).length > 0));
    const all = list(cases.filter(({ input }) => Object.keys(input).length > 0));
    expect([...covered, ...Object.keys(elsewhere)].sort()).toEqual(all.sort());
  });

  test("nothing is listed as open that is not", () => {
    expect([...leftToMeta, ...stricter].filter((place) => !used.has(place))).toEqual([]);
  });
});
