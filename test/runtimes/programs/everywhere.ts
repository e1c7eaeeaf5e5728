import { assistantSuite } from "../suites/assistants.ts";
import { clientSuite } from "../suites/client.ts";
import { flowSuite } from "../suites/flows.ts";
import { parsingSuite } from "../suites/parsing.ts";
import { runSuite, type SuiteResult } from "../suites/run.ts";
import { signatureSuite } from "../suites/signature.ts";
import { templateSuite } from "../suites/templates.ts";
import type { World } from "../suites/world.ts";

/** The suites that need nothing of a runtime but `fetch`. */
export const runEverywhere = async (world: World): Promise<SuiteResult[]> => [
  await runSuite("signature", signatureSuite, world),
  await runSuite("flows", flowSuite, world),
  await runSuite("parsing", parsingSuite, world),
  await runSuite("client", clientSuite, world),
  await runSuite("templates", templateSuite, world),
  await runSuite("assistants", assistantSuite, world),
];
