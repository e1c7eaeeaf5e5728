/** `ok`; `warning`: works now, or may be meant; `error`: something does not work; `skipped`: could not be looked at. */
export type FindingStatus = "ok" | "warning" | "error" | "skipped";

/** What the doctor looks at. */
export type FindingId =
  | "api.reachable"
  | "api.version"
  | "api.clock"
  | "app.secret"
  | "app.webhook"
  | "app.fields"
  | "token.valid"
  | "token.kind"
  | "token.expiry"
  | "token.scopes"
  | "token.assets"
  | "account.access"
  | "account.review"
  | "account.ownership"
  | "account.payment"
  | "account.health"
  | "account.subscription"
  | "account.responders"
  | "number.access"
  | "number.account"
  | "number.status"
  | "number.name"
  | "number.quality"
  | "number.throughput"
  | "number.limit"
  | "number.health"
  | "number.pin"
  | "webhook.destination"
  | "webhook.url"
  | "webhook.certificate"
  | "webhook.reachable"
  | "webhook.challenge"
  | "webhook.wrong_token"
  | "webhook.signature"
  | "webhook.unsigned"
  | "webhook.reserialized"
  | "webhook.time"
  | "send.template"
  | "send.status";

/** One thing that the doctor looked at. Plain data, without tokens, secrets and whole phone numbers. */
export interface Finding {
  /** What was looked at, to branch on. */
  id: FindingId;
  /** What was looked at, in words. */
  title: string;
  /** How it is. */
  status: FindingStatus;
  /** What was found, or why nothing was looked at. */
  found: string;
  /** What to do, in a sentence. Where one of Meta's errors is behind it, that error's `hint`. */
  next?: string | undefined;
  /** The code of Meta's error behind it. */
  code?: number | undefined;
}

/** What a check found. */
export interface Outcome extends Pick<Finding, "status" | "found" | "next" | "code"> {
  /** Whether what needs this check is skipped too, although it is no error. */
  blocks?: boolean;
}

export const fine = (found: string): Outcome => ({ status: "ok", found });

export const warning = (found: string, next: string): Outcome => ({ status: "warning", found, next });

export const problem = (found: string, next: string): Outcome => ({ status: "error", found, next });

/** What could not be looked at; what needs it is looked at nevertheless. */
export const skipped = (found: string): Outcome => ({ status: "skipped", found });

/** What nobody asked for: what needs it is skipped as well. */
export const notAsked = (found: string): Outcome => ({ status: "skipped", found, blocks: true });
