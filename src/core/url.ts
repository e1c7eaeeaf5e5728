import type { ApiRequest, Query } from "./pipeline.ts";

/** The full address of a request: the version stands in it whatever the base address looks like. */
export function requestUrl(
  { path, query }: ApiRequest,
  base: { baseUrl: string; apiVersion: string },
): string {
  const isAbsolute = /^https?:/i.test(path);
  const address = isAbsolute
    ? path
    : `${base.baseUrl.replace(/\/+$/, "")}/${base.apiVersion}/${path.replace(/^\/+/, "")}`;
  const search = searchOf(query);
  if (search === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}${search}`;
}

function searchOf(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined)
      search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return search.toString();
}
