import { Endpoint, type Guard, hasTexts } from "../core/endpoint.ts";
import { path } from "../core/path.ts";
import type { Call } from "../core/pipeline.ts";
import type { AppCallOptions, CallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type {
  MediaDownload,
  MediaInfo,
  MediaOptions,
  MediaReference,
  MediaUpload,
  UploadedHandle,
  UploadedMedia,
} from "../types/media.ts";
import type { RemoteFile } from "./media/download.ts";
import type { PreparedFile } from "./shared/prepare.ts";

// Clients that only send messages load none of these.
const downloading = () => import("./media/download.ts");
const limits = () => import("../types/media-limits.ts");
const preparing = () => import("./shared/prepare.ts");
const saving = () => import("./media/save.ts");
const uploading = () => import("./shared/resumable.ts");

/** The client options that {@link Media} uses. */
export interface MediaSettings {
  phoneNumberId: string | undefined;
  appId: string | undefined;
  baseUrl: string;
  timeoutMs: number;
}

/**
 * Files: those you send, and those that customers sent.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export class Media {
  readonly #call: Call;
  readonly #api: Endpoint;
  readonly #settings: MediaSettings;

  /** @internal */
  constructor(call: Call, settings: MediaSettings) {
    this.#call = call;
    this.#api = new Endpoint(call, settings);
    this.#settings = settings;
  }

  /**
   * Uploads a file, which you can then send as often as you like for 30 days.
   *
   * By default the timeout grows with the file: the client's `timeoutMs`, plus 4 seconds per megabyte.
   *
   * @throws {@link ValidationError} for a type that WhatsApp does not support, a file over its type's limit, or a name
   * that does not match the type. Nothing was sent.
   *
   * @example
   * const { id } = await client.media.upload({ file: { path: "invoice.pdf" } });
   * await client.messages.sendDocument({ to, id, filename: "invoice.pdf" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async upload(file: MediaUpload, options: NumberCallOptions = {}): Promise<UploadedMedia> {
    const edge = this.#api.phoneNumberPath(options, "media");
    const { prepare } = await preparing();
    const prepared = await prepare(file, (await limits()).mediaLimits, options.signal);
    const { withPatience } = await uploading();
    const idempotent = true; // a second upload only leaves an unused file behind
    const request = { body: toForm(prepared), idempotent, expects: hasTexts<UploadedMedia>("id") };
    const { id } = await this.#api.post(edge, request, withPatience(prepared, this.#settings, options));
    return { id };
  }

  /**
   * Uploads a sample for a template's header, or a profile picture, through Meta's Resumable Upload API. It takes PDF,
   * JPEG, PNG and MP4. If the connection breaks, the upload resumes where it stopped.
   *
   * The handle is not a media id: it cannot be sent in a message.
   *
   * @throws {@link ConfigurationError} if there is no `appId`.
   * @throws {@link ValidationError} for a type or size that Meta does not accept. Nothing was sent.
   * @throws {@link ConnectionError} if the connection broke too often: try again later.
   *
   * @example
   * const { handle } = await client.media.uploadResumable({ file: { path: "header.png" } });
   * const header = { type: "HEADER", format: "IMAGE", example: { header_handle: [handle] } };
   *
   * @see https://developers.facebook.com/docs/graph-api/guides/upload
   */
  async uploadResumable(file: MediaUpload, options: AppCallOptions = {}): Promise<UploadedHandle> {
    const { appId: _, ...rest } = options;
    const settings = { ...this.#settings, appId: this.#api.appId(options) };
    const { prepare } = await preparing();
    const prepared = await prepare(file, (await limits()).resumableLimits, options.signal);
    const { uploadHandle } = await uploading();
    return { handle: await uploadHandle(this.#call, settings, prepared, rest) };
  }

  /**
   * Looks up a file by its id: its type, its size, and a URL that is valid for 5 minutes.
   *
   * Ids of uploaded files are valid for 30 days, ids from webhooks for 7.
   *
   * @throws {@link ApiError} if the file does not exist, or belongs to a number other than `phone_number_id`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async get(id: string, { phone_number_id, ...options }: MediaOptions = {}): Promise<MediaInfo> {
    const query = { phone_number_id };
    const answer = await this.#api.get(path`/${id}`, { query, expects: isInfo }, options);
    const { url, mime_type, sha256, file_size } = answer;
    return { id: answer.id, url, mime_type, sha256, file_size: Number(file_size) };
  }

  /**
   * Deletes a file. Its id can no longer be sent or downloaded.
   *
   * @throws {@link ApiError} if the file does not exist, or belongs to a number other than `phone_number_id`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async delete(id: string, { phone_number_id, ...options }: MediaOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(path`/${id}`, { query: { phone_number_id } }, options);
  }

  /**
   * Downloads a file by its id, by a URL from Meta, or by the media object of a webhook (`event.message.image`).
   *
   * The access token is sent to Meta's hosts only, and redirects are not followed. If the id is known, an expired URL
   * is replaced by a fresh one. The bytes are checked against Meta's SHA-256 as they arrive. `timeoutMs` limits the
   * time until the first byte; `signal` aborts the download at any time.
   *
   * @throws {@link ValidationError} for a URL that is not Meta's; the token was not sent.
   * @throws {@link ApiError} if the file does not exist, or no longer does.
   *
   * @example
   * const { stream, mime_type } = await client.media.download(event.message.image);
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async download(media: string | MediaReference, options: MediaOptions = {}): Promise<MediaDownload> {
    const { phone_number_id: _, ...rest } = options;
    const target = readTarget(media);
    if (target.id === undefined) return this.#fetch(target, rest);
    const { id, url } = target;
    const first = url === undefined ? await this.#locate(id, options) : { ...target, url };
    try {
      return await this.#fetch(first, rest);
    } catch (error) {
      const { isExpired } = await downloading();
      if (!isExpired(error)) throw error;
      return this.#fetch(await this.#locate(id, options), rest);
    }
  }

  /**
   * Downloads a file into a folder, under its id and with the ending of its type: `downloads/1037543291543636.jpg`.
   * The folder is created if need be; a file of that name is replaced; a download that fails leaves none. Needs a
   * file system: Node.js, Bun, Deno.
   *
   * @returns the path of the file.
   *
   * @throws {@link ValidationError} where there is no file system. Nothing was requested.
   * @throws {@link ApiError} if the file does not exist, or no longer does.
   *
   * @example
   * const path = await client.media.save(event.message.image, "downloads");
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async save(media: string | MediaReference, folder: string, options: MediaOptions = {}): Promise<string> {
    const { requireFileSystem, saveFile } = await saving();
    requireFileSystem();
    const download = await this.download(media, options);
    return saveFile(download, { folder, name: readTarget(media).id ?? "media" });
  }

  /** All that a download needs is the URL: what Meta leaves out of its answer is not checked. */
  async #locate(id: string, { phone_number_id, ...options }: MediaOptions): Promise<RemoteFile> {
    const request = { query: { phone_number_id }, expects: hasTexts<LocationAnswer>("url") };
    const { url, mime_type, sha256, file_size } = await this.#api.get(path`/${id}`, request, options);
    return {
      url,
      mime_type: typeof mime_type === "string" ? mime_type : undefined,
      sha256: typeof sha256 === "string" ? sha256 : undefined,
      file_size: /^\d+$/.test(String(file_size)) ? Number(file_size) : undefined,
    };
  }

  async #fetch(file: RemoteFile, options: CallOptions): Promise<MediaDownload> {
    const { fetchFile } = await downloading();
    return fetchFile(this.#call, { ...file, baseUrl: this.#settings.baseUrl }, options);
  }
}

/** A file known by its id, with or without a URL, or by a URL alone. */
type Target = MediaReference | { id?: undefined; url: string };

/** Every URL has colons and slashes; ids have neither. */
const readTarget = (media: string | MediaReference): Target => {
  if (typeof media !== "string") return media;
  return /[:/]/.test(media) ? { url: media } : { id: media };
};

function toForm({ blob, type, filename }: PreparedFile): FormData {
  const form = new FormData();
  form.append("messaging_product", "whatsapp");
  form.append("type", type);
  form.append("file", blob, filename);
  return form;
}

/** What Meta answers about a file, as far as it must be there for a download. */
interface LocationAnswer {
  url: string;
  mime_type?: unknown;
  sha256?: unknown;
  file_size?: unknown;
}

type InfoAnswer = Omit<MediaInfo, "file_size"> & { file_size: number | string };

const hasAddress = hasTexts<InfoAnswer>("id", "url", "mime_type", "sha256");

/** The size is documented as a string, but also arrives as a number. */
const isInfo: Guard<InfoAnswer> = (value): value is InfoAnswer =>
  hasAddress(value) && /^\d+$/.test(String(value.file_size));
