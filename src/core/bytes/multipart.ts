/**
 * A form as one Blob of type `multipart/form-data`. Files in it stay where they are until they are sent, and the
 * length is known.
 *
 * Not left to the runtime: Node.js turns a form into a stream that fails with an unhandled rejection when a `fetch`
 * answers without having read it, as servers in a hurry and stand-ins in tests do.
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

/** Bun leaves a file on disk out of a Blob that is made of parts: there it is read into memory. */
async function keep(part: Blob | string): Promise<Blob | string> {
  if (typeof part === "string" || new Blob(["-", part]).size === part.size + 1) return part;
  return new Blob([await part.arrayBuffer()]);
}

function describePart(value: File | string): string {
  if (typeof value === "string") return "";
  const type = value.type === "" ? "application/octet-stream" : value.type;
  return `; filename="${quote(value.name)}"\r\nContent-Type: ${type}`;
}

/** What would end a quoted name, or its line, is written in percent signs. */
const quote = (name: string): string =>
  name.replace(/[\r\n"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
