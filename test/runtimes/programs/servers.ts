import { fileSuite } from "../suites/files.ts";
import { runSuite, type SuiteResult } from "../suites/run.ts";
import { simulatorSuite } from "../suites/simulator.ts";
import { socketSuite } from "../suites/sockets.ts";
import { webhookSuite } from "../suites/webhook.ts";
import type { Serve, World } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";
import { serveNodeHttp } from "./node-http.ts";

/** All suites, for runtimes that have what servers need: files, sockets, `node:http`, and mostly a server of their own. */
export async function runOnServer(world: World, serve?: Serve): Promise<SuiteResult[]> {
  const checks = { ...webhookSuite, ...socketSuite };
  return [
    ...(await runEverywhere(world)),
    await runSuite("files", fileSuite, world),
    await runSuite("simulator", simulatorSuite, serve ?? serveNodeHttp),
    await runSuite("node:http", checks, serveNodeHttp),
    ...(serve === undefined ? [] : [await runSuite("fetch handler", checks, serve)]),
  ];
}
