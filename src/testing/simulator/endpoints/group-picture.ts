import { encodeBase64 } from "../../../utils/base64.ts";
import { type Json, withoutUndefined } from "../../../utils/json.ts";
import { refuse, webhookError } from "../errors.ts";

const maxBytes = 5 * 2 ** 20;
const minPixels = 192;

/** Reads the picture of a group, if there is one. The form of the picture is judged later: a webhook says how it went. */
export async function readPicture({ file, profile_picture_file }: Json): Promise<Json | undefined> {
  const picture = file ?? profile_picture_file;
  if (picture === undefined) return undefined;
  if (!(picture instanceof Blob)) throw refuse(100, "Param file must be a file.");
  if (picture.size > maxBytes) throw refuse(100, "Param file must be at most 5 MB.");
  const bytes = new Uint8Array(await picture.arrayBuffer());
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw refuse(100, "Param file must be a JPEG.");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const problem = findProblem(findSize(bytes));
  return withoutUndefined({
    mime_type: "image/jpeg",
    sha256: encodeBase64(digest),
    update_successful: problem === undefined,
    errors: problem === undefined ? undefined : [problem],
  });
}

interface Size {
  width: number;
  height: number;
}

/** Nothing is wrong with a picture whose size is unknown. */
function findProblem(size: Size | undefined): Json | undefined {
  if (size === undefined) return undefined;
  if (size.width !== size.height) return webhookError(131209, "The picture must be square.");
  return size.width < minPixels
    ? webhookError(131210, `The picture must have ${minPixels} pixels.`)
    : undefined;
}

/** The size that the frame header of a JPEG states: segments have a marker, a length, and content. */
function findSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
