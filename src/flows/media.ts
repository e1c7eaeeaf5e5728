import { ConnectionError, FlowDecryptionError, ValidationError } from "../errors.ts";
import type { FlowMedia, FlowMediaMetadata } from "../types/flows/endpoint.ts";
import { decodeBase64, encodeBase64 } from "../utils/base64.ts";
import { toObject } from "../utils/json.ts";

/** What {@link decryptFlowMedia} takes. */
export interface FlowMediaInput {
  /** The bytes as they came from the CDN. */
  file: Uint8Array | ArrayBuffer;
  /** `encryption_metadata` of the same file. */
  metadata: FlowMediaMetadata;
}

/** Options of {@link downloadFlowMedia}. */
export interface FlowDownloadOptions {
  /** What to download with. Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Aborts the download, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** A downloaded file. */
export interface DownloadedFlowMedia {
  /** The file itself, decrypted. */
  bytes: Uint8Array;
  /** The name of the file on the phone. Check it before you use it in a path. */
  file_name: string;
  /** Meta's id of the file. */
  media_id: string;
}

/** Meta's limit for the file, with its cipher's padding and its MAC. */
const maxBytes = 25 * 1024 * 1024 + 16 + 10;
const macBytes = 10;

/**
 * Decrypts a file that a Flow sent to an endpoint, and checks what Meta states about it: both hashes and the MAC.
 *
 * @throws {@link FlowDecryptionError} if anything does not fit. Drop the file.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/media_upload
 */
export async function decryptFlowMedia({ file, metadata }: FlowMediaInput): Promise<Uint8Array> {
  const bytes = copy(file);
  const key = readMetadata(metadata);
  await checkHash(bytes, metadata.encrypted_hash, "the encrypted file was changed on the way");
  const content = bytes.subarray(0, Math.max(0, bytes.length - macBytes));
  await checkMac(content, bytes.subarray(content.length), key);
  const plain = await decryptCbc(content, key);
  await checkHash(plain, metadata.plaintext_hash, "the decrypted file is not the one that was sent");
  return plain;
}

/**
 * Downloads a file that a Flow sent to an endpoint, from WhatsApp's hosts only, and decrypts it.
 *
 * @param media one element of `data.<picker>` in a request to your endpoint.
 * @throws {@link ValidationError} if the address is not one of WhatsApp's; nothing was requested.
 * {@link ConnectionError} if the CDN cannot be reached or is out of order: try again. {@link FlowDecryptionError} if
 * the file is gone, larger than 25 MiB, or not what was sent.
 *
 * @example
 * const { bytes, file_name } = await downloadFlowMedia(request.data.photos[0]);
 */
export async function downloadFlowMedia(
  media: FlowMedia,
  { fetch: load = fetch, signal }: FlowDownloadOptions = {},
): Promise<DownloadedFlowMedia> {
  checkAddress(toObject(media).cdn_url);
  const file = await download(media.cdn_url, load, signal);
  const bytes = await decryptFlowMedia({ file, metadata: media.encryption_metadata });
  return { bytes, file_name: media.file_name, media_id: media.media_id };
}

const hosts = /\.(whatsapp\.net|fbcdn\.net|fbsbx\.com)$/i;

function checkAddress(address: unknown): void {
  const url = typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
  const { protocol, hostname = "", port, username, password } = url ?? {};
  if (protocol === "https:" && hosts.test(hostname) && !port && !username && !password) return;
  const message = "must be an https address of WhatsApp (*.whatsapp.net, *.fbcdn.net, *.fbsbx.com)";
  throw new ValidationError(`Invalid Flow media: \`cdn_url\` ${message}.`, [{ path: "cdn_url", message }]);
}

async function download(url: string, load: typeof fetch, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await load(url, { redirect: "manual", signal: signal ?? null });
    await checkStatus(response);
    return await readLimited(response);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FlowDecryptionError || error instanceof ConnectionError) throw error;
    throw new ConnectionError("The file of the Flow could not be downloaded.", { cause: error });
  }
}

async function checkStatus(response: Response): Promise<void> {
  const { status, redirected } = response;
  if (status === 200 && !redirected) return;
  await response.body?.cancel();
  if (status >= 500) throw new ConnectionError(`The CDN of WhatsApp answered ${status}: try again later.`);
  throw unreadable(`the CDN answered ${status}; files are kept for up to 20 days`);
}

async function readLimited(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    size += read.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw unreadable("it is larger than 25 MiB");
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

interface MediaKey {
  iv: Uint8Array<ArrayBuffer>;
  cipher: Uint8Array<ArrayBuffer>;
  mac: Uint8Array<ArrayBuffer>;
}

function readMetadata(metadata: unknown): MediaKey {
  const { iv, encryption_key, hmac_key } = toObject(metadata);
  const [start, cipher, mac] = [iv, encryption_key, hmac_key].map((value) =>
    typeof value === "string" ? decodeBase64(value) : undefined,
  ) as (Uint8Array<ArrayBuffer> | undefined)[];
  if (start === undefined || cipher === undefined || mac === undefined)
    throw unreadable("its `encryption_metadata` is incomplete");
  return { iv: start, cipher, mac };
}

async function checkHash(bytes: Uint8Array<ArrayBuffer>, expected: string, problem: string): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (encodeBase64(digest) !== expected) throw unreadable(problem);
}

async function checkMac(content: Uint8Array<ArrayBuffer>, mac: Uint8Array, key: MediaKey): Promise<void> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const signing = await attempt(crypto.subtle.importKey("raw", key.mac, hmac, false, ["sign"]));
  const signed = await crypto.subtle.sign("HMAC", signing, concat(key.iv, content));
  if (!isEqual(new Uint8Array(signed, 0, macBytes), mac)) throw unreadable("its MAC does not fit");
}

async function decryptCbc(content: Uint8Array<ArrayBuffer>, key: MediaKey): Promise<Uint8Array<ArrayBuffer>> {
  const cipher = await attempt(crypto.subtle.importKey("raw", key.cipher, "AES-CBC", false, ["decrypt"]));
  const algorithm = { name: "AES-CBC", iv: key.iv };
  return new Uint8Array(await attempt(crypto.subtle.decrypt(algorithm, cipher, content)));
}

const attempt = <T>(work: Promise<T>): Promise<T> =>
  work.catch(() => {
    throw unreadable("its `encryption_metadata` does not fit");
  });

/** In constant time. */
const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length &&
  one.reduce((difference, byte, index) => difference | (byte ^ (other[index] ?? 0)), 0) === 0;

function concat(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}

const copy = (bytes: Uint8Array | ArrayBuffer): Uint8Array<ArrayBuffer> =>
  new Uint8Array(ArrayBuffer.isView(bytes) ? bytes : bytes.slice(0));

const unreadable = (why: string): FlowDecryptionError =>
  new FlowDecryptionError(`The file of the Flow cannot be used: ${why}.`);
