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
import { mediaLimits, resumableLimits } from "../types/media-limits.ts";
import type { RemoteFile } from "./media/download.ts";
import { type PreparedFile, prepare } from "./shared/prepare.ts";
import { uploadHandle, withPatience } from "./shared/resumable.ts";

/** Watching over a file as it arrives takes code that only those load who download one. */
const downloading = () => import("./media/download.ts");

/** What {@link Media} needs to know. */
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
   * Uploads a file to be sent. It can be sent as often as you like, for 30 days.
   *
   * `timeoutMs` grows with the file where it is not given: 4 seconds for each megabyte on top of the client's.
   *
   * @throws {@link ValidationError} for a type that WhatsApp does not take, a file larger than it takes of that type,
   * or a name that does not fit the type; nothing was sent.
   *
   * @example
   * const { id } = await client.media.upload({ file: { path: "invoice.pdf" } });
   * await client.messages.sendDocument({ to, id, filename: "invoice.pdf" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async upload(file: MediaUpload, options: NumberCallOptions = {}): Promise<UploadedMedia> {
    const edge = path`/${this.#api.phoneNumberId(options)}/media`;
    const prepared = await prepare(file, mediaLimits, options.signal);
    const idempotent = true; // an upload made twice leaves a file that nobody uses
    const request = { body: toForm(prepared), idempotent, expects: hasTexts<UploadedMedia>("id") };
    const { id } = await this.#api.post(edge, request, withPatience(prepared, this.#settings, options));
    return { id };
  }

  /**
   * Uploads a sample for a template's header, or a profile picture: Meta's Resumable Upload API. It takes PDF, JPEG,
   * PNG and MP4. Where the connection breaks, it goes on from where it stopped.
   *
   * The handle is not a media id: it cannot be sent in a message.
   *
   * @throws {@link ConfigurationError} without an `appId`.
   * @throws {@link ValidationError} for a type or size that Meta does not take; nothing was sent.
   * @throws {@link ConnectionError} when the connection broke too often.
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
    const prepared = await prepare(file, resumableLimits, options.signal);
    return { handle: await uploadHandle(this.#call, settings, prepared, rest) };
  }

  /**
   * Looks up a file by its id: its type, its size, and an address that is good for 5 minutes.
   *
   * Ids of uploaded files live 30 days, ids from webhooks 7.
   *
   * @throws {@link ApiError} when there is no such file, or it belongs to another number than `phone_number_id`.
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
   * Deletes a file: its id can no longer be sent or downloaded.
   *
   * @throws {@link ApiError} when there is no such file, or it belongs to another number than `phone_number_id`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async delete(id: string, { phone_number_id, ...options }: MediaOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(path`/${id}`, { query: { phone_number_id } }, options);
  }

  /**
   * Downloads a file, by its id, by an address that Meta gave, or as a webhook named it (`event.message.image`).
   *
   * The access token goes to Meta's hosts only, and redirects are not followed. An address that has expired is
   * replaced by a fresh one where the id is known. The bytes are checked against Meta's SHA-256 as they arrive.
   * `timeoutMs` counts until they begin to arrive; `signal` ends it at any time.
   *
   * @throws {@link ValidationError} for an address that is not Meta's; the token did not leave.
   * @throws {@link ApiError} when Meta has no such file, any more.
   *
   * @example
   * const image = await client.media.download(event.message.image);
   * await writeFile("image.jpg", image.stream);
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async download(media: string | MediaReference, options: MediaOptions = {}): Promise<MediaDownload> {
    const { phone_number_id: _, ...rest } = options;
    const target = readTarget(media);
    if (target.id === undefined) return this.#fetch(target, rest);
    const { id, url } = target;
    const first = url === undefined ? await this.get(id, options) : { ...target, url };
    try {
      return await this.#fetch(first, rest);
    } catch (error) {
      const { isExpired } = await downloading();
      if (!isExpired(error)) throw error;
      return this.#fetch(await this.get(id, options), rest);
    }
  }

  async #fetch(file: RemoteFile, options: CallOptions): Promise<MediaDownload> {
    const { fetchFile } = await downloading();
    return fetchFile(this.#call, { ...file, baseUrl: this.#settings.baseUrl }, options);
  }
}

/** A file known by its id, with or without an address, or by an address alone. */
type Target = MediaReference | { id?: undefined; url: string };

/** Ids hold neither colons nor slashes; every address holds both. */
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

type InfoAnswer = Omit<MediaInfo, "file_size"> & { file_size: number | string };

const hasAddress = hasTexts<InfoAnswer>("id", "url", "mime_type", "sha256");

/** The size is documented as a text, and has been seen as a number. */
const isInfo: Guard<InfoAnswer> = (value): value is InfoAnswer =>
  hasAddress(value) && /^\d+$/.test(String(value.file_size));
