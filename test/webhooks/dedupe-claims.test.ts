import { expect, test } from "vitest";
import { memoryDedupe } from "wacloud/webhooks";
import { Claims } from "../../src/webhooks/claims.ts";

test("what a store could not be told is kept for a bounded number of events", async () => {
  const store = memoryDedupe();
  const claims = new Claims({ ...store, complete: () => Promise.reject(new Error("out of reach")) });
  for (let id = 0; id <= 10_000; id += 1) {
    await expect(claims.end(String(id), "complete")).rejects.toThrow("out of reach");
  }
  expect(await claims.claim("10000")).toBe("done");
  expect(await claims.claim("1")).toBe("done");
  expect(await claims.claim("0")).toBe("claimed");
});
