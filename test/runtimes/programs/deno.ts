import { fetchWebhook } from "wacloud/fetch";
import { runSuite } from "../suites/run.ts";
import { socketSuite } from "../suites/sockets.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Serve } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";
import { serveNodeHttp } from "./node-http.ts";
import { report } from "./report.ts";

/** As much of Deno as is used here. */
declare const Deno: {
  args: string[];
  exit(): never;
  serve(
    options: { hostname: string; port: number; onListen: () => void },
    handler: (request: Request, info: unknown) => Promise<Response>,
  ): { addr: { port: number } };
};

const serve: Serve = async (options) => {
  const where = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
  const { addr } = Deno.serve(where, fetchWebhook(options));
  return new URL(`http://127.0.0.1:${addr.port}/webhook`);
};

const checks = { ...webhookSuite, ...socketSuite };
const world = await meet(String(Deno.args[0]));
report([
  ...(await runEverywhere(world)),
  await runSuite("fetch handler", checks, serve),
  await runSuite("node:http", checks, serveNodeHttp),
]);
Deno.exit();
