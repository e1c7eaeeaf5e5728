import { describe, expect, test } from "vitest";
import {
  ConnectionError,
  decryptFlowMedia,
  downloadFlowMedia,
  FlowDecryptionError,
  type FlowMedia,
  ValidationError,
} from "wacloud/flows";

const range = (first: number, length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => first + index)).toString("base64");

const metadata = {
  encrypted_hash: "LNiMxPHwiEwHHsWB3c7rQzDginfz9oqOL7IFcbODb/s=",
  iv: range(0x40, 16),
  encryption_key: range(0, 32),
  hmac_key: range(0x20, 32),
  plaintext_hash: "ZsuCouZGogo4TRC3/utJZ7UNMqth1kNsIbOnhdARdGM=",
};
const file = new Uint8Array(Buffer.from("vOEpkJs8R4QL+ZOhyytaEUORLGcURZ62EYE=", "base64"));
const media: FlowMedia = {
  media_id: "790aba14-5f4a-4dbd-b9b9-3a7d2b7ba2b2",
  cdn_url: "https://mmg.whatsapp.net/v/t62/file.enc?ccb=11",
  file_name: "hello.txt",
  encryption_metadata: metadata,
};

/** The SHA-256 of other bytes in the place of the first check, so that the next one has to find the change. */
const rehashed = async (changed: Uint8Array<ArrayBuffer>) => ({
  ...metadata,
  encrypted_hash: Buffer.from(await crypto.subtle.digest("SHA-256", changed)).toString("base64"),
});

describe("decryptFlowMedia", () => {
  test("the test vector", async () => {
    expect(Buffer.from(await decryptFlowMedia({ file, metadata })).toString()).toBe("hello flow");
    const { buffer } = new Uint8Array(file);
    expect(Buffer.from(await decryptFlowMedia({ file: buffer, metadata })).toString()).toBe("hello flow");
  });

  test("every tampered byte of the file is refused by the hash, and by the MAC alone", async () => {
    for (let at = 0; at < file.length; at += 1) {
      const changed = new Uint8Array(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(decryptFlowMedia({ file: changed, metadata })).rejects.toThrow(FlowDecryptionError);
      await expect(decryptFlowMedia({ file: changed, metadata: await rehashed(changed) })).rejects.toThrow(
        /MAC/,
      );
    }
  });

  test("every tampered byte of the metadata is refused", async () => {
    for (const [name, value] of Object.entries(metadata)) {
      const bytes = Buffer.from(value, "base64");
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        await expect(
          decryptFlowMedia({ file, metadata: { ...metadata, [name]: changed.toString("base64") } }),
        ).rejects.toThrow(FlowDecryptionError);
      }
    }
  });

  test.each([
    ["an empty file", new Uint8Array(0), metadata],
    ["a short file", file.slice(0, 5), metadata],
    ["no key", file, { ...metadata, encryption_key: undefined as never }],
    ["a key of another length", file, { ...metadata, encryption_key: "AAAA" }],
    ["an empty MAC key", file, { ...metadata, hmac_key: "" }],
    ["no base64", file, { ...metadata, iv: "%" }],
    ["no metadata", file, undefined as never],
    ["metadata that is null", file, null as never],
  ])("%s is refused", async (_, given, facts) => {
    await expect(decryptFlowMedia({ file: given, metadata: facts })).rejects.toThrow(FlowDecryptionError);
  });
});

/** A CDN that answers with this, and what it was asked. */
function cdn(answer: () => Response) {
  const asked: [string, RequestInit | undefined][] = [];
  const load = async (url: unknown, init?: RequestInit) => {
    asked.push([String(url), init]);
    return answer();
  };
  return { asked, fetch: load as typeof fetch };
}

describe("downloadFlowMedia", () => {
  test.each(["mmg.whatsapp.net", "scontent.xx.fbcdn.net", "lookaside.FBSBX.com"])("from %s", async (host) => {
    const { asked, fetch } = cdn(() => new Response(file));
    const cdn_url = media.cdn_url.replace("mmg.whatsapp.net", host);
    const { bytes, ...facts } = await downloadFlowMedia({ ...media, cdn_url }, { fetch });
    expect(Buffer.from(bytes).toString()).toBe("hello flow");
    expect(facts).toEqual({ file_name: media.file_name, media_id: media.media_id });
    expect(asked).toEqual([[cdn_url, expect.objectContaining({ redirect: "manual" })]]);
  });

  test.each([
    "http://mmg.whatsapp.net/a",
    "https://whatsapp.net.example.com/a",
    "https://evilwhatsapp.net/a",
    "https://mmg.whatsapp.net@10.0.0.1/a",
    "https://user@mmg.whatsapp.net/a",
    "https://mmg.whatsapp.net:8443/a",
    "https://mmg.whatsapp.net./a",
    "https://127.0.0.1/.whatsapp.net",
    "file:///etc/passwd",
    "mmg.whatsapp.net",
    "",
    undefined,
  ])("%s is refused, and nothing is requested", async (cdn_url) => {
    const { asked, fetch } = cdn(() => new Response(file));
    const failure = await downloadFlowMedia({ ...media, cdn_url: cdn_url as string }, { fetch }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ValidationError);
    expect((failure as ValidationError).issues).toMatchObject([{ path: "cdn_url" }]);
    expect(asked).toEqual([]);
  });

  test.each([undefined, null, "790aba14"])("%s, where no file was sent, is refused", async (given) => {
    const { asked, fetch } = cdn(() => new Response(file));
    await expect(downloadFlowMedia(given as never, { fetch })).rejects.toThrow(/`cdn_url` must be/);
    expect(asked).toEqual([]);
  });

  test.each([
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "http://10.0.0.1/" } })],
    ["a file that is gone", () => new Response("gone", { status: 404 })],
    ["another file", () => new Response("another")],
    ["no body", () => new Response(null)],
  ])("%s is refused", async (_, answer) => {
    await expect(downloadFlowMedia(media, cdn(answer))).rejects.toThrow(FlowDecryptionError);
  });

  test("reading ends at 25 MiB", async () => {
    let sent = 0;
    let isCanceled = false;
    const endless = new ReadableStream({
      pull: (stream) => {
        sent += 1;
        stream.enqueue(new Uint8Array(1024 * 1024));
      },
      cancel: () => {
        isCanceled = true;
      },
    });
    await expect(
      downloadFlowMedia(
        media,
        cdn(() => new Response(endless)),
      ),
    ).rejects.toThrow(/25 MiB/);
    expect(isCanceled).toBe(true);
    expect(sent).toBeLessThan(30);
  });

  test("a CDN that is out of order can be asked again", async () => {
    const { fetch } = cdn(() => new Response("later", { status: 503 }));
    await expect(downloadFlowMedia(media, { fetch })).rejects.toThrow(ConnectionError);
    const down = cdn(() => {
      throw new TypeError("fetch failed");
    });
    await expect(downloadFlowMedia(media, down)).rejects.toThrow(ConnectionError);
  });

  test("a signal ends it with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { fetch } = cdn(() => {
      controller.abort(reason);
      throw new DOMException("aborted", "AbortError");
    });
    await expect(downloadFlowMedia(media, { fetch, signal: controller.signal })).rejects.toBe(reason);
  });
});
