import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { call, quiet } from "./support.ts";

const start = (simulator: Simulator, query = "?file_length=5&file_type=image/png&file_name=a.png") =>
  call(simulator, "POST", `/v26.0/${simulator.clientOptions.appId}/uploads${query}`);

async function append(simulator: Simulator, session: string, offset: string | undefined, bytes: number[]) {
  const answer = await simulator.fetch(`https://graph.facebook.com/v26.0/${session}`, {
    method: "POST",
    headers: {
      authorization: `OAuth ${simulator.accessToken}`,
      ...(offset === undefined ? {} : { file_offset: offset }),
    },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, json: await answer.json() };
}

const progress = (simulator: Simulator, session: string) =>
  call(simulator, "GET", `/v26.0/${session}`, undefined, {
    headers: { authorization: `OAuth ${simulator.accessToken}` },
  });

test("a file can be uploaded in one piece, which gives a handle", async () => {
  const simulator = quiet();
  const { status, json } = await start(simulator);
  expect({ status, id: json.id }).toEqual({
    status: 200,
    id: expect.stringMatching(/^upload:\S+\?sig=\S+$/),
  });
  expect(await append(simulator, json.id, "0", [1, 2, 3, 4, 5])).toEqual({
    status: 200,
    json: { h: expect.stringMatching(/^4::/) },
  });
});

test("an upload resumes at its offset", async () => {
  const simulator = quiet();
  const { id } = (await start(simulator)).json;
  expect((await progress(simulator, id)).json).toEqual({ id, file_offset: 0 });
  await append(simulator, id, "0", [1, 2, 3]);
  expect((await progress(simulator, id)).json).toEqual({ id, file_offset: 3 });
  expect((await append(simulator, id, "0", [1, 2, 3, 4, 5])).status).toBe(400);
  expect((await append(simulator, id, "3", [4, 5, 6])).status).toBe(400);
  expect((await append(simulator, id, "3", [4, 5])).json).toHaveProperty("h");
});

test("if the last response was lost, repeating the request gives the handle", async () => {
  const simulator = quiet();
  const { id } = (await start(simulator)).json;
  simulator.fail({ reset: "after-read" });
  await expect(append(simulator, id, "0", [1, 2, 3, 4, 5])).rejects.toThrow("fetch failed");
  expect((await progress(simulator, id)).json.file_offset).toBe(5);
  expect((await append(simulator, id, "5", [])).json).toHaveProperty("h");
});

test("a session is only found by its whole id", async () => {
  const simulator = quiet();
  const { id } = (await start(simulator)).json as { id: string };
  const [withoutSignature = ""] = id.split("?");
  for (const wrong of [withoutSignature, `${id}x`, id.replace("?", "%3F")]) {
    expect((await append(simulator, wrong, "0", [1])).status).toBe(400);
  }
});

test("the offset is required, and the token must be in the header", async () => {
  const simulator = quiet();
  const { id } = (await start(simulator)).json;
  expect((await append(simulator, id, undefined, [1])).status).toBe(400);
  const url = `https://graph.facebook.com/v26.0/${id}&access_token=${simulator.accessToken}`;
  const answer = await simulator.fetch(url, { method: "POST", headers: { file_offset: "0" }, body: "12345" });
  expect(answer.status).toBe(401);
});

test.each([
  ["?file_type=image/png"],
  ["?file_length=0&file_type=image/png"],
  ["?file_length=5&file_type=image/gif"],
  ["?file_length=5"],
])("a session cannot start with %s", async (query) => {
  const { status, json } = await start(quiet(), query);
  expect({ status, code: json.error?.code }).toEqual({ status: 400, code: 100 });
});
