import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { WhatsAppClient } from "wacloud";
import { shown, type Table } from "./table.ts";

const tenants = 1000;
const sendsEach = 20;

/** What is kept of each tenant after 20 sends: by one client that is told whose token is needed, and by a client for each. */
export async function manyTenants(): Promise<Table> {
  const rows = [
    { what: "one client for all, `withBusinessAccount` for each event", kept: await measure(shared) },
    { what: "a client for each, all kept", kept: await measure(separate) },
  ].map(({ what, kept }) => ({ what, "memory per tenant": shown(kept / 1024, "KB") }));
  return { title: `${tenants} tenants in one process, ${sendsEach} sends each`, rows };
}

type Find = (tenant: number) => WhatsAppClient;

const idsOf = (tenant: number) => ({ businessAccountId: `1${tenant}`, phoneNumberId: `2${tenant}` });
const toToken = (id: string): string => `EAA${id}`.padEnd(200, "x");

/** Options with a `fetch` of their own: clients with the same one share what is kept of a number's pace. */
const options = () => ({
  fetch: async () => Response.json({ messaging_product: "whatsapp", messages: [{ id: "wamid.1" }] }),
  rateLimit: { messagesPerSecond: 1000 },
});

function shared(): Find {
  const accessToken = ({ businessAccountId = "" }) => toToken(businessAccountId);
  const platform = new WhatsAppClient({ ...options(), ...idsOf(0), accessToken });
  return (tenant) => {
    const { businessAccountId, phoneNumberId } = idsOf(tenant);
    return platform.withBusinessAccount(businessAccountId).withPhoneNumber(phoneNumberId);
  };
}

function separate(): Find {
  const common = options();
  const clients = Array.from({ length: tenants }, (_, tenant) => {
    return new WhatsAppClient({ ...common, ...idsOf(tenant), accessToken: toToken(String(tenant)) });
  });
  return (tenant) => clients[tenant] as WhatsAppClient;
}

/** Bytes that each tenant keeps. The first time, code is compiled: the second one counts. */
async function measure(create: () => Find): Promise<number> {
  await send(create());
  const before = await heap();
  const find = create();
  await send(find);
  const kept = (await heap()) - before;
  find(0); // until here, it is in use
  return kept / tenants;
}

async function send(find: Find): Promise<void> {
  for (let round = 0; round < sendsEach; round += 1) {
    for (let tenant = 0; tenant < tenants; tenant += 1)
      await find(tenant).messages.sendText({ to: "+14155552671", body: "Hi" });
  }
}

/** What is used once everything that can go has gone; some of it goes only between tasks. */
async function heap(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let round = 0; round < 5; round += 1) {
    await wait(20);
    collect();
  }
  return process.memoryUsage().heapUsed;
}
