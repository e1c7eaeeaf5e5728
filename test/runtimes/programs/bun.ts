import { fetchWebhook } from "wacloud/fetch";
import { meet, type Serve } from "../suites/world.ts";
import { report } from "./report.ts";
import { runOnServer } from "./servers.ts";

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

report(await runOnServer(await meet(String(process.argv[2])), serve));
process.exit();
