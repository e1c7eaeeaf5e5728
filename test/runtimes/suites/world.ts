import type { WebhookOptions } from "wacloud/webhooks";

/** Serves the webhook over a real socket; resolves with its address. */
export type Serve = (options: WebhookOptions) => Promise<URL>;

/** What must hold, by name. Plain functions, so that any test runner on any runtime can call them. */
export type Suite<Given> = Readonly<Record<string, (given: Given) => Promise<void>>>;

/** What the other side tells about itself; see `elsewhere.ts`. */
export interface Facts {
  /** Options of a client that reaches the Cloud API over sockets. */
  client: {
    accessToken: string;
    phoneNumberId: string;
    businessAccountId: string;
    appId: string;
    appSecret: string;
    baseUrl: string;
  };
  /** Refuses connections. */
  refusing: string;
  /** Accepts the first message of each connection, and hangs up on the second when it has read it. */
  hangingUp: string;
  /** Shows a certificate that nobody vouches for. */
  untrusted: string;
  samples: { file: string; text: string; events: string }[];
}

/** What the other side has seen of the requests with one mark. */
export interface Seen {
  requests: number;
  accepted: number;
  /** Messages on which a connection was ended without an answer. */
  hangUps: number;
}

/** The other side, as seen from a runtime. */
export interface World extends Facts {
  /** Whether its `fetch` tells a refused connection from a lost one; Workers know only that one was lost. */
  tellsRefusals: boolean;
  seen(mark: string): Promise<Seen>;
}

export async function meet(url: string): Promise<World> {
  const ask = async <T>(path: string): Promise<T> => (await fetch(url + path)).json() as T;
  const facts = await ask<Facts>("/facts");
  const tellsRefusals = globalThis.navigator?.userAgent !== "Cloudflare-Workers";
  return { ...facts, tellsRefusals, seen: (mark) => ask<Seen>(`/seen?mark=${mark}`) };
}
