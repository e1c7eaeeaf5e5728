import type { Layer } from "../../core/pipeline.ts";
import { toUrl } from "../../core/transport.ts";
import { graphApiVersion } from "../../core/version.ts";
import type { Terminal } from "../terminal.ts";
import { toJsonText } from "../words.ts";

/** A request that was not made. It carries no token. */
export interface PlannedRequest {
  method: string;
  url: string;
  body: unknown;
}

/** Keeps requests instead of making them, and answers as Meta does. */
export const recordRequests =
  (requests: PlannedRequest[], variables: NodeJS.Dict<string>): Layer =>
  () =>
  async ({ method, path, query, body }) => {
    const { WHATSAPP_API_BASE_URL: baseUrl = "https://graph.facebook.com" } = variables;
    const apiVersion = variables.WHATSAPP_API_VERSION ?? graphApiVersion;
    requests.push({ method, url: toUrl({ path, query }, { baseUrl, apiVersion }), body: describeBody(body) });
    const answer = { id: "<ID of the upload>", messages: [{ id: "" }] };
    // Each method narrows the answer to its own type; this one fits an upload and a message alike.
    return { status: 200, headers: new Headers(), body: answer as never };
  };

/** A form, as its fields; a file in it, by what it is. */
function describeBody(body: unknown): unknown {
  if (!(body instanceof FormData)) return body;
  const fields = [...body].map(([name, value]) => [
    name,
    typeof value === "string" ? value : `<${value.name}, ${value.type}, ${value.size} bytes>`,
  ]);
  return Object.fromEntries(fields);
}

/** Prints what would have been requested. */
export function printRequests(
  requests: readonly PlannedRequest[],
  { print, note, style, noteStyle }: Terminal,
  isJson: boolean | undefined,
): void {
  if (isJson) return print(toJsonText(requests));
  for (const { method, url, body } of requests)
    print(`${style("bold", `${method} ${url}`)}\n${toJsonText(body)}`);
  note(noteStyle("dim", "Dry run: nothing was sent."));
}
