import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ConfigurationError, type WhatsAppClient } from "wacloud";
import { client, failure, phoneNumberId, refusal } from "../../support/client.ts";
import { type Recorded, recorder } from "../../support/recorder.ts";

/** An operation of the client, as `surface.md` has it: what is called, what travels, what comes back. */
export interface Operation {
  /** `phoneNumbers.register`, and what is special about this case after a space. */
  name: string;
  call: (client: WhatsAppClient, options?: object) => Promise<unknown>;
  /** Method, path and query, not escaped; `{N}` is the phone number, `{A}` the account. */
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
}

const ids = { N: phoneNumberId, A: "102290129340398" };
const others = { N: "700800", A: "900100" };
const success = { success: true };

const readTarget = ({ method, url }: Recorded): string =>
  `${method} ${decodeURIComponent(`${url.pathname}${url.search}`.replaceAll("+", " "))}`;

const fill = (request: string, { N, A }: typeof ids): string =>
  request.replace(" /", " /v26.0/").replace("{N}", N).replace("{A}", A);

const respond = (answer: unknown) => () => Response.json(answer);

/** Reads the first page of a list. */
export const readPage = async (list: {
  page: () => Promise<{ data: readonly unknown[] }>;
}): Promise<readonly unknown[]> => (await list.page()).data;

/** Whose an operation is: a number's, an account's, or that of what its first argument names. */
const ownerOf = ({ request }: Operation): "N" | "A" | undefined =>
  request.includes("{N}") ? "N" : request.includes("{A}") ? "A" : undefined;

/** The tests that every operation has to pass. */
export function describeOperations(operations: readonly Operation[]): void {
  const owned = operations.filter((one) => ownerOf(one) !== undefined);
  const answersOf = ({ before = [], answer = success }: Operation) => [...before, answer].map(respond);

  describe("requests and results", () => {
    test.each(operations)("$name", async (operation) => {
      const { fetch, requests } = recorder(...answersOf(operation));
      const expected = "result" in operation ? operation.result : (operation.answer ?? success);
      expect(await operation.call(client({ fetch }))).toEqual(expected);
      const last = requests.at(-1);
      expect(last && readTarget(last)).toBe(fill(operation.request, ids));
      expect(last?.json).toEqual(operation.body);
      if (operation.body === undefined) expect(last?.text).toBe(operation.text ?? "");
    });

    test.each(owned)("$name is about whom its options name, and carries their headers", async (operation) => {
      const { fetch, requests } = recorder(...answersOf(operation));
      const anonymous = client({ fetch, phoneNumberId: "1", businessAccountId: "2" });
      const owner = { phoneNumberId: others.N, businessAccountId: others.A };
      await operation.call(anonymous, { ...owner, headers: { "x-trace": "7" } });
      const last = requests.at(-1);
      expect(last && readTarget(last)).toBe(fill(operation.request, others));
      expect(last?.headers.get("x-trace")).toBe("7");
    });

    test.each(owned)("$name sends nothing without an id", async (operation) => {
      const { fetch, requests } = recorder();
      const [missing, present] =
        ownerOf(operation) === "N"
          ? (["phoneNumberId", { businessAccountId: ids.A, phoneNumberId: undefined }] as const)
          : (["businessAccountId", { phoneNumberId: ids.N, businessAccountId: undefined }] as const);
      const error = await failure(operation.call(client({ fetch, ...present })));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain(`\`${missing}\``);
      expect(requests).toHaveLength(0);
    });

    test.each(operations)("$name accepts only a usable answer", async (operation) => {
      const { before = [], answer } = operation;
      const unusable = answer === undefined ? { success: false } : "nothing";
      const { fetch } = recorder(...before.map(respond), respond(unusable));
      const name = operation.findOut === undefined ? "ApiError" : "AmbiguousSendError";
      expect(await failure(operation.call(client({ fetch })))).toMatchObject({ name });
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
      await operation.call(client({ fetch, retry }));
      expect(requests).toHaveLength(before.length + 2);
    });

    if (single.length === 0) return;
    test.each(single)("$name is not repeated", async ({ call }) => {
      const { fetch, requests } = recorder(lost());
      expect(await failure(call(client({ fetch, retry })))).toBeInstanceOf(AmbiguousSendError);
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
