/**
 * A form as one Blob of type `multipart/form-data`. Files in it stay where they are until they are sent, and the
 * length is known.
 *
 * Not left to the runtime: Node.js turns a form into a stream that fails with an unhandled rejection when a `fetch`
 * answers without having read it, as servers in a hurry and stand-ins in tests do.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function multipart(form: FormData): Blob {
  const boundary = `wacloud-${crypto.randomUUID()}`;
  const parts = [...form].flatMap(([name, value]) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${describe(value)}\r\n\r\n`,
    value,
    "\r\n",
  ]);
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

function describe(value: File | string): string {
  if (typeof value === "string") return "";
  const type = value.type === "" ? "application/octet-stream" : value.type;
  return `; filename="${quoted(value.name)}"\r\nContent-Type: ${type}`;
}

/** What would end a quoted name, or its line, is written in percent signs. */
const quoted = (name: string): string =>
  name.replace(/[\r\n"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
