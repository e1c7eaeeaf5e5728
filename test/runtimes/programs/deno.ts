import { fetchWebhook } from "wacloud/fetch";
import { meet, type Serve } from "../suites/world.ts";
import { report } from "./report.ts";
import { runOnServer } from "./servers.ts";

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

report(await runOnServer(await meet(String(Deno.args[0])), serve));
Deno.exit();
