import { globSync } from "node:fs";
import type { WhatsAppClient } from "wacloud";
import type { Operation } from "./operation.ts";

const files = globSync("*.ts", { cwd: import.meta.dirname }).filter((file) => file !== "all.ts");
const modules: Record<string, unknown>[] = await Promise.all(
  files.map((file) => import(/* @vite-ignore */ new URL(file, import.meta.url).href)),
);

/** Every operation that has a row in a table. */
export const allOperations = modules
  .flatMap((module) => Object.entries(module))
  .flatMap(([name, table]) =>
    name.endsWith("Operations") && Array.isArray(table) ? table : [],
  ) as Operation[];

/** What the row of an operation passes to its method. */
export function readArguments({ call }: Operation): unknown[] {
  let found: unknown[] = [];
  const method = (...given: unknown[]) => {
    found = given.filter((one) => one !== undefined);
    return { page: async () => ({ data: [] }) };
  };
  const resource = new Proxy({}, { get: () => method });
  void call(new Proxy({}, { get: () => resource }) as WhatsAppClient);
  return found;
}
