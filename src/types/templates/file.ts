import type { MediaFile, MediaUpload } from "../media.ts";

/**
 * A sample file of a template's header, made by `file()`. Nothing is read before the template is created, edited or
 * synchronised: only then the file is uploaded, and its handle takes its place.
 */
export interface TemplateFile {
  readonly kind: "file";
  readonly file: MediaFile;
  /** Its MIME type. Default: the Blob's, else what the name's ending says, else what the first bytes say. */
  readonly type?: MediaUpload["type"];
  /** Its ending must fit the type. Default: the File's or the path's name. */
  readonly filename?: string | undefined;
}

/** Whether a sample is a file still to be uploaded, and not a handle. */
export const isTemplateFile = (value: unknown): value is TemplateFile =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "file" && "file" in value;
