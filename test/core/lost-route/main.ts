// Sends over a connection whose route is lost after the message arrived. Prints what came of it, as JSON.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { WhatsAppClient } from "../../../src/index.ts";

const ip = (words: string) => execFileSync("ip", words.split(" "));

/** Waits for a line of the server's. */
const lines = (server: ChildProcess) => {
  const iterator = createInterface(server.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  return async (expected: string) => {
    const { value } = await iterator.next();
    if (value !== expected) throw new Error(`Expected "${expected}" of the server, got "${value}".`);
  };
};

const script = fileURLToPath(new URL("server.ts", import.meta.url));
const server = spawn("unshare", ["--net", process.execPath, script], { stdio: ["pipe", "pipe", "inherit"] });
const hears = lines(server);
const tell = (order: string) => server.stdin.write(`${order}\n`);

await hears("ready");
writeFileSync("/proc/sys/net/ipv4/tcp_retries2", "3"); // of this namespace: gives up after seconds, not a quarter of an hour
ip(`link add client type veth peer name server netns ${server.pid}`);
ip("addr add 10.9.0.1/24 dev client");
ip("link set client up");
tell("listen");
await hears("listening");

const { messages } = new WhatsAppClient({
  accessToken: "EAAtoken",
  phoneNumberId: "1",
  baseUrl: "http://10.9.0.2",
  retry: { attempts: 2, minDelayMs: 0 },
});
const send = () => messages.sendText({ to: "+14155552671", body: "Hello" });
await send();
await hears("taken 1");
tell("lose the route"); // no acknowledgement comes back
await hears("lost");
const sending = Promise.allSettled([send()]);
await hears("taken 2");
ip("route add unreachable 10.9.0.2/32"); // no repeat of a segment leaves
const [outcome] = await sending;
const error = outcome.status === "rejected" ? outcome.reason : undefined;
const causes: string[] = [];
for (let inner = error; inner instanceof Error; inner = inner.cause)
  causes.push(String(Object(inner).code ?? inner.name));
console.log(JSON.stringify({ error: error?.name, causes }));
server.kill();
