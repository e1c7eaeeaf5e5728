import type { Clock } from "../../core/clock.ts";
import type { Json } from "../../utils/json.ts";
import { day, minute } from "./clock.ts";
import { counter, traceId } from "./ids.ts";

const urlLifeMs = 5 * minute;
/** Uploads live 30 days, files from customers 7. */
const lifeMs = { business: 30 * day, customer: 7 * day } as const;

/** Path of the media host. */
export const mediaPath = "/whatsapp_business/attachments/";

/** What a file is stored with. */
export interface MediaFacts {
  bytes: Uint8Array;
  mimeType: string;
  phoneNumberId: string;
  /** Who brought it. */
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

/** Files, and the short-lived addresses they are fetched from. */
export class MediaStore {
  readonly #clock: Clock;
  readonly #files = new Map<string, StoredMedia>();
  readonly #addresses = new Map<string, { id: string; expiresAt: number }>();
  readonly #nextId = counter(1_013_859_600_285_441n, 7n);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async keep(facts: MediaFacts): Promise<StoredMedia> {
    const bytes = facts.bytes as Uint8Array<ArrayBuffer>;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const stored = {
      ...facts,
      id: this.#nextId(),
      storedAt: this.#clock.now(),
      hexDigest: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      base64Digest: btoa(String.fromCharCode(...digest)),
    };
    this.#files.set(stored.id, stored);
    return stored;
  }

  /** `undefined` for a file that never was, was deleted or is too old. */
  get(id: string): StoredMedia | undefined {
    const stored = this.#files.get(id);
    if (stored === undefined) return undefined;
    return this.#clock.now() - stored.storedAt < lifeMs[stored.origin] ? stored : undefined;
  }

  delete(id: string): void {
    this.#files.delete(id);
  }

  /** A new address, good for five minutes. */
  url({ id }: StoredMedia, origin: string): string {
    const expiresAt = this.#clock.now() + urlLifeMs;
    const hash = traceId();
    this.#addresses.set(hash, { id, expiresAt });
    const query = new URLSearchParams({ mid: id, ext: String(Math.floor(expiresAt / 1000)), hash });
    return `${origin}${mediaPath}?${query}`;
  }

  /** The file behind an address; `undefined` once the address is too old. */
  at(query: URLSearchParams): StoredMedia | undefined {
    const address = this.#addresses.get(query.get("hash") ?? "");
    if (address === undefined || address.id !== query.get("mid")) return undefined;
    return address.expiresAt > this.#clock.now() ? this.get(address.id) : undefined;
  }
}

/** Message types that carry a file. */
export const mediaKinds: ReadonlySet<string> = new Set(["image", "video", "audio", "document", "sticker"]);

const mimeTypes: Readonly<Record<string, string>> = {
  image: "image/png",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
};

/** A media message of a customer, before its file is stored. */
interface CustomerFile {
  /** Meta's name of the kind. */
  type: string;
  /** Meta's object of that kind, as far as it was given. */
  content: Json;
  /** Default: a few bytes of text. */
  file: Blob | Uint8Array | undefined;
  /** The business number it is sent to. */
  phoneNumberId: string;
  /** Origin of the address it can be downloaded from. */
  host: string;
}

/** Stores what a customer sends, so that the business can download it; completes Meta's object accordingly. */
export async function keepCustomerFile(
  media: MediaStore,
  { type, content, file, phoneNumberId, host }: CustomerFile,
): Promise<Json> {
  if (typeof content.id === "string") return content;
  const fileType = file instanceof Blob && file.type !== "" ? file.type : undefined;
  const mimeType = String(content.mime_type ?? fileType ?? mimeTypes[type]);
  const stored = await media.keep({
    bytes: await readBytes(file),
    mimeType,
    phoneNumberId,
    origin: "customer",
  });
  const url = media.url(stored, host);
  return { ...content, id: stored.id, mime_type: mimeType, sha256: stored.base64Digest, url };
}

async function readBytes(file: Blob | Uint8Array | undefined): Promise<Uint8Array> {
  if (file === undefined) return new TextEncoder().encode("A file from a customer.");
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
}
