import type { Clock } from "../../core/clock.ts";
import { encodeBase64 } from "../../utils/base64.ts";
import { toHex } from "../../utils/hash.ts";
import type { Json } from "../../utils/json.ts";
import { day, minute, toSeconds } from "./clock.ts";
import { Counter, createTraceId } from "./ids.ts";
import { sampleFiles } from "./sample-files.ts";

const urlLifeMs = 5 * minute;
/** Uploads are kept for 30 days, files from customers for 7. */
const lifeMs = { business: 30 * day, customer: 7 * day } as const;

/** Path of the media host. */
export const mediaPath = "/whatsapp_business/attachments/";

/** A file to store. */
export interface MediaFacts {
  bytes: Uint8Array;
  mimeType: string;
  phoneNumberId: string;
  /** Who sent or uploaded it. */
  origin: "business" | "customer";
}

export interface StoredMedia extends MediaFacts {
  id: string;
  /** Milliseconds. */
  storedAt: number;
  /** SHA-256 as the API shows it. */
  hexDigest: string;
  /** SHA-256 as webhooks show it. */
  base64Digest: string;
}

/** Files, and the short-lived URLs they can be downloaded from. */
export class MediaStore {
  readonly files = new Map<string, StoredMedia>();
  readonly addresses = new Map<string, { id: string; expiresAt: number }>();
  readonly ids = new Counter(1_013_859_600_285_441n, 7n);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async keep(facts: MediaFacts): Promise<StoredMedia> {
    const bytes = facts.bytes as Uint8Array<ArrayBuffer>;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const stored = {
      ...facts,
      id: this.ids.take(),
      storedAt: this.#clock.now(),
      hexDigest: toHex(digest),
      base64Digest: encodeBase64(digest),
    };
    this.files.set(stored.id, stored);
    return stored;
  }

  /** `undefined` if the file does not exist, was deleted, or is too old. */
  get(id: string): StoredMedia | undefined {
    const stored = this.files.get(id);
    if (stored === undefined) return undefined;
    return this.#clock.now() - stored.storedAt < lifeMs[stored.origin] ? stored : undefined;
  }

  delete(id: string): void {
    this.files.delete(id);
  }

  /** A new download URL, valid for five minutes. */
  url({ id }: StoredMedia, origin: string): string {
    const expiresAt = this.#clock.now() + urlLifeMs;
    const hash = createTraceId();
    this.addresses.set(hash, { id, expiresAt });
    const query = new URLSearchParams({ mid: id, ext: String(toSeconds(expiresAt)), hash });
    return `${origin}${mediaPath}?${query}`;
  }

  /** The file behind a download URL; `undefined` if the URL has expired. */
  at(query: URLSearchParams): StoredMedia | undefined {
    const address = this.addresses.get(query.get("hash") ?? "");
    if (address === undefined || address.id !== query.get("mid")) return undefined;
    return address.expiresAt > this.#clock.now() ? this.get(address.id) : undefined;
  }
}

/** A media message from a customer, before its file is stored. */
interface CustomerFile {
  /** Meta's message type. */
  type: string;
  /** Meta's object for that type, as far as the test gave it. */
  content: Json;
  /** Default: a small sample. */
  file: Blob | Uint8Array | undefined;
  /** Id of the business number it is sent to. */
  phoneNumberId: string;
  /** Origin of the download URL. */
  host: string;
}

/** Stores a customer's file for download, and returns Meta's object with id, hash and URL. */
export async function keepCustomerFile(
  media: MediaStore,
  { type, content, file, phoneNumberId, host }: CustomerFile,
): Promise<Json> {
  if (typeof content.id === "string") return content;
  const sample = sampleFiles[type];
  const stored = await media.keep({
    bytes: file === undefined ? (sample?.bytes() ?? new Uint8Array()) : await readBytes(file),
    mimeType: String(content.mime_type ?? blobType(file) ?? sample?.mimeType),
    phoneNumberId,
    origin: "customer",
  });
  const { id, mimeType: mime_type, base64Digest: sha256 } = stored;
  return { ...content, id, mime_type, sha256, url: media.url(stored, host) };
}

const blobType = (file: Blob | Uint8Array | undefined): string | undefined =>
  file instanceof Blob && file.type !== "" ? file.type : undefined;

const readBytes = async (file: Blob | Uint8Array): Promise<Uint8Array> =>
  file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
