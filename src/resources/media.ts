import { hasTexts, isSuccess } from "../core/answers.ts";
import { path } from "../core/path.ts";
import type { Call } from "../core/pipeline.ts";
import { senderOf } from "../core/required.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
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
import { isObject } from "../utils/json.ts";
import type { RemoteFile } from "./media/download.ts";
import { trustedAddress } from "./media/hosts.ts";
import { appIdOf, patient, uploadHandle } from "./shared/handle.ts";
import { type PreparedFile, prepare } from "./shared/prepare.ts";

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
  readonly #settings: MediaSettings;

  /** @internal */
  constructor(call: Call, settings: MediaSettings) {
    this.#call = call;
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
  async upload(file: MediaUpload, options: CallOptions = {}): Promise<UploadedMedia> {
    const prepared = await prepare(file, mediaLimits, options.signal);
    const { body } = await this.#call({
      ...patient(prepared, this.#settings, options),
      method: "POST",
      path: path`/${senderOf(this.#settings)}/media`,
      body: formOf(prepared),
      idempotent: true, // an upload made twice leaves a file that nobody uses
      expects: isUploaded,
    });
    return { id: body.id };
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
  async uploadResumable(file: MediaUpload, options: CallOptions = {}): Promise<UploadedHandle> {
    appIdOf(this.#settings); // before a file is read for nothing
    const prepared = await prepare(file, resumableLimits, options.signal);
    return { handle: await uploadHandle(this.#call, this.#settings, prepared, options) };
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
  async get(id: string, options: MediaOptions = {}): Promise<MediaInfo> {
    const { phone_number_id, ...rest } = options;
    const { body } = await this.#call({
      ...rest,
      method: "GET",
      path: path`/${id}`,
      query: { phone_number_id },
      idempotent: true,
      expects: isInfo,
    });
    const { url, mime_type, sha256, file_size } = body;
    return { id: body.id, url, mime_type, sha256, file_size: Number(file_size) };
  }

  /**
   * Deletes a file: its id can no longer be sent or downloaded.
   *
   * @throws {@link ApiError} when there is no such file, or it belongs to another number than `phone_number_id`.
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
   */
  async delete(id: string, options: MediaOptions = {}): Promise<SuccessAnswer> {
    const { phone_number_id, ...rest } = options;
    const { body } = await this.#call({
      ...rest,
      method: "DELETE",
      path: path`/${id}`,
      query: { phone_number_id },
      idempotent: true,
      expects: isSuccess,
    });
    return body;
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
    const url = trustedAddress(file.url, this.#settings.baseUrl);
    const { fetchFile } = await downloading();
    return fetchFile(this.#call, { ...file, url }, options);
  }
}

/** A file known by its id, with or without an address, or by an address alone. */
type Target = MediaReference | { id?: undefined; url: string };

/** Ids hold neither colons nor slashes; every address holds both. */
const readTarget = (media: string | MediaReference): Target => {
  if (typeof media !== "string") return media;
  return /[:/]/.test(media) ? { url: media } : { id: media };
};

function formOf({ blob, type, filename }: PreparedFile): FormData {
  const form = new FormData();
  form.append("messaging_product", "whatsapp");
  form.append("type", type);
  form.append("file", blob, filename);
  return form;
}

const isUploaded = (value: unknown): value is UploadedMedia => hasTexts(value, "id");

/** The size is documented as a text, and has been seen as a number. */
const isInfo = (value: unknown): value is Omit<MediaInfo, "file_size"> & { file_size: number | string } =>
  isObject(value) &&
  hasTexts(value, "id", "url", "mime_type", "sha256") &&
  /^\d+$/.test(String(value.file_size));
