import { execFileSync } from "node:child_process";
import { median } from "./measure.ts";
import { shown, type Table } from "./table.ts";

const prelude = `
  import { createSimulator } from "wacloud/testing";
  const open = { openWindow: true, throughput: false, pairLimit: false };
  const send = async ({ fetch, clientOptions: { phoneNumberId, accessToken } }, to) => {
    const url = "https://graph.facebook.com/v26.0/" + phoneNumberId + "/messages";
    const headers = { authorization: "Bearer " + accessToken, "content-type": "application/json" };
    const body = JSON.stringify({ messaging_product: "whatsapp", to, type: "text", text: { body: "Hello" } });
    const { status } = await fetch(url, { method: "POST", headers, body });
    if (status !== 200) throw new Error("refused: " + status);
  };
  const time = async (action) => {
    const started = performance.now();
    await action();
    return performance.now() - started;
  };`;

/** A simulator for each test: the first of a process, and 200 more. */
const setUp = `
  const first = await time(() => createSimulator());
  const later = [];
  const whole = [];
  for (let count = 0; count < 200; count += 1) {
    later.push(await time(() => createSimulator()));
    whole.push(await time(async () => {
      const simulator = createSimulator(open);
      await send(simulator, "+14155552671");
      await simulator.close();
    }));
  }
  console.log(JSON.stringify({ first, later: Math.min(...later), whole: Math.min(...whole) }));`;

/** 20,000 messages to 90 customers, one at a time, each of which is delivered and read. The best round counts. */
const load = `
  const simulator = createSimulator(open);
  await send(simulator, "+14155552671");
  gc();
  const { heapUsed } = process.memoryUsage();
  let rate = 0;
  for (let round = 0; round < 20; round += 1) {
    const before = process.cpuUsage();
    for (let count = 0; count < 1000; count += 1) await send(simulator, "+141555526" + (10 + count % 90));
    await simulator.settled();
    const { user, system } = process.cpuUsage(before);
    rate = Math.max(rate, 1000 / ((user + system) / 1e6));
  }
  gc();
  const heap = process.memoryUsage().heapUsed - heapUsed;
  if (simulator.webhooks.length !== 3 * 20_001) throw new Error("Statuses are missing.");
  console.log(JSON.stringify({ rate, heap }));`;

/** What a test pays for a simulator, and how much one can take. */
export function simulating(): Table {
  const starts = Array.from({ length: 9 }, () => run<Record<"first" | "later" | "whole", number>>(setUp));
  const loads = Array.from({ length: 3 }, () => run<Record<"rate" | "heap", number>>(load));
  const fastest = (name: "first" | "later" | "whole") => Math.min(...starts.map((times) => times[name]));
  const rate = Math.max(...loads.map((one) => one.rate));
  const heap = median(loads.map((one) => one.heap)) / 1e6;
  const rows = [
    ["createSimulator(), the first of a process", shown(fastest("first"), "ms"), "≤ 5 ms"],
    ["createSimulator(), each further one", `${fastest("later").toFixed(2)} ms`, ""],
    ["create, send one message, close", `${fastest("whole").toFixed(2)} ms`, ""],
    ["messages per second of CPU, each delivered and read", shown(rate, "/s"), "≥ 2000 /s"],
    ["heap after 20,000 messages", shown(heap, "MB"), ""],
  ];
  return {
    title: "The simulator, through simulator.fetch",
    rows: rows.map(([what = "", wacloud = "", target = ""]) => ({ what, wacloud, target })),
  };
}

function run<T>(program: string): T {
  const flags = ["--expose-gc", "--input-type=module", "--eval", prelude + program];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }));
}
