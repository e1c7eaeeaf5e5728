import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { text } from "./checks.ts";
import { type ListFilters, listFilters, selection } from "./paging.ts";

/** A QR code and short link that opens a chat. */
export interface QrCode {
  code: string;
  prefilled_message: string;
  deep_link_url: string;
  /** Only present if you requested it. */
  qr_image_url?: string | undefined;
}

/** The content of a QR code. */
export interface QrCodeContent {
  /** The message that WhatsApp prefills for the customer, 1 to 140 characters. */
  prefilled_message: string;
  /** Requests `qr_image_url` in this format. */
  generate_qr_image?: "SVG" | "PNG" | undefined;
}

/** Which codes to list; `fields: ["code", "qr_image_url.format(PNG)"]` also reads images. */
export interface QrCodeFilters<Field extends string = string> extends ListFilters<Field> {
  code?: string | undefined;
}

export const qrCodeContent = once(
  () =>
    z.object({
      prefilled_message: text(140),
      generate_qr_image: z.optional(z.enum(["SVG", "PNG"])),
    }) satisfies z.ZodMiniType<QrCodeContent>,
);
export const qrCodeUpdate = once(() => z.extend(qrCodeContent(), { code: text(100) }));
export const qrCodeFilters = once(() => listFilters({ code: z.optional(text(100)) }));
export const qrCodeSelection = once(() => selection("code"));
