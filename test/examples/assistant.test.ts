import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, test } from "vitest";
import { afterTest, cloud, customer, freePort, start } from "./cloud.ts";

test("assistant/server serves assistants behind a token, and receives webhooks", async () => {
  const { simulator, env } = await cloud();
  const port = await freePort();
  const example = start(["examples/assistant/server.ts"], {
    env: { ...env, PORT: String(port), MCP_TOKEN: "open-sesame" },
  });
  await example.prints("listening");
  await simulator.subscribe(`http://127.0.0.1:${port}/webhook`);
  const mcp = new Client({ name: "test", version: "1.0.0" });
  afterTest(() => mcp.close());
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  expect((await fetch(url, { method: "POST" })).status).toBe(401);
  const requestInit = { headers: { authorization: "Bearer open-sesame" } };
  await mcp.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  await simulator.user(customer).sends("Is my cake ready?");
  const { structuredContent } = await mcp.callTool({ name: "whatsapp_recent_messages", arguments: {} });
  expect(structuredContent).toMatchObject({ messages: [{ text: "Is my cake ready?" }] });
});

test("the lines for assistants' programs name options that the command has", () => {
  const page = readFileSync("examples/assistant/README.md", "utf8");
  const help = execFileSync(process.execPath, ["dist/cli.js", "mcp", "--help"], { encoding: "utf8" });
  const options = new Set(page.match(/--(?:env|webhook-port|allow|templates-only|confirm|dry-run)\b/g));
  expect(options.size).toBeGreaterThan(2);
  expect([...options].filter((option) => !help.includes(` ${option} `))).toEqual([]);
  for (const [, json = ""] of page.matchAll(/^```json\n(.*?)^```$/gms)) JSON.parse(json);
});
