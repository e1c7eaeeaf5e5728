import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { ValidationError, WhatsAppClient } from "wacloud";
import type { Suite, World } from "./world.ts";

/** What must hold where there are files. */
export const fileSuite: Suite<World> = {
  "a file is uploaded by its path, and downloads unchanged": async ({ client }) => {
    const { media } = new WhatsAppClient(client);
    const folder = await mkdtemp(join(tmpdir(), "wacloud-file-"));
    const path = join(folder, "a.pdf");
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 249);
    bytes.set(new TextEncoder().encode("%PDF-1.7"));
    await writeFile(path, bytes);
    await media.uploadResumable({ file: { path } });
    const { id } = await media.upload({ file: { path } });
    const download = await media.download(id);
    assert.strictEqual(download.mime_type, "application/pdf");
    assert.deepEqual(await download.bytes(), bytes);
    await rm(folder, { recursive: true });
  },

  "a path to a missing file is refused before anything is sent": async ({ client }) => {
    const { media } = new WhatsAppClient(client);
    const upload = media.upload({ file: { path: join(tmpdir(), "wacloud-nowhere.pdf") } });
    const [outcome] = await Promise.allSettled([upload]);
    assert.instanceOf(outcome?.status === "rejected" && outcome.reason, ValidationError);
  },
};
