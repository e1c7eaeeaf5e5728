import { fetchWebhook } from "wacloud/fetch";
import { runSuite } from "../suites/run.ts";
import { socketSuite } from "../suites/sockets.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Serve } from "../suites/world.ts";
import { runEverywhere } from "./everywhere.ts";
import { serveNodeHttp } from "./node-http.ts";
import { report } from "./report.ts";

/** As much of Bun as is used here. */
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    fetch: (request: Request, server: unknown) => Promise<Response>;
  }): { port: number };
};

const serve: Serve = async (options) => {
  const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: fetchWebhook(options) });
  return new URL(`http://127.0.0.1:${port}/webhook`);
};

const checks = { ...webhookSuite, ...socketSuite };
const world = await meet(String(process.argv[2]));
report([
  ...(await runEverywhere(world)),
  await runSuite("fetch handler", checks, serve),
  await runSuite("node:http", checks, serveNodeHttp),
]);
process.exit();
