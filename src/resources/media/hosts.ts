import { invalid } from "../../core/validate.ts";

const hosts = ["facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net"];

/**
 * The address of a media file, once it is certain that the access token may go there: to Meta's hosts over https,
 * or to where the Graph API itself was configured to be.
 *
 * @returns the address as it was understood, so that nothing else reads it in another way.
 * @throws {@link ValidationError} for any other address.
 */
export function trustedAddress(address: string, baseUrl: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw untrusted("is not a whole address");
  if (url.username !== "" || url.password !== "") throw untrusted("holds a user name or password");
  if (url.origin === new URL(baseUrl).origin || isMetas(url)) return url.href;
  throw untrusted(`is at ${url.origin}, to which the access token is not sent`);
}

function isMetas({ protocol, port, hostname }: URL): boolean {
  if (protocol !== "https:" || port !== "") return false;
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

const untrusted = (message: string) => invalid("media address", [{ path: "url", message }]);
