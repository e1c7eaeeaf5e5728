import { expect, test } from "vitest";
import { client } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { recorder } from "../support/recorder.ts";

/** What a response of this text is read as. */
async function read(text: string): Promise<unknown> {
  const { fetch } = recorder(new Response(text, { headers: { "content-type": "application/json" } }));
  return (await client({ fetch }).request({ method: "GET", path: "/1" })).body;
}

const anyId = fc.bigInt({ min: 0n, max: 10n ** 24n });

test("ids are strings, exact beyond 2^53, whatever is around them", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyId,
      anyId,
      fc.string(),
      fc.constantFrom("", " ", "\n  "),
      async (one, other, text, gap) => {
        const quoted = JSON.stringify(text);
        const sent = `{"note":${quoted},"id":${gap}${one},"data":[{"user_id":${gap}${other},"ids":${gap}[${gap}${one},${other}]}]}`;
        expect(await read(sent)).toEqual({
          note: text,
          id: String(one),
          data: [{ user_id: String(other), ids: [String(one), String(other)] }],
        });
      },
    ),
  );
});

test("other numbers stay numbers, and what a text says stays as it is", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.double({ noNaN: true, min: -(2 ** 52), max: 2 ** 52 }),
      async (whole, part) => {
        const body = { limit: whole, valid: part, paid: true, note: `"id": ${whole}`, grids: [whole] };
        expect(await read(JSON.stringify({ id: 7, ...body }))).toEqual(
          JSON.parse(JSON.stringify({ id: "7", ...body })),
        );
      },
    ),
  );
});

test.each(['{"id":7', '{"id":7}}', "nonsense id: 1234567890123456"])("%s is no JSON", async (text) => {
  await expect(read(text)).rejects.toMatchObject({ name: "ApiError", status: 200 });
});
