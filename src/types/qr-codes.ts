import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { text } from "./checks.ts";
import { type ListFilters, listFilters, selection } from "./paging.ts";

/** A QR code and short link that opens a chat. `qr_image_url` is only present if you requested it. */
export interface QrCode {
  code: string;
  prefilled_message: string;
  deep_link_url: string;
  qr_image_url?: string | undefined;
}

/** The content of a QR code: the message that WhatsApp prefills (1 to 140 characters). */
export interface QrCodeContent {
  prefilled_message: string;
  /** Requests `qr_image_url` in this format. */
  generate_qr_image?: "SVG" | "PNG" | undefined;
}

/** Which codes to list; `fields: ["code", "qr_image_url.format(PNG)"]` also reads images. */
export interface QrCodeFilters<Field extends string = string> extends ListFilters<Field> {
  code?: string | undefined;
}

const content = () =>
  z.object({ prefilled_message: text(140), generate_qr_image: z.optional(z.enum(["SVG", "PNG"])) });
export const qrCodeContent = once(() => content() satisfies z.ZodMiniType<QrCodeContent>);
export const qrCodeUpdate = once(() => z.extend(content(), { code: text(100) }));
export const qrCodeFilters = once(() => listFilters({ code: z.optional(text(100)) }));
export const qrCodeSelection = once(() => selection("code"));
