import { describe, expect, test } from "vitest";
import {
  AmbiguousSendError,
  ConfigurationError,
  type WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { client, failure, phoneNumberId, refusal } from "../../support/client.ts";
import { type Recorded, recorder } from "../../support/recorder.ts";

/** An operation of the client, as `surface.md` has it: what is called, what travels, what comes back. */
export interface Operation {
  /** `phoneNumbers.register`, and what is special about this case after a space. */
  name: string;
  call: (client: WhatsAppClient, options?: object) => Promise<unknown>;
  /** What the client needs beside the ids. */
  client?: Partial<WhatsAppClientOptions>;
  /** Method, path and query, not escaped and without proof; `{N}` is the phone number, `{A}` the account, `{P}` the app. */
  request: string;
  /** The JSON body. Default: none. */
  body?: unknown;
  /** The body of one that sends a form instead of JSON. */
  text?: string;
  /** What Meta answers. Default: that it succeeded. */
  answer?: unknown;
  /** What it resolves with. Default: what Meta answers. */
  result?: unknown;
  /** The read that tells what happened, for one that is not repeated. */
  findOut?: string;
  /** Other requests that come before it, with their answers. */
  before?: readonly object[];
  /** The error that wraps what an unusable answer throws. */
  wrapper?: string;
}

/** `groups.create` of an operation. */
export const toMethod = ({ name }: Operation): string => name.split(" ")[0] ?? "";

const ids = { N: phoneNumberId, A: "102290129340398", P: "670843887433847" };
const others = { N: "700800", A: "900100", P: "500600" };
const success = { success: true };

function readTarget({ method, url }: Recorded): string {
  const bare = new URL(url);
  if (bare.searchParams.has("appsecret_proof")) bare.searchParams.delete("appsecret_proof");
  return `${method} ${decodeURIComponent(`${bare.pathname}${bare.search}`.replaceAll("+", " "))}`;
}

const fill = (request: string, { N, A, P }: typeof ids): string =>
  request.replace(" /", " /v26.0/").replace("{N}", N).replace("{A}", A).replace("{P}", P);

const respond = (answer: unknown) => () => Response.json(answer);

/** Reads the first page of a list. */
export const readPage = async (list: {
  page: () => Promise<{ data: readonly unknown[] }>;
}): Promise<readonly unknown[]> => (await list.page()).data;

/** Whose an operation is: a number's, an account's, or that of what its first argument names. */
const ownerOf = ({ request }: Operation): keyof typeof ids | undefined =>
  (["N", "A", "P"] as const).find((owner) => request.includes(`{${owner}}`));

/** What a client without the id has, and the option that is missing. */
const without = {
  N: ["phoneNumberId", { businessAccountId: ids.A, phoneNumberId: undefined }],
  A: ["businessAccountId", { phoneNumberId: ids.N, businessAccountId: undefined }],
  P: ["appId", { appId: undefined }],
} as const;

/** The tests that every operation has to pass. */
export function describeOperations(operations: readonly Operation[]): void {
  const owned = operations.filter((one) => ownerOf(one) !== undefined);
  const answersOf = ({ before = [], answer = success }: Operation) => [...before, answer].map(respond);

  describe("requests and results", () => {
    test.each(operations)("$name", async (operation) => {
      const { fetch, requests } = recorder(...answersOf(operation));
      const expected = "result" in operation ? operation.result : (operation.answer ?? success);
      expect(await operation.call(client({ ...operation.client, fetch }))).toEqual(expected);
      const last = requests.at(-1);
      expect(last && readTarget(last)).toBe(fill(operation.request, ids));
      expect(last?.json).toEqual(operation.body);
      if (operation.body === undefined) expect(last?.text).toBe(operation.text ?? "");
    });

    test.each(owned)("$name is about whom its options name, and carries their headers", async (operation) => {
      const { fetch, requests } = recorder(...answersOf(operation));
      const anonymous = client({
        ...operation.client,
        fetch,
        phoneNumberId: "1",
        businessAccountId: "2",
        appId: "3",
      });
      const owner = { phoneNumberId: others.N, businessAccountId: others.A, appId: others.P };
      await operation.call(anonymous, { ...owner, headers: { "x-trace": "7" } });
      const last = requests.at(-1);
      expect(last && readTarget(last)).toBe(fill(operation.request, others));
      expect(last?.headers.get("x-trace")).toBe("7");
    });

    test.each(owned)("$name sends nothing without an id", async (operation) => {
      const { fetch, requests } = recorder();
      const [missing, present] = without[ownerOf(operation) ?? "N"];
      const error = await failure(operation.call(client({ ...operation.client, fetch, ...present })));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain(`\`${missing}\``);
      expect(requests).toHaveLength(0);
    });

    test.each(operations)("$name accepts only a usable answer", async (operation) => {
      const { before = [], answer } = operation;
      const unusable = answer === undefined ? { success: false } : "nothing";
      const { fetch } = recorder(...before.map(respond), respond(unusable));
      const name = operation.wrapper ?? (operation.findOut === undefined ? "ApiError" : "AmbiguousSendError");
      expect(await failure(operation.call(client({ ...operation.client, fetch })))).toMatchObject({ name });
    });
  });

  describe("when the connection breaks", () => {
    const lost = () => new TypeError("terminated");
    const retry = { attempts: 2, minDelayMs: 0 };
    const repeated = operations.filter(({ findOut }) => findOut === undefined);
    const single = operations.filter(({ findOut }) => findOut !== undefined);

    test.each(repeated)("$name is repeated", async (operation) => {
      const { before = [] } = operation;
      const { fetch, requests } = recorder(...before.map(respond), lost(), ...answersOf(operation).slice(-1));
      await operation.call(client({ ...operation.client, fetch, retry }));
      expect(requests).toHaveLength(before.length + 2);
    });

    if (single.length === 0) return;
    test.each(single)("$name is not repeated", async ({ call, client: options }) => {
      const { fetch, requests } = recorder(lost());
      expect(await failure(call(client({ ...options, fetch, retry })))).toBeInstanceOf(AmbiguousSendError);
      expect(requests).toHaveLength(1);
    });
  });
}

/** An input that is refused, with what the refusal says: `path message`. */
export type Refusal = readonly [says: string, call: (client: WhatsAppClient) => Promise<unknown>];

/** Each input is refused before a request, and nothing else about it is wrong. */
export function describeRefusals(refusals: readonly Refusal[]): void {
  describe("refused before a request is made", () => {
    test.each(refusals)("%s", async (says, call) => {
      const { fetch, requests } = recorder();
      const issues = await refusal(call(client({ fetch })));
      expect(issues).toEqual([expect.stringContaining(says)]);
      expect(requests).toHaveLength(0);
    });
  });
}
