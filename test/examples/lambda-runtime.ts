// What AWS's runtime does, with one event a line and one result a line: node lambda-runtime.ts ./index.mjs
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { handler } = await import(pathToFileURL(String(process.argv[2])).href);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await handler(JSON.parse(line), { awsRequestId: "8476a536" })));
}
