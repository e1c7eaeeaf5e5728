import { setTimeout } from "node:timers/promises";
import { WhatsAppClient, type WhatsAppClientOptions } from "wacloud";
import { start } from "./child.ts";
import { median, race } from "./measure.ts";
import { type Comparison, compared, shown, type Table } from "./table.ts";

const to = "+14155552671";
const account = { accessToken: "t", phoneNumberId: "1" };

/** Sends without a library: no checks, no pacing, no retries, no errors. */
function bareSender(url: string) {
  const headers = { authorization: "Bearer t", "content-type": "application/json" };
  return async () => {
    const body = JSON.stringify({ messaging_product: "whatsapp", to, type: "text", text: { body: "Hi" } });
    const response = await fetch(`${url}/v26.0/1/messages`, { method: "POST", headers, body });
    return response.json();
  };
}

function sender(options: Partial<WhatsAppClientOptions>) {
  const whatsapp = new WhatsAppClient({ ...account, ...options });
  return () => whatsapp.messages.sendText({ to, body: "Hi" });
}

const together = (count: number, send: () => Promise<unknown>) => () =>
  Promise.all(Array.from({ length: count }, send));

/** Sends with everything on, against bare `fetch` and the same server. */
export async function sending(): Promise<Table> {
  const api = await start("cloud-api.ts");
  const bare = bareSender(api.url);
  const ours = sender({ baseUrl: api.url, rateLimit: { messagesPerSecond: 100_000 } });
  const single = await race(ours, bare, { calls: 40, rounds: 60 });
  const fifty = await race(together(50, ours), together(50, bare), { calls: 2, rounds: 30 });
  const calm = sender({ baseUrl: api.url });
  const idle = await waits(calm, bare);
  api.stop();
  const rows: Comparison[] = [
    { what: "CPU per send", wacloud: single.ours.cpu, floor: single.floor.cpu, unit: "µs", target: 2.2 },
    {
      what: "CPU per send, 50 at a time",
      wacloud: fifty.ours.cpu / 50,
      floor: fifty.floor.cpu / 50,
      unit: "µs",
    },
    { what: "waiting for a send at no load", wacloud: idle.ours, floor: idle.floor, unit: "µs", target: 1.6 },
  ];
  return compared("Sending a text: checks, limiter and retries on, against bare fetch", rows);
}

/** Microseconds until one send is accepted, when the one before is long over; in turn, the middle of many. */
async function waits(ours: () => Promise<unknown>, floor: () => Promise<unknown>) {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let index = 0; index < 80; index += 1) {
    times.floor.push(await waitFor(floor));
    times.ours.push(await waitFor(ours));
  }
  return { ours: median(times.ours), floor: median(times.floor) };
}

async function waitFor(send: () => Promise<unknown>): Promise<number> {
  await setTimeout(20);
  const started = performance.now();
  await send();
  return (performance.now() - started) * 1000;
}

/** One process and one number, at the default pace and at the fastest. */
export async function pace(): Promise<Table> {
  const rows = [...(await paceAt(80, 400)), ...(await paceAt(1000, 5000))];
  return { title: "One process, one number, all texts at once", rows };
}

async function paceAt(limit: number, count: number): Promise<Table["rows"]> {
  const api = await start("cloud-api.ts");
  const departures: number[] = [];
  const send = sender({
    baseUrl: api.url,
    rateLimit: { messagesPerSecond: limit },
    fetch: (url, init) => {
      departures.push(performance.now());
      return fetch(url, init);
    },
  });
  await send();
  await setTimeout(1100);
  departures.length = 0;
  await api.ask("arrivals so far");
  await Promise.all(Array.from({ length: count }, send));
  const arrivals = await api.ask<number[]>("arrivals");
  api.stop();
  const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
  const at = `at ${limit} a second, ${count} texts`;
  const inWorstSecond = (times: number[]) => String(busiestSecond(times));
  const [least, most] = [`≥ ${limit * 0.95}`, `≤ ${Math.floor(limit * 1.02)}`];
  return [
    { what: `${at}: sends per second`, wacloud: shown(arrivals.length / seconds, "/s"), target: least },
    { what: `${at}: departures in the worst second`, wacloud: inWorstSecond(departures), target: most },
    { what: `${at}: arrivals in the worst second`, wacloud: inWorstSecond(arrivals), target: "" },
  ];
}

/** The most arrivals that any window of one second holds. */
function busiestSecond(times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[first] ?? 0) >= 1000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
