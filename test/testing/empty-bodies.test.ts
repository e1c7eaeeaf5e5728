import { request } from "node:http";
import { expect, test } from "vitest";
import { type Graph, startGraph } from "./graph.ts";

/** A GET as clients that always say `application/json` make it. */
function get(
  { simulator }: Graph,
  url: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  const authorization = `Bearer ${simulator.accessToken}`;
  return new Promise((resolve, reject) => {
    request(url, { headers: { authorization, ...headers } }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    })
      .once("error", reject)
      .end();
  });
}

const lengths: Record<string, string>[] = [{}, { "content-length": "0" }, { "transfer-encoding": "chunked" }];

const types = [
  "application/json",
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "application/vnd.api+json",
];

test.each(types)("a GET with content-type %s and no body is answered, as Graph does", async (type) => {
  const graph = await startGraph();
  const { simulator, phoneNumberId, accountId } = graph;
  const { url } = await simulator.listen();
  const paths = [
    phoneNumberId,
    `${phoneNumberId}?fields=status`,
    `${accountId}/message_templates`,
    `${accountId}/phone_numbers`,
    "debug_token?input_token=x",
  ];
  for (const path of paths) {
    for (const more of lengths) {
      expect(await get(graph, `${url}/v26.0/${path}`, { "content-type": type, ...more })).toBe(200);
    }
  }
  const inMemory = await simulator.fetch(`https://graph.facebook.com/v26.0/${phoneNumberId}`, {
    headers: { authorization: `Bearer ${simulator.accessToken}`, "content-type": type },
  });
  expect(inMemory.status).toBe(200);
  await simulator.close();
});
