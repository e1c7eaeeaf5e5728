import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What a worker is served with. */
export interface WorkerSettings {
  /** Which behavior of the platform it asks for. */
  compatibilityDate: string;
  flags: readonly string[];
}

/** Serves a worker on a free port until `stop` is called. */
export async function serveWorker(binary: string, worker: string, settings: WorkerSettings) {
  const config = join(dirname(worker), "workerd.capnp");
  const objects = mkdtempSync(join(dirname(worker), "objects-"));
  writeFileSync(config, writeConfig(basename(worker), objects, settings));
  const child = spawn(binary, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let complaints = "";
  (child.stdio[2] as Readable).on("data", (data) => {
    complaints += data;
  });
  const failed = Promise.race([once(child, "error"), once(child, "exit")]).then(([reason]) => {
    throw new Error(`workerd did not start: ${reason}\n${complaints}`);
  });
  const port = await Promise.race([readPort(child.stdio[3] as Readable), failed]);
  failed.catch(() => undefined); // its end is no news from here on
  // Asked kindly, it waits for requests under way; those of a check that failed may never end, and neither would the run.
  const stop = () => child.kill("SIGKILL");
  return { url: `http://127.0.0.1:${port}`, stop, complaints: () => complaints };
}

/** It tells on its control pipe where it listens. */
async function readPort(control: Readable): Promise<number> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line) as { event: string; port: number };
    if (event === "listen") return port;
  }
  throw new Error("workerd ended without listening.");
}

const writeConfig = (module: string, objects: string, { compatibilityDate, flags }: WorkerSettings) => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = "${objects}", writable = true)),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "${module}")],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}],
  bindings = [(name = "WACLOUD", durableObjectNamespace = "WacloudEntry")],
  durableObjectNamespaces = [(className = "WacloudEntry", uniqueKey = "wacloud", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
);
`;
