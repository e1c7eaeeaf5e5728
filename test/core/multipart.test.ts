import { expect, test, vi } from "vitest";
import { multipart } from "../../src/core/bytes/multipart.ts";
import { client } from "../support/client.ts";
import { fc } from "../support/properties.ts";

test("a form reads back unchanged, whatever its names and contents", async () => {
  const text = fc.string({ unit: "grapheme" }).filter((value) => !/[\r\n\0\ud800-\udfff]/.test(value));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text.filter(Boolean), text), fc.uint8Array(), async (fields, bytes) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob([bytes], { type: "image/png" }), 'cake "1".png');
      const read = await new Response(await multipart(form)).formData();
      for (const [name, value] of Object.entries(fields)) expect(read.getAll(name)).toContain(value);
      const file = read.getAll("file").at(-1) as File;
      expect({ name: file.name, type: file.type }).toEqual({ name: 'cake "1".png', type: "image/png" });
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
    }),
    { numRuns: 100 },
  );
});

test("a response that arrives before the form is read does no harm", async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => void rejections.push(reason);
  process.on("unhandledRejection", note);
  const { media } = client({ fetch: async () => Response.json({ id: "77" }) });
  for (const size of [300, 4_000_000]) {
    await media.upload({ file: new Uint8Array(size).fill(7), type: "text/plain" });
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});

test("a file that a Blob of several parts would drop, as on Bun, is read into memory", async () => {
  const native = globalThis.Blob;
  const onDisk = new File(["on disk"], "a.png");
  const isLeftOut = (parts: BlobPart[] = []) => parts.length > 1 && parts.includes(onDisk);
  vi.stubGlobal(
    "Blob",
    class extends native {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        super(isLeftOut(parts) ? parts.filter((part) => part !== onDisk) : parts, options);
      }
    },
  );
  const form = [["file", onDisk]] as unknown as FormData;
  const whole = await multipart(form);
  expect(await whole.text()).toContain("\r\n\r\non disk\r\n");
  vi.unstubAllGlobals();
});
