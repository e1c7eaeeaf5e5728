import { invalid } from "../../core/validate.ts";
import { ValidationError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import type { GroupChanges } from "../../types/groups.ts";
import type { MediaFile, MediaUpload } from "../../types/media.ts";
import { mediaLimits } from "../../types/media-limits.ts";
import { type PreparedFile, prepare } from "../shared/prepare.ts";
import { withPatience } from "../shared/resumable.ts";

const limits = { "image/jpeg": mediaLimits["image/jpeg"] };

/** The body of a change: JSON, or a form if there is a picture, with the time that sending it may take. */
export async function toGroupForm(
  { profile_picture_file, ...changes }: GroupChanges,
  settings: { timeoutMs: number },
  options: CallOptions,
): Promise<{ body: unknown; timeoutMs: number | undefined }> {
  if (profile_picture_file === undefined) return { body: changes, timeoutMs: options.timeoutMs };
  const picture = await readPicture(profile_picture_file, options.signal);
  const form = new FormData();
  for (const [name, value] of Object.entries(changes))
    if (value !== undefined) form.append(name, String(value));
  form.append("file", picture.blob, picture.filename);
  return { body: form, timeoutMs: withPatience(picture, settings, options).timeoutMs };
}

/** Errors name the picture, and not the parts of it that `media.upload` takes. */
async function readPicture(
  given: MediaFile | MediaUpload,
  signal: AbortSignal | undefined,
): Promise<PreparedFile> {
  const upload = isUpload(given) ? given : { file: given };
  try {
    return await prepare(upload, limits, signal);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw invalid(
      "group changes",
      error.issues.map((issue) => ({ ...issue, path: "profile_picture_file" })),
    );
  }
}

const isUpload = (given: MediaFile | MediaUpload): given is MediaUpload => "file" in Object(given);
