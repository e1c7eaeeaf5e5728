import { type Json, withoutUndefined } from "../../utils/json.ts";

/** The parts of Meta's error envelope. */
export interface RefusalFacts {
  code: number;
  subcode?: number | undefined;
  /** HTTP status. Default: the documented status of the code. */
  status?: number | undefined;
  details?: string | undefined;
  /** Default: the title of the code. */
  message?: string | undefined;
  type?: string | undefined;
  /** What the body has beside the error: the part of the request that succeeded. With status 206, the whole body. */
  beside?: Json;
  /** Additional response headers. */
  headers?: Record<string, string>;
}

/** Thrown by an endpoint to answer with Meta's error envelope. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    super(facts.details ?? findTitle(facts.code));
    this.facts = facts;
  }
}

export const refuse = (code: number, details: string, more: Partial<RefusalFacts> = {}): Refusal =>
  new Refusal({ code, details, ...more });

/** The object does not exist, is not accessible, or has no such edge: Graph does not distinguish them. */
export const unsupported = (method: string, id: string): Refusal =>
  new Refusal({
    code: 100,
    subcode: 33,
    type: "GraphMethodException",
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });

export const httpStatus = (facts: RefusalFacts): number => facts.status ?? codes[facts.code]?.[0] ?? 400;

const findTitle = (code: number): string => codes[code]?.[1] ?? "Generic error";

/** Meta's envelope. */
export function envelope(facts: RefusalFacts, traceId: string): Json {
  const { code, subcode, details } = facts;
  if (facts.status === 206 && facts.beside !== undefined) return facts.beside;
  return {
    ...facts.beside,
    error: withoutUndefined({
      message: `(#${code}) ${facts.message ?? findTitle(code)}`,
      type: facts.type ?? "OAuthException",
      code,
      error_subcode: subcode,
      is_transient: transient.has(code) ? true : undefined,
      error_data: details === undefined ? undefined : { messaging_product: "whatsapp", details },
      fbtrace_id: traceId,
    }),
  };
}

/** An error as webhooks have it. */
export function webhookError(code: number, details: string): Json {
  const title = findTitle(code);
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}

const transient = new Set([2, 4, 17, 80007]);

/** HTTP status and title of each documented code. Throttling has status 400, as reported from the messages endpoint. */
const codes: Readonly<Record<number, readonly [status: number, title: string]>> = {
  0: [401, "AuthException"],
  1: [400, "API Unknown"],
  2: [503, "API Service"],
  3: [500, "API Method"],
  4: [400, "API Too Many Calls"],
  10: [403, "API Permission Denied"],
  17: [429, "User request limit reached"],
  32: [400, "Page request limit reached"],
  33: [400, "Parameter value is not valid"],
  100: [400, "Invalid parameter"],
  101: [400, "Invalid API key"],
  102: [401, "API Session"],
  104: [401, "An access token is required"],
  190: [401, "Invalid OAuth access token"],
  200: [403, "API Permission"],
  341: [400, "Application limit reached"],
  368: [403, "Temporarily blocked for policies violations"],
  613: [429, "Custom rate limit exceeded"],
  803: [404, "Some of the aliases you requested do not exist"],
  2200: [400, "Callback verification failed"],
  80007: [400, "Rate limit issues"],
  80008: [400, "Too many calls to this WhatsApp Business Account"],
  130403: [400, "Business blocked the user"],
  130429: [400, "Rate limit hit"],
  130472: [400, "User's number is part of an experiment"],
  130497: [403, "Business account is restricted from messaging users in this country"],
  131000: [500, "Something went wrong"],
  131005: [403, "Access denied"],
  131008: [400, "Required parameter is missing"],
  131009: [400, "Parameter value is not valid"],
  131016: [500, "Service unavailable"],
  131020: [400, "Group has a single member"],
  131021: [400, "Recipient cannot be sender"],
  131026: [400, "Message undeliverable"],
  131030: [400, "Recipient phone number not in allowed list"],
  131031: [403, "Account has been locked"],
  131037: [400, "Display name not approved"],
  131041: [400, "Unknown group"],
  131042: [400, "Business eligibility payment issue"],
  131044: [400, "Payment issue"],
  131045: [500, "Incorrect certificate"],
  131047: [400, "Re-engagement message"],
  131048: [400, "Spam rate limit hit"],
  131049: [400, "Not delivered to maintain healthy ecosystem engagement"],
  131050: [400, "User has stopped marketing messages"],
  131051: [400, "Unsupported message type"],
  131052: [400, "Media download error"],
  131053: [400, "Media upload error"],
  131055: [400, "Method not allowed"],
  131056: [400, "(Business Account, Consumer Account) pair rate limit hit"],
  131057: [500, "Account in maintenance mode"],
  131059: [400, "Cursor expired"],
  131060: [400, "Message is currently unavailable"],
  131061: [400, "Template with a max price"],
  131062: [400, "Business-scoped user id not supported for this message"],
  131063: [400, "Marketing templates are switched off on this endpoint"],
  131064: [400, "Template classification limit"],
  131065: [400, "Max price is not available in the recipient's country"],
  131070: [400, "Thread is owned by another responder"],
  131201: [206, "Partially succeeded"],
  131202: [400, "Duplicate participant"],
  131208: [429, "Group rate limit hit"],
  131211: [400, "Group limit reached"],
  131209: [400, "Group picture is not square"],
  131210: [400, "Group picture is too small"],
  131212: [400, "Not a participant of the group"],
  131213: [400, "Unknown join request"],
  132000: [400, "Number of parameters does not match the expected number of params"],
  132001: [404, "Template name does not exist in the translation"],
  132005: [400, "Translated text too long"],
  132007: [400, "Template content violates policy"],
  132012: [400, "Parameter format does not match format in the created template"],
  132015: [400, "Template is paused"],
  132016: [400, "Template is disabled"],
  132018: [400, "Template parameters are not valid"],
  132021: [400, "Template name conflict"],
  132068: [400, "Flow is blocked"],
  132069: [400, "Flow is throttled"],
  133000: [500, "Incomplete deregistration"],
  133004: [503, "Server temporarily unavailable"],
  133005: [400, "Two-step verification PIN mismatch"],
  133006: [400, "Phone number re-verification needed"],
  133008: [400, "Too many two-step verification PIN guesses"],
  133009: [400, "Two-step verification PIN guessed too fast"],
  133010: [400, "Phone number not registered"],
  133015: [400, "Please wait a few minutes before registering this phone number"],
  133016: [400, "Account register/deregister rate limit exceeded"],
  134011: [400, "Payments terms of service not accepted"],
  134100: [400, "Only marketing messages are supported"],
  134101: [400, "Template is syncing"],
  134102: [500, "Template is unavailable"],
  135000: [400, "Generic user error"],
  136024: [400, "Phone number is already verified"],
  137000: [400, "Identity key mismatch"],
  138000: [401, "Calling is not enabled"],
  138001: [400, "Receiver cannot be called"],
  138002: [429, "Concurrent calls limit reached"],
  138003: [400, "A call with this user is in progress"],
  138004: [500, "Connection error"],
  138005: [429, "Call rate limit exceeded"],
  138006: [401, "No approved call permission"],
  138007: [500, "Connection timeout"],
  138009: [400, "Call permission request limit hit"],
  138012: [400, "Business-initiated call limit hit"],
  138013: [400, "Business-initiated calling is not available"],
  138038: [400, "Calls are handled by another responder"],
  139000: [400, "Blocked by integrity"],
  139001: [400, "Flow cannot be updated"],
  139002: [400, "Flow cannot be published"],
  139003: [400, "Flow cannot be deprecated"],
  139004: [400, "Flow cannot be deleted"],
  139006: [400, "Metrics threshold is not reached"],
  139100: [400, "Some users could not be blocked"],
  139101: [400, "Block list is full"],
  139102: [400, "Block list changed"],
  139103: [500, "Block list is not available"],
  139200: [403, "Direct Send access is blocked"],
  147005: [400, "Username is held by another number"],
  200005: [400, "Template insights are not available yet"],
  200006: [400, "Template insights cannot be switched off"],
  200007: [400, "Template insights are not enabled"],
  2494164: [400, "Signup not found"],
  2494166: [400, "Unknown placeholder"],
  2494167: [400, "Missing placeholder value"],
  2494168: [400, "Terms of service not accepted"],
  2494176: [400, "Terms of service already accepted"],
  2494177: [400, "Wrong address of the terms of service"],
  2494179: [400, "Website must use https"],
  1752041: [400, "Duplicate request"],
  2494191: [400, "Only the escalation partner can take control"],
  2593107: [400, "Synchronization was requested before"],
  2593108: [400, "Synchronization window is over"],
  4233041: [400, "Flow name is taken in the target account"],
};
