// A Cloud API in a network namespace of its own. Says on its standard output how far it is, and does as it is told on
// its standard input.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const ip = (words: string) => execFileSync("ip", words.split(" "));

let taken = 0;
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    taken += 1;
    console.log(`taken ${taken}`);
    response.setHeader("content-type", "application/json").end('{"messages":[{"id":"wamid.1"}]}');
  });
});

const orders: Record<string, () => void> = {
  listen: () => {
    ip("addr add 10.9.0.2/24 dev server");
    ip("link set server up");
    server.listen(80, "10.9.0.2", () => console.log("listening"));
  },
  "lose the route": () => {
    ip("route add unreachable 10.9.0.1/32");
    console.log("lost");
  },
};

createInterface(process.stdin).on("line", (order) => orders[order]?.());
console.log("ready");
