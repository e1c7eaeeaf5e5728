import { type Child, start } from "./child.ts";
import { type Comparison, compared, type Table } from "./table.ts";
import { sign, textWebhook } from "./webhooks.ts";

const rounds = 20;
const requestsPerRound = 200;

/** The CPU that a server spends on a signed text webhook, against the same framework answering 200 unread. */
export async function adapters(): Promise<Table> {
  const rows: Comparison[] = [];
  for (const framework of ["fastify", "express", "node:http"]) {
    const ours = await start("webhook-server.ts", `${framework} wacloud`);
    const bare = await start("webhook-server.ts", `${framework} bare`);
    const best = { ours: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
    for (let round = 0; round < rounds; round += 1) {
      best.bare = Math.min(best.bare, await measureCpu(bare, `bare.${round}`));
      best.ours = Math.min(best.ours, await measureCpu(ours, `ours.${round}`));
    }
    ours.stop();
    bare.stop();
    rows.push({ what: framework, wacloud: best.ours, floor: best.bare, unit: "µs" });
  }
  return compared("A signed text webhook over a socket, against the same framework answering 200", rows);
}

/** Microseconds of the server's CPU per request. */
async function measureCpu(server: Child, round: string): Promise<number> {
  const requests = Array.from({ length: requestsPerRound }, (_, index) => {
    const body = textWebhook(`wamid.${round}.${index}`);
    const headers = { "content-type": "application/json", "x-hub-signature-256": sign(body) };
    return { method: "POST", headers, body };
  });
  const before = await server.ask<number>("cpu");
  for (const request of requests) {
    const response = await fetch(`${server.url}/webhook`, request);
    if ((await response.text()) !== "OK") throw new Error(`answered ${response.status}`);
  }
  return ((await server.ask<number>("cpu")) - before) / requests.length;
}
