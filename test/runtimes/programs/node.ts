import { runSuite } from "../suites/run.ts";
import { socketSuite } from "../suites/sockets.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";
import { serveNodeHttp } from "./node-http.ts";
import { report } from "./report.ts";

async function main(): Promise<void> {
  const world = await meet(String(process.argv[2]));
  report([
    ...(await runEverywhere(world)),
    await runSuite("node:http", { ...webhookSuite, ...socketSuite }, serveNodeHttp),
  ]);
  process.exit();
}

void main();
