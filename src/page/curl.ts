import type { CallView } from "./protocol.ts";

/** Inside single quotes a shell takes everything as it is, but for the quote itself. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A call as a `curl` command. The token is not in the log: it comes from the environment. */
export function toCurl({ method, path, query, headers, body }: CallView, baseUrl: string): string {
  const words = new URLSearchParams(query).toString();
  const address = `${baseUrl}${path}${words === "" ? "" : `?${words}`}`;
  const type = headers["content-type"];
  const parts = [
    `curl -X ${method} ${quote(address)}`,
    `-H "Authorization: Bearer $WHATSAPP_ACCESS_TOKEN"`,
    ...(type === undefined || body === undefined ? [] : [`-H ${quote(`content-type: ${type}`)}`]),
    ...(body === undefined ? [] : [`-d ${quote(JSON.stringify(body))}`]),
  ];
  return parts.join(" \\\n  ");
}
