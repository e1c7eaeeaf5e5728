import type { Open } from "../../types/common.ts";
import { type Duration, toMilliseconds } from "./duration.ts";
import { type Refusal, refuse } from "./errors.ts";
import { createTraceId } from "./ids.ts";

/** A permission that a token can have. */
export type TokenPermission = Open<
  "whatsapp_business_messaging" | "whatsapp_business_management" | "business_management"
>;

const allPermissions: readonly TokenPermission[] = [
  "whatsapp_business_messaging",
  "whatsapp_business_management",
  "business_management",
];

/** Why a token is no longer accepted. */
export type InvalidTokenReason = "app-removed" | "checkpoint" | "password-changed" | "expired" | "logged-out";

/** Meta's subcode of 190 and its text. */
const reasons: Readonly<Record<InvalidTokenReason, readonly [subcode: number, text: string]>> = {
  "app-removed": [458, "The user has not authorized the application."],
  checkpoint: [459, "The user must log in to Facebook and follow the instructions given."],
  "password-changed": [460, "The session has been invalidated because the user changed the password."],
  expired: [463, "Session has expired."],
  "logged-out": [467, "The session is invalid because the user logged out."],
};

/** Details of a token to add. */
export interface AccessTokenFacts {
  /** The token itself. Default: a new one. */
  token?: string;
  /** Its permissions. Default: all that the WhatsApp API asks for. */
  scopes?: readonly TokenPermission[];
  /** When it expires, on the simulator's clock. Default: never. */
  expiresIn?: Duration;
  /** Ids of the business accounts it can reach. Default: all. */
  businessAccountIds?: readonly string[];
}

/** An access token that the simulator knows. */
export interface AccessToken {
  /** The token itself. */
  token: string;
  /** Its permissions. */
  scopes: readonly TokenPermission[];
  /** Milliseconds since the epoch. */
  issuedAt: number;
  /** Milliseconds since the epoch; `undefined` for never. */
  expiresAt?: number;
  /** Ids of the business accounts it can reach; `undefined` for all. */
  businessAccountIds?: readonly string[];
  /** Why it is no longer accepted; `undefined` while it is. */
  invalidated?: InvalidTokenReason;
}

export function createToken(facts: AccessTokenFacts, now: number): AccessToken {
  const { token = `EAA${createTraceId()}${createTraceId()}`, scopes = allPermissions } = facts;
  const created: AccessToken = { token, scopes: [...scopes], issuedAt: now };
  if (facts.expiresIn !== undefined) created.expiresAt = now + toMilliseconds(facts.expiresIn);
  if (facts.businessAccountIds !== undefined) created.businessAccountIds = [...facts.businessAccountIds];
  return created;
}

/** What is known about tokens. */
interface TokenFacts {
  settings: { appId: string; appSecret: string };
  /** The first token. */
  accessToken: string;
  /** Further tokens, and what is different about the first one. */
  tokens: ReadonlyMap<string, AccessToken>;
  startedAt: number;
}

/** Finds a token: one that was added, the simulator's own one, or that of the app. */
export function findToken(
  { settings, accessToken, tokens, startedAt }: TokenFacts,
  token: string,
): AccessToken | undefined {
  const added = tokens.get(token);
  if (added !== undefined) return added;
  if (token === accessToken) return { token, scopes: allPermissions, issuedAt: startedAt };
  const isApp = token === `${settings.appId}|${settings.appSecret}`;
  return isApp ? { token, scopes: [], issuedAt: startedAt } : undefined;
}

/** Why a token is not accepted. */
export function findInvalidity({ invalidated, expiresAt }: AccessToken, now: number): Refusal | undefined {
  const isOver = expiresAt !== undefined && now >= expiresAt;
  const reason = invalidated ?? (isOver ? "expired" : undefined);
  if (reason === undefined) return undefined;
  const [subcode, text] = reasons[reason];
  return refuse(190, text, { subcode, message: `Error validating access token: ${text}` });
}
