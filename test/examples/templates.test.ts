import { expect, test } from "vitest";
import { cloud, customer, run } from "./cloud.ts";

const sync = ["examples/sync-templates.ts", customer];

test("sync-templates creates missing templates, waits for the review, and sends; a second run changes nothing", async () => {
  const { simulator, env } = await cloud({ openWindow: false });
  const first = await run(sync, env);
  expect(first).toMatchObject({
    exitCode: 0,
    printed: expect.stringContaining("create order_shipped pt_BR applied"),
  });
  expect(simulator.user(customer).inbox[0]?.text).toContain(
    "Olá Ana, o pedido 777 saiu e chega na segunda-feira",
  );
  const second = await run(sync, env);
  expect(second.printed).toMatch(/^3 unchanged\naccepted as wamid\./);
});

test("the command line accepts the templates of the examples unchanged", async () => {
  const { env } = await cloud();
  const wacloud = (...words: string[]) =>
    run(["dist/cli.js", "templates", ...words, "examples/templates"], env);
  expect(await wacloud("lint")).toEqual({
    exitCode: 0,
    printed: "3 templates in 2 files: 0 errors, 0 warnings\n",
  });
  expect((await wacloud("push", "--yes")).exitCode).toBe(0);
  expect((await wacloud("diff")).exitCode).toBe(0);
});
