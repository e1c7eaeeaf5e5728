import type { MediaFile, MediaUpload } from "../media.ts";

/**
 * A sample file of a template's header, made by `file()`. It is only read when the template is created, edited
 * or synchronized: it is then uploaded, and its handle takes its place.
 */
export interface TemplateFile {
  readonly kind: "file";
  readonly file: MediaFile;
  /** Its MIME type. Default: that of the Blob, of the file extension or of the first bytes. */
  readonly type?: MediaUpload["type"];
  /** Its extension must fit the type. Default: the name of the File or of the path. */
  readonly filename?: string | undefined;
}

/** Whether a sample is a file to upload, and not a handle. */
export const isTemplateFile = (value: unknown): value is TemplateFile =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "file" && "file" in value;
