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

register("signature", signatureSuite, world);
register("parsing", parsingSuite, world);
register("client", clientSuite, world);
register("files", fileSuite, world);
register("templates", templateSuite, world);
register("simulator", simulatorSuite, async () => serveNodeHttp);
register("node:http", { ...webhookSuite, ...socketSuite }, async () => serveNodeHttp);
