import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type * as webhooks from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";

/** A package whose files were replaced while the process runs: what is loaded with the first failure is gone. */
let folder: string;
let installed: typeof webhooks;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wacloud-replaced-"));
  cpSync("dist", folder, { recursive: true });
  const gone = readdirSync(folder).filter((name) => /^failures-.*\.js$/.test(name));
  expect(gone).toHaveLength(1);
  for (const name of gone) rmSync(join(folder, name));
  installed = await import(pathToFileURL(join(folder, "webhooks.js")).href);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a failure is logged and answered although the file that deals with it is gone", () => {
  test.each([
    ["an error of the handler's own is handled again", () => new Error("database down"), 500],
    ["an error of wacloud may be of an unclear send", () => new installed.StoreError("unclear"), 200],
  ])("%s", async (_, fail, status) => {
    const error = vi.fn<(line: string, fields?: object) => void>();
    const thrown = fail();
    const handle = installed.createWebhookHandler({
      ...secrets,
      on: {
        message: () => {
          throw thrown;
        },
      },
      logger: { warn: () => undefined, error },
    });
    const reply = await handle(await delivery(batch(message("wamid.1"))));
    expect(reply.status).toBe(status);
    expect(error).toHaveBeenCalledExactlyOnceWith("wacloud: failed", {
      errors: [thrown, expect.objectContaining({ message: expect.stringContaining("failures-") })],
    });
  });
});
