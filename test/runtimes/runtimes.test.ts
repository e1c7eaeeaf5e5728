import { afterAll, beforeAll, describe, test } from "vitest";
import { nodeWebhook } from "wacloud/node";
import { listen } from "../adapters/serving.ts";
import { type Elsewhere, startElsewhere } from "./elsewhere.ts";
import { assistantSuite } from "./suites/assistants.ts";
import { clientSuite } from "./suites/client.ts";
import { fileSuite } from "./suites/files.ts";
import { flowSuite } from "./suites/flows.ts";
import { parsingSuite } from "./suites/parsing.ts";
import { signatureSuite } from "./suites/signature.ts";
import { simulatorSuite } from "./suites/simulator.ts";
import { templateSuite } from "./suites/templates.ts";
import { meet, type World } from "./suites/world.ts";

// The same suites on this Node.js, against the sources; `npm run test:runtimes` takes the built package elsewhere.
// What must hold of webhooks is in test/adapters.

let elsewhere: Elsewhere;
let world: World;

beforeAll(async () => {
  elsewhere = await startElsewhere();
  world = await meet(elsewhere.url);
});

afterAll(() => elsewhere.close());

const suites = {
  signature: signatureSuite,
  parsing: parsingSuite,
  client: clientSuite,
  files: fileSuite,
  flows: flowSuite,
  templates: templateSuite,
  assistants: assistantSuite,
};

describe.each(Object.entries(suites))("%s", (_, suite) => {
  test.each(Object.entries(suite))("%s", (_name, check) => check(world));
});

describe("simulator", () => {
  test.each(Object.entries(simulatorSuite))("%s", (_, check) =>
    check((options) => listen(nodeWebhook(options))),
  );
});
