import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ConfigurationError, type WhatsAppClient } from "wacloud";
import { client, failure, refusal } from "./client.ts";
import { recorder } from "./recorder.ts";

/** One way to call a method, what it must request, and what it must make of the response. */
export interface Operation {
  /** What is called, and how: unique. */
  name: string;
  call: (client: WhatsAppClient, options: object) => unknown;
  /** Meta's response. */
  answer: unknown;
  /** HTTP method and path, with the query if there is one. */
  request: string;
  body?: unknown;
  /** What it resolves with. Default: the response. */
  result?: unknown;
  /** Whose it is: which option names another number or account. `undefined` if the first argument says. */
  of?: "phoneNumberId" | "businessAccountId";
  /** Whether it is repeated after a lost connection. */
  repeats: boolean;
  /** Responses that cannot be what was asked for. */
  unusable?: readonly unknown[];
}

const lost = () => new TypeError("terminated");
const retry = { attempts: 2, minDelayMs: 0 };

/** Reads lists to the end. */
async function settle(returned: unknown): Promise<unknown> {
  if (typeof returned !== "object" || returned === null || !(Symbol.asyncIterator in returned))
    return returned;
  const items: unknown[] = [];
  for await (const item of returned as AsyncIterable<unknown>) items.push(item);
  return items;
}

const run = async ({ call }: Pick<Operation, "call">, whatsapp: WhatsAppClient, options = {}) =>
  settle(await call(whatsapp, options));

/** Method, path, query, body and result of each operation, whose it is, and whether it is repeated. */
export function testOperations(operations: readonly Operation[]): void {
  const named = operations.map((one) => [one.name, one] as const);

  test.each(named)("%s: the request and the result", async (_, operation) => {
    const { answer, request, body } = operation;
    const result = "result" in operation ? operation.result : answer;
    const { fetch, requests, target } = recorder(Response.json(answer));
    const resolved = await run(operation, client({ fetch }), { headers: { "x-trace": "7" } });
    expect(`${requests[0]?.method} ${decodeURIComponent(target(0))}`).toBe(request);
    expect(requests[0]?.json).toEqual(body);
    expect(requests[0]?.headers.get("x-trace")).toBe("7");
    expect(resolved).toEqual(result);
  });

  test.each(named.filter(([, { of }]) => of !== undefined))("%s: for another one", async (_, operation) => {
    const { of = "phoneNumberId", answer } = operation;
    const none = { phoneNumberId: "700900", businessAccountId: "500900", [of]: undefined };
    const { fetch, requests, target } = recorder(Response.json(answer));
    const whatsapp = client({ fetch, ...(none as { businessAccountId: string }) });
    const error = await failure(run(operation, whatsapp));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toContain(`\`${of}\``);
    expect(requests).toHaveLength(0);
    await run(operation, whatsapp, { [of]: "700800" });
    expect(target(0)).toMatch(/^\/v26\.0\/700800\b/);
  });

  test.each(named)("%s: when the connection breaks", async (_, operation) => {
    const { fetch, requests } = recorder(lost(), Response.json(operation.answer));
    const running = run(operation, client({ fetch, retry }));
    if (operation.repeats) await running;
    else expect(await failure(running)).toBeInstanceOf(AmbiguousSendError);
    expect(requests).toHaveLength(operation.repeats ? 2 : 1);
  });

  const bad = operations.flatMap((one) =>
    (one.unusable ?? []).map((answer) => [one.name, answer, one] as const),
  );
  if (bad.length === 0) return;
  test.each(bad)("%s does not take the response %j", async (_, answer, operation) => {
    const { fetch } = recorder(Response.json(answer));
    const error = await failure(run(operation, client({ fetch })));
    const refused = error instanceof AmbiguousSendError ? error.cause : error;
    expect(refused).toMatchObject({ name: "ApiError", status: 200 });
  });
}

/** What is refused before a request: the whole issue, or how it begins. */
export function testRefusals(
  cases: readonly (readonly [issue: string, call: (client: WhatsAppClient) => unknown])[],
): void {
  describe("refused before a request", () => {
    test.each(cases)("%s", async (issue, call) => {
      const { fetch, requests } = recorder();
      const issues = await refusal(run({ call }, client({ fetch })));
      expect(issues).toEqual([expect.stringContaining(issue)]);
      expect(requests).toHaveLength(0);
    });
  });
}
