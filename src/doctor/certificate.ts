import { nodeModule } from "../utils/runtime.ts";
import { fine, type Outcome, problem, skipped, warning } from "./finding.ts";

/** What a connection says about the server's certificate. */
interface Certificate {
  /** Why it is not trusted: `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  failure: string | undefined;
  validUntil: number;
}

/** Looks at the certificate and its chain, where the runtime shows them. */
export async function findCertificate(url: URL, timeoutMs: number): Promise<Outcome> {
  const tls = nodeModule("node:tls");
  if (tls === undefined) return skipped("This runtime does not show certificates.");
  try {
    return judge(await read(tls, url, timeoutMs));
  } catch {
    return skipped("No connection."); // which is for the next check to explain
  }
}

function read(tls: typeof import("node:tls"), url: URL, timeoutMs: number): Promise<Certificate> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const options = { host, port: Number(url.port || 443), rejectUnauthorized: false };
    const socket = tls.connect(isName(host) ? { ...options, servername: host } : options, () => {
      const { authorized, authorizationError } = socket;
      const { valid_to } = socket.getPeerCertificate();
      socket.destroy();
      const failure = authorized ? undefined : String(authorizationError ?? "untrusted");
      resolve({ failure, validUntil: Date.parse(valid_to) });
    });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error("time-out")));
    socket.once("error", reject);
  });
}

const isName = (host: string): boolean => !/^[\d.]+$|:/.test(host);

const day = 86_400_000;

function judge({ failure, validUntil }: Certificate): Outcome {
  if (failure !== undefined) return problem(`It is not trusted (${failure}).`, findRemedy(failure));
  const left = Math.floor((validUntil - Date.now()) / day);
  if (left < 14)
    return warning(`It expires in ${left} days.`, "Renew it: Meta delivers nothing to an expired one.");
  return fine("A trusted authority issued it, and the chain is complete.");
}

function findRemedy(failure: string): string {
  if (/SELF_SIGNED/.test(failure))
    return "Meta refuses self-signed certificates: get one from a public authority such as Let's Encrypt, or use a tunnel.";
  if (/ISSUER|LEAF_SIGNATURE/.test(failure))
    return "Serve the whole chain: the certificate followed by those between it and the authority (fullchain.pem).";
  if (/ALTNAME/.test(failure)) return "Get a certificate for the host of this URL.";
  if (/EXPIRED/.test(failure)) return "Renew it.";
  return "Get a certificate from a public authority, such as Let's Encrypt.";
}
