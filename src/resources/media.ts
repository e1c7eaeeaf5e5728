import { hasId, hasSuccess } from "../core/answers.ts";
import { path } from "../core/path.ts";
import type { ApiResponse, Call } from "../core/pipeline.ts";
import { required } from "../core/required.ts";
import { ApiError } from "../errors.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import {
  type MediaDownload,
  type MediaInfo,
  type MediaReference,
  type MediaUpload,
  sampleTypes,
} from "../types/media.ts";
import { bytesOf, checkedStream } from "./media/checked-stream.ts";
import { checkMedia, type PreparedFile, prepare, wrong } from "./media/file.ts";
import { checkMediaUrl } from "./media/hosts.ts";
import { uploadResumably } from "./media/resumable.ts";

/** What media are transferred with. */
export interface MediaOptions {
  phoneNumberId: string;
  appId?: string | undefined;
  baseUrl: string;
}

/** Options of `get` and `delete`. */
export interface MediaCallOptions extends CallOptions {
  /** Succeed only if the media belongs to this number. Default: any of the account's. */
  phoneNumberId?: string | undefined;
}

/**
 * Media of one business phone number.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export class Media {
  readonly #call: Call;
  readonly #options: MediaOptions;

  constructor(call: Call, options: MediaOptions) {
    this.#call = call;
    this.#options = options;
  }

  /**
   * Uploads a file; its id can be sent for 30 days.
   *
   * @throws `ValidationError` when WhatsApp takes no such type, none so large, or the extension contradicts the type.
   *
   * @example
   * const { id } = await media.upload({ file: { path: "./invoice.pdf" } });
   * await messages.sendDocument({ to, id, filename: "invoice.pdf" });
   */
  async upload(input: MediaUpload, options: CallOptions = {}): Promise<{ id: string }> {
    const prepared = await prepare(input);
    await checkMedia(prepared);
    const { body } = await this.#call<{ id: string }>({
      method: "POST",
      path: path`/${this.#options.phoneNumberId}/media`,
      body: formOf(prepared),
      idempotent: true, // a repeat leaves at worst a file that nobody refers to
      expects: hasId,
      ...options,
    });
    return { id: body.id };
  }

  /**
   * Where a file is, and what. The address is valid for five minutes.
   *
   * @throws `ApiError` when there is no such media; ids from webhooks live 7 days, uploads 30.
   */
  async get(id: string, options: MediaCallOptions = {}): Promise<MediaInfo> {
    const { phoneNumberId, ...call } = options;
    const { body } = await this.#call<MediaInfo>({
      method: "GET",
      path: path`/${id}`,
      query: { phone_number_id: phoneNumberId },
      idempotent: true,
      expects: isMediaInfo,
      ...call,
    });
    return { ...body, file_size: Number(body.file_size) };
  }

  /** Deletes a file. */
  async delete(id: string, options: MediaCallOptions = {}): Promise<SuccessAnswer> {
    const { phoneNumberId, ...call } = options;
    const { body } = await this.#call<SuccessAnswer>({
      method: "DELETE",
      path: path`/${id}`,
      query: { phone_number_id: phoneNumberId },
      idempotent: true,
      expects: hasSuccess,
      ...call,
    });
    return body;
  }

  /**
   * Downloads a file, by its id, its address, or the media object of a webhook. The access token goes only to
   * Meta's hosts over https and to the configured `baseUrl`; when the address has expired a fresh one is fetched
   * once; the bytes are compared with the SHA-256 that Meta gave.
   *
   * `timeoutMs` limits the time until the first byte; `signal` also ends a running download.
   *
   * @throws `ValidationError` for a foreign address; `ApiError` when the file is gone.
   *
   * @example
   * const { stream, mime_type } = await media.download(event.message.image);
   * const bytes = await (await media.download(id)).bytes();
   */
  async download(source: string | MediaReference, options: CallOptions = {}): Promise<MediaDownload> {
    const reference = typeof source === "string" ? referenceOf(source) : source;
    if (reference.url === undefined) return this.#fetchFresh(reference, options);
    checkMediaUrl(reference.url, this.#options.baseUrl);
    try {
      return await this.#fetch(reference.url, reference, options);
    } catch (error) {
      if (!isExpired(error) || reference.id === "") throw error;
      return this.#fetchFresh(reference, options);
    }
  }

  /**
   * Uploads a sample file through the Resumable Upload API and returns its handle, for `example.header_handle` of a
   * template and for profile pictures. A media id is not accepted there, nor a handle in a message.
   *
   * @throws `ValidationError` for anything but PDF, JPEG, PNG and MP4; `ConfigurationError` without `appId`.
   *
   * @see https://developers.facebook.com/docs/graph-api/guides/upload
   */
  async uploadSample(input: MediaUpload, options: CallOptions = {}): Promise<{ handle: string }> {
    const prepared = await prepare(input);
    if (!sampleTypes.has(prepared.type)) throw wrong("type", `must be one of ${[...sampleTypes].join(", ")}`);
    await checkMedia({ ...prepared, type: prepared.type === "image/jpg" ? "image/jpeg" : prepared.type });
    const appId = required(this.#options.appId, "appId", "WHATSAPP_APP_ID");
    return { handle: await uploadResumably(this.#call, appId, prepared, options) };
  }

  /** Looks the address up, once more where it expired between the two calls. */
  async #fetchFresh({ id, ...known }: MediaReference, options: CallOptions): Promise<MediaDownload> {
    const locate = async () => {
      const info = await this.get(id, options);
      checkMediaUrl(info.url, this.#options.baseUrl);
      return this.#fetch(info.url, { ...known, ...info }, options);
    };
    try {
      return await locate();
    } catch (error) {
      if (!isExpired(error) || (error as ApiError).code !== undefined) throw error;
      return locate();
    }
  }

  async #fetch(url: string, known: Partial<MediaInfo>, options: CallOptions): Promise<MediaDownload> {
    const response = await this.#call<ReadableStream<Uint8Array> | null>({
      method: "GET",
      path: url,
      idempotent: true,
      answer: "stream",
      ...options,
    });
    return downloadOf(response, known, options.signal);
  }
}

function formOf({ blob, filename, type }: PreparedFile): FormData {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", type);
  form.set("file", blob, filename);
  return form;
}

function downloadOf(
  { headers, body }: ApiResponse<ReadableStream<Uint8Array> | null>,
  { mime_type, sha256, file_size }: Partial<MediaInfo>,
  signal: AbortSignal | undefined,
): MediaDownload {
  const stream = checkedStream(body ?? new Blob([]).stream(), sha256, signal);
  const length = headers.get("content-length");
  return {
    stream,
    mime_type: mime_type ?? headers.get("content-type") ?? undefined,
    sha256,
    file_size: file_size ?? (length === null ? undefined : Number(length)),
    bytes: () => bytesOf(stream),
  };
}

const referenceOf = (source: string): MediaReference =>
  /^[a-z]+:\/\//i.test(source) ? { id: "", url: source } : { id: source };

/** Addresses live minutes; then their host answers 404, or refuses. */
const isExpired = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 404 || error.status === 401 || error.status === 403 || error.status === 410);

const isMediaInfo = (body: unknown): body is MediaInfo =>
  typeof body === "object" && body !== null && typeof (body as { url?: unknown }).url === "string";
