/**
 * Encodes a form as one Blob of type `multipart/form-data`. Its files are not read until they are sent, and its
 * length is known.
 *
 * This is not left to the runtime: Node.js turns a form into a stream that fails with an unhandled rejection if `fetch`
 * responds without reading it, as early-responding servers and test doubles do.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export async function multipart(form: FormData): Promise<Blob> {
  const boundary = `wacloud-${crypto.randomUUID()}`;
  const parts = [...form].flatMap(([name, value]) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"${describePart(value)}\r\n\r\n`,
    value,
    "\r\n",
  ]);
  const kept = await Promise.all(parts.map(keep));
  return new Blob([...kept, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

/** Bun drops a file on disk from a Blob made of several parts, so there the file is read into memory. */
async function keep(part: Blob | string): Promise<Blob | string> {
  if (typeof part === "string" || new Blob(["-", part]).size === part.size + 1) return part;
  return new Blob([await part.arrayBuffer()]);
}

function describePart(value: File | string): string {
  if (typeof value === "string") return "";
  const type = value.type === "" ? "application/octet-stream" : value.type;
  return `; filename="${quote(value.name)}"\r\nContent-Type: ${type}`;
}

/** Percent-encodes the characters that would end a quoted name or its line. */
const quote = (name: string): string =>
  name.replace(
    /[\r\n"]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
