import { type Endpoint, hasSelected, hasTexts } from "../core/endpoint.ts";
import { checked } from "../core/validate.ts";
import type { NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated, Selected, Selection } from "../types/paging.ts";
import type { QrCode, QrCodeContent, QrCodeFilters } from "../types/qr-codes.ts";
import { qrCodeContent, qrCodeFilters, qrCodeSelection, qrCodeUpdate } from "../types/qr-codes.ts";

const isQrCode = hasTexts<QrCode>("code");

/**
 * QR codes and short links that open a chat with a number. They do not expire; a number has up to 2,000.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/qr-codes
 */
export class QrCodes {
  readonly #api: Endpoint;
  readonly #edge: (options: NumberCallOptions, ...code: string[]) => string;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
    this.#edge = (options, ...code) => api.phoneNumberPath(options, "message_qrdls", ...code);
  }

  /** Lists the codes of the number. */
  list<const Field extends string = keyof QrCode>(
    filters: QrCodeFilters<Field> = {},
    options: NumberCallOptions = {},
  ): Paginated<Selected<QrCode, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(qrCodeFilters(), filters, "QR code filters") };
      return { path: this.#edge(options), query, expects: hasSelected<QrCode>("code", query.fields) };
    }, options);
  }

  /** Reads one code; `undefined` when the number has no such code. */
  async get<const Field extends string = keyof QrCode>(
    selected: Selection<"code", Field>,
    options: NumberCallOptions = {},
  ): Promise<Selected<QrCode, Field> | undefined> {
    const chosen = typeof selected === "object" ? selected : { code: selected };
    const { fields } = checked(qrCodeSelection(), chosen, "QR code selection");
    const request = { query: { fields }, expects: hasSelected<QrCode>("code", fields) };
    return this.#api.first(this.#edge(options, chosen.code), request, options);
  }

  /**
   * Creates a code.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with `list` whether the code exists.
   */
  async create(qr: QrCodeContent, options: NumberCallOptions = {}): Promise<QrCode> {
    const body = checked(qrCodeContent(), qr, "QR code");
    return this.#api.post(this.#edge(options), { body, expects: isQrCode, idempotent: false }, options);
  }

  /** Replaces the text of a code. */
  async update(code: string, changes: QrCodeContent, options: NumberCallOptions = {}): Promise<QrCode> {
    const body = checked(qrCodeUpdate(), { ...changes, code }, "QR code");
    return this.#api.post(this.#edge(options), { body, expects: isQrCode, idempotent: true }, options);
  }

  /** Deletes a code: its link stops working. */
  async delete(code: string, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(this.#edge(options, code), {}, options);
  }
}
