import { assert } from "chai";
import { ApiError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { clientSuite } from "../suites/client.ts";
import { fileSuite } from "../suites/files.ts";
import { parsingSuite } from "../suites/parsing.ts";
import { signatureSuite } from "../suites/signature.ts";
import { simulatorSuite } from "../suites/simulator.ts";
import { socketSuite } from "../suites/sockets.ts";
import { templateSuite } from "../suites/templates.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Suite, type World } from "../suites/world.ts";
import { serveNodeHttp } from "./node-http.ts";

/** As much of Jest as is used here. */
declare const jest: { resetModules: () => void };
declare const describe: (name: string, body: () => void) => void;
declare const test: (name: string, body: () => Promise<void>) => void;

const register = <Given>(name: string, suite: Suite<Given>, given: () => Promise<Given>) =>
  describe(name, () => {
    for (const [title, check] of Object.entries(suite)) test(title, async () => check(await given()));
  });

let known: Promise<World> | undefined;
const world = () => {
  known ??= meet(String(process.env.ELSEWHERE));
  return known;
};

/** What a loaded module requires after a reset is another copy. */
const resetSuite: Suite<World> = {
  "after resetModules, refusals stay ApiErrors, and repeats and the token's renewal work": async () => {
    const simulator = createSimulator();
    const tokens = ["EAAold", simulator.clientOptions.accessToken];
    const accessToken = () => String(tokens.shift());
    const retry = { minDelayMs: 1 };
    const { messages } = new WhatsAppClient({ ...simulator.clientOptions, accessToken, retry });
    simulator.fail({ code: 190 });
    simulator.fail({ code: 131016 });
    simulator.fail({ code: 131047 });
    jest.resetModules();
    const [outcome] = await Promise.allSettled([messages.sendText({ to: "+14155552671", body: "Hello" })]);
    const error: unknown = outcome?.status === "rejected" ? outcome.reason : undefined;
    assert.instanceOf(error, ApiError);
    assert.strictEqual((error as ApiError).code, 131047);
    assert.deepEqual(tokens, []);
    await simulator.close();
  },
};

register("signature", signatureSuite, world);
register("parsing", parsingSuite, world);
register("client", clientSuite, world);
register("resetModules", resetSuite, world);
register("files", fileSuite, world);
register("templates", templateSuite, world);
register("simulator", simulatorSuite, async () => serveNodeHttp);
register("node:http", { ...webhookSuite, ...socketSuite }, async () => serveNodeHttp);
