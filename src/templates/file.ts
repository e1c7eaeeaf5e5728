import type { MediaFile, MediaUpload } from "../types/media.ts";
import type { TemplateFile } from "../types/templates/file.ts";

/**
 * A sample file for a template's header, wherever Meta expects the handle of an upload. `templates.create`, `edit` and
 * `sync` upload it when needed; this requires the client's `appId`.
 *
 * Meta accepts JPEG and PNG (5 MB), MP4 (16 MB) and PDF (100 MB).
 *
 * @param source a path (Node.js, Bun, Deno), bytes, a Blob, or a stream. A stream can only be uploaded once.
 * @param options the type and the name, if the source does not have them.
 *
 * @example
 * const header = { format: "IMAGE", example: file("./sample.jpg") };
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-media
 */
export function file(
  source: string | URL | MediaFile,
  { type, filename }: Pick<MediaUpload, "type" | "filename"> = {},
): TemplateFile {
  const isPath = typeof source === "string" || source instanceof URL;
  return Object.freeze({
    kind: "file",
    file: isPath ? { path: source } : source,
    ...(type === undefined ? {} : { type }),
    ...(filename === undefined ? {} : { filename }),
  });
}
