import * as z from "zod/mini";
import { text } from "../checks.ts";
import { type HeaderDocument, headerDocument, type MediaSource, mediaSource } from "./media.ts";

/** A text header. */
export interface TextHeader {
  type: "text";
  /** Up to 60 characters. */
  text: string;
  sub_text?: string | undefined;
}

/** The header of a carousel card: an image or a video. */
export type CardHeader = { type: "image"; image: MediaSource } | { type: "video"; video: MediaSource };

/** A header with an image, a video or a document. */
export type MediaHeader = CardHeader | { type: "document"; document: HeaderDocument };

export const textHeader = () =>
  z.object({
    type: z.literal("text"),
    text: text(60),
    sub_text: z.optional(text(60)),
  }) satisfies z.ZodMiniType<TextHeader>;

const image = () => z.object({ type: z.literal("image"), image: mediaSource() });
const video = () => z.object({ type: z.literal("video"), video: mediaSource() });

export const mediaHeader = () =>
  z.discriminatedUnion("type", [
    image(),
    video(),
    z.object({ type: z.literal("document"), document: headerDocument() }),
  ]) satisfies z.ZodMiniType<MediaHeader>;

export const cardHeader = () =>
  z.discriminatedUnion("type", [image(), video()]) satisfies z.ZodMiniType<CardHeader>;
