import * as z from "zod/mini";
import { exactlyOne, httpUrl, text } from "../checks.ts";

/** Media by the id of an upload, which is faster, or by a public link that Meta downloads. */
export type MediaSource = { id: string; link?: undefined } | { link: string; id?: undefined };

/** An image (JPEG or PNG, up to 5 MB), or a video (MP4 or 3GP with H.264 and AAC, up to 16 MB). */
export type CaptionedMedia = MediaSource & {
  /** Up to 1024 characters. */
  caption?: string | undefined;
};

/** AAC, AMR, MP3, M4A or OGG (Opus), up to 16 MB. */
export type AudioMedia = MediaSource & {
  /** Whether to send it as a voice note, which must be OGG with Opus. */
  voice?: boolean | undefined;
};

/** Any document up to 100 MB. */
export type DocumentMedia = MediaSource & {
  caption?: string | undefined;
  /** Its extension determines the icon. */
  filename?: string | undefined;
};

/** A document in a header. */
export type HeaderDocument = MediaSource & { filename?: string | undefined };

const source = <Extra extends Record<string, z.ZodMiniType>>(extra: Extra) =>
  z
    .object({ id: z.optional(text(512)), link: z.optional(httpUrl()), ...extra })
    .check(...exactlyOne<{ id?: unknown; link?: unknown }>("id", "link"));

const as = <T>(schema: z.ZodMiniType): z.ZodMiniType<T> => schema as unknown as z.ZodMiniType<T>;

export const mediaSource = () => as<MediaSource>(source({}));
export const captionedMedia = () => as<CaptionedMedia>(source({ caption: z.optional(text(1024)) }));
export const audioMedia = () => as<AudioMedia>(source({ voice: z.optional(z.boolean()) }));
export const documentMedia = () =>
  as<DocumentMedia>(source({ caption: z.optional(text(1024)), filename: z.optional(text(240)) }));
export const headerDocument = () => as<HeaderDocument>(source({ filename: z.optional(text(240)) }));
