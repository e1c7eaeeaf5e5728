import { invalid } from "../../core/validate.ts";

/** Hosts of Meta's that serve media. */
const metaHosts = ["facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net"];

/**
 * Refuses addresses that must not see the access token: everything but Meta's hosts over https, and the configured
 * Graph API itself.
 *
 * @throws `ValidationError`; no request is made then.
 */
export function checkMediaUrl(address: string, baseUrl: string): void {
  const url = parsed(address);
  const isBase = url?.origin === parsed(baseUrl)?.origin;
  const isPlain = url?.username === "" && url.password === "";
  if (url !== undefined && isPlain && (isBase || isMeta(url))) return;
  const message =
    "must be an https address of Meta's (facebook.com, fbsbx.com, fbcdn.net, whatsapp.net): the access token goes nowhere else";
  throw invalid("media address", [{ path: "url", message }]);
}

const isMeta = ({ protocol, hostname, port }: URL): boolean =>
  protocol === "https:" &&
  port === "" &&
  metaHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
