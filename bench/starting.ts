import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { start } from "./child.ts";
import { median } from "./measure.ts";
import { type Comparison, compared, shown, type Table } from "./table.ts";

const attempts = 15;

/** The names of the package's entries, as users import them. */
function entries(): string[] {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, unknown>;
  };
  return Object.keys(exports)
    .filter((name) => name !== "./package.json")
    .map((name) => name.replace(/^\./, "wacloud"));
}

const targets: Record<string, string> = { wacloud: "≤ 40 ms", "wacloud/webhooks": "≤ 10 ms" };

/** The time and the retained memory of importing each entry into a fresh process. */
export function importing(): Table {
  const rows = entries().map((entry) => {
    const results = Array.from({ length: attempts }, () => importOnce(entry));
    return {
      entry,
      time: shown(Math.min(...results.map(({ time }) => time)), "ms"),
      heap: shown(median(results.map(({ heap }) => heap)) / 1024, "KB"),
      target: targets[entry] ?? "",
    };
  });
  return { title: "Importing an entry into a fresh Node.js", rows };
}

function importOnce(entry: string): { time: number; heap: number } {
  const source = `
    gc();
    const heap = process.memoryUsage().heapUsed;
    const started = performance.now();
    await import(${JSON.stringify(entry)});
    const time = performance.now() - started;
    gc();
    console.log(JSON.stringify({ time, heap: process.memoryUsage().heapUsed - heap }));`;
  const flags = ["--expose-gc", "--input-type=module", "--eval", source];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }));
}

/** The life of a process that ends when its first message is accepted, compared with bare `fetch`. */
export async function coldStart(): Promise<Table> {
  const api = await start("cloud-api.ts");
  const url = JSON.stringify(api.url);
  const programs = {
    wacloud: `
      import { WhatsAppClient } from "wacloud";
      const whatsapp = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1", baseUrl: ${url} });
      await whatsapp.messages.sendText({ to: "+14155552671", body: "Hi" });`,
    bare: `
      const headers = { authorization: "Bearer t", "content-type": "application/json" };
      const body = JSON.stringify({ messaging_product: "whatsapp", to: "+14155552671", type: "text", text: { body: "Hi" } });
      await (await fetch(${url} + "/v26.0/1/messages", { method: "POST", headers, body })).json();`,
    nothing: "",
  };
  const best = {
    wacloud: Number.POSITIVE_INFINITY,
    bare: Number.POSITIVE_INFINITY,
    nothing: Number.POSITIVE_INFINITY,
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (const name of ["nothing", "bare", "wacloud"] as const) {
      best[name] = Math.min(best[name], measureLifetime(programs[name]));
    }
  }
  api.stop();
  const whole: Comparison = { what: "whole process", wacloud: best.wacloud, floor: best.bare, unit: "ms" };
  const added: Comparison = {
    what: "beyond starting Node.js",
    wacloud: best.wacloud - best.nothing,
    floor: best.bare - best.nothing,
    unit: "ms",
  };
  return compared("From the start of Node.js to the first accepted message, against bare fetch", [
    whole,
    added,
  ]);
}

/** How long a process that runs this source lives, in milliseconds. */
function measureLifetime(source: string): number {
  const exit = `${source}\nprocess.stdout.write(String(performance.now()));\nprocess.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", exit], {
    encoding: "utf8",
  });
  if (stderr !== "") throw new Error(stderr);
  return Number(stdout);
}
