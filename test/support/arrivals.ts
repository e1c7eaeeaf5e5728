import { Worker } from "node:worker_threads";

/** A server on a thread of its own, so that the sender's work does not blur when its requests arrive. */
const source = `
  const { createServer } = require("node:http");
  const { parentPort } = require("node:worker_threads");
  const times = [];
  const answer = JSON.stringify({ messages: [{ id: "wamid.1" }] });
  const server = createServer((request, response) => {
    times.push(performance.now());
    request.resume().on("end", () => response.setHeader("content-type", "application/json").end(answer));
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
  parentPort.on("message", () => parentPort.postMessage(times));
`;

const next = <T>(worker: Worker) => new Promise<T>((resolve) => worker.once("message", resolve));

/** Accepts every message, and tells when each of them arrived. */
export async function arrivals(): Promise<{ url: string; stop: () => Promise<number[]> }> {
  const worker = new Worker(source, { eval: true });
  const port = await next<number>(worker);
  const stop = async () => {
    worker.postMessage("times");
    const times = await next<number[]>(worker);
    await worker.terminate();
    return times;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
