// Stands in for the Cloud API: accepts every message, and tells when each of them arrived.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const accepted = JSON.stringify({
  messaging_product: "whatsapp",
  contacts: [{ input: "14155552671", wa_id: "14155552671" }],
  messages: [{ id: "wamid.HBgLMTQxNTU1NTI2NzEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA" }],
});
const arrivals: number[] = [];

const server = createServer((request, response) => {
  arrivals.push(performance.now());
  request.resume().on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(accepted);
  });
}).listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.on("message", () => process.send?.(arrivals.splice(0)));
process.on("disconnect", () => process.exit());
