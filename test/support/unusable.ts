import { expect, test } from "vitest";
import { AmbiguousSendError } from "wacloud";
import type { Operation } from "../resources/operations/operation.ts";
import { client, failure } from "./client.ts";
import { recorder } from "./recorder.ts";

/** Responses with status 200 that cannot be what an operation asked for, by its name. */
export function testUnusable(
  operations: readonly Operation[],
  answers: Readonly<Record<string, readonly unknown[]>>,
): void {
  const cases = Object.entries(answers).flatMap(([name, all]) =>
    all.map((answer) => [name, answer] as const),
  );
  test.each(cases)("%s does not take the response %j", async (name, answer) => {
    const { fetch } = recorder(Response.json(answer));
    const operation = operations.find((one) => one.name === name);
    const error = await failure(operation?.call(client({ ...operation.client, fetch })) ?? Promise.resolve());
    const refused = error instanceof AmbiguousSendError ? error.cause : error;
    expect(refused).toMatchObject({ name: "ApiError", status: 200 });
  });
}
