/** The kind of problem: the value to branch on. */
export type ErrorCategory =
  | "auth"
  | "permission"
  | "throttled"
  | "spam-limited"
  | "window-closed"
  | "undeliverable"
  | "opted-out"
  | "template"
  | "media"
  | "parameter"
  | "policy"
  | "payment"
  | "registration"
  | "flow"
  | "group"
  | "call"
  | "unavailable"
  | "unknown";

/**
 * Whether and when to repeat the same request: `backoff` soon, with growing delays; `later` after the given time;
 * `never` until something is changed; `ambiguous` when it may already have been carried out; `refresh` once, with a
 * new token.
 */
export type RetryClass = "backoff" | "later" | "never" | "ambiguous" | "refresh";

/** An entry for one of Meta's error codes. */
export interface ErrorCode {
  readonly category: ErrorCategory;
  readonly retryClass: RetryClass;
  /** What to do about it. */
  readonly hint: string;
  /** How long to wait before repeating, in milliseconds, if Meta states a time. */
  readonly retryAfterMs?: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const backoff = (category: ErrorCategory, hint: string): ErrorCode => ({
  category,
  retryClass: "backoff",
  hint,
});
const later = (category: ErrorCategory, retryAfterMs: number, hint: string): ErrorCode => ({
  category,
  retryClass: "later",
  hint,
  retryAfterMs,
});
const never = (category: ErrorCategory, hint: string): ErrorCode => ({ category, retryClass: "never", hint });
const ambiguous = (category: ErrorCategory, hint: string): ErrorCode => ({
  category,
  retryClass: "ambiguous",
  hint,
});
const refresh = (hint: string): ErrorCode => ({ category: "auth", retryClass: "refresh", hint });

const grantPermission =
  "Give the token the permission this call needs, give its system user access to the WhatsApp Business Account, then create a new token.";
const fixParameters = "Check the request against Meta's documentation; `details` says what is wrong.";
const fixTemplateParameters =
  "Send exactly the parameters the approved template declares, in the same order and format.";
const fixTemplateStructure =
  "The template's structure is invalid: a component, or one of its fields, is missing.";
const notEligibleForMarketing =
  "The template is not available for Marketing Messages: check that the account is onboarded and eligible.";
const tooManyCalls = "Too many calls. Wait up to an hour.";
const notMigrating = "The number is not being migrated: register and verify it the usual way.";
const historyNotSynced = "The number's history cannot be synced; see `details`.";

/**
 * Meta's error codes, as data: what kind of problem it is, whether to repeat the request, and what to do.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const errorCodes: Readonly<Record<number, ErrorCode>> = {
  // Authorization
  0: refresh(
    "The access token could not be authenticated. Create a new one, and check that it belongs to this app.",
  ),
  3: never("permission", grantPermission),
  10: never("permission", grantPermission),
  102: refresh("The session behind the token has ended. Create a new access token."),
  104: never("auth", "The call carried no access token. Set `accessToken`."),
  190: refresh(
    "The access token has expired or was revoked. Create a new one, preferably a system user token that never expires.",
  ),
  200: never("permission", grantPermission),
  131005: never("permission", grantPermission),

  // Integrity and account
  368: never(
    "policy",
    "The account is restricted for a policy violation. See WhatsApp Manager for details, and appeal there.",
  ),
  130497: never("policy", "This business is not allowed to message people in the recipient's country."),
  131031: never(
    "policy",
    "The account is locked, or data in the request, such as the PIN, does not match the account. Query `health_status` and check WhatsApp Manager.",
  ),
  131037: never(
    "registration",
    "The number's display name is not approved yet. Get it approved in WhatsApp Manager.",
  ),
  131042: never(
    "payment",
    "There is a billing problem: the account's payment method, credit line, currency or time zone is missing or invalid, or a prepaid balance is empty. Fix it, then send again.",
  ),
  131044: never("payment", "Add a valid payment method before you receive calls from users."),
  131045: never("registration", "The number is not registered correctly. Register it again, then send."),
  131057: later(
    "unavailable",
    minute,
    "The number is in maintenance mode, usually for a throughput upgrade that takes about a minute. Send again after that.",
  ),
  134011: never("payment", "Accept the WhatsApp Payments terms; the link is in `details`."),

  // Throttling
  4: backoff(
    "throttled",
    "The app made too many calls within an hour. Spread them out, and read fewer fields less often.",
  ),
  17: later(
    "throttled",
    hour,
    "The user who owns this token made too many calls. Wait, or use a system user's token.",
  ),
  32: later("throttled", hour, tooManyCalls),
  341: later("throttled", hour, tooManyCalls),
  613: backoff("throttled", "This call has its own rate limit. Make it less often."),
  80007: later(
    "throttled",
    5 * minute,
    "The account made too many calls within an hour. Spread them out, and cache what rarely changes.",
  ),
  80008: later(
    "throttled",
    5 * minute,
    "Too many management calls for this account. Spread them out, and cache what rarely changes.",
  ),
  130429: backoff(
    "throttled",
    "The number is sending faster than its limit allows. Lower `rateLimit.messagesPerSecond`.",
  ),
  131048: later(
    "spam-limited",
    day,
    "Too many recipients blocked or reported this number. Pause the campaign and check the number's quality rating.",
  ),
  131049: later(
    "spam-limited",
    day,
    "Meta held back this marketing message to protect the recipient. Wait at least a day; trying sooner extends the pause.",
  ),
  131056: backoff(
    "throttled",
    "Too many messages to this recipient in a short time. Wait before you send another; other recipients are not affected.",
  ),
  131064: later(
    "spam-limited",
    day,
    "Sending is limited because templates were submitted in the wrong category. Fix their category; the limit then lifts on its own.",
  ),
  131208: backoff("throttled", "Too many group operations from this number. Make them less often."),
  133016: later(
    "throttled",
    3 * day,
    "The number was registered or deregistered too many times. Wait 72 hours.",
  ),

  // Requests in general
  1: ambiguous(
    "unknown",
    "Either the request is malformed or Meta had a problem. Check the parameters and Meta's status page.",
  ),
  2: ambiguous("unavailable", "WhatsApp is overloaded or being updated. Try again in about five minutes."),
  33: never(
    "parameter",
    "The id does not exist, or this token cannot see it. Check the id, and that the number has not been deleted.",
  ),
  100: never("parameter", fixParameters),
  803: never("parameter", "The object does not exist, or this token cannot see it. Check the id."),
  130403: never("undeliverable", "You have blocked this user. Unblock them first."),
  130472: never(
    "undeliverable",
    "Meta withheld this marketing message as part of an experiment. Do not send it to this user again.",
  ),
  131000: ambiguous(
    "unknown",
    "Something went wrong at Meta. Try again; if it keeps happening, contact Meta's support with `traceId`.",
  ),
  131008: never("parameter", "A required parameter is missing; `details` names it."),
  131009: never("parameter", fixParameters),
  131016: backoff("unavailable", "WhatsApp is temporarily unavailable. Try again shortly."),
  131021: never("parameter", "Sender and recipient are the same number. Send to a different one."),
  131026: never(
    "undeliverable",
    "The recipient cannot receive this message: they are not on WhatsApp, have not accepted its terms, or use an outdated app. Meta does not say which.",
  ),
  131030: never(
    "undeliverable",
    "A test number can only message numbers on its list. Add this recipient in the App Dashboard.",
  ),
  131047: never(
    "window-closed",
    "More than 24 hours have passed since the customer last wrote. Send a template message instead.",
  ),
  131050: never(
    "opted-out",
    "The customer has opted out of your marketing messages. Remove them from your list.",
  ),
  131051: never("parameter", "This message type is not supported. Use a documented one."),
  131052: never(
    "media",
    "The media the customer sent could not be downloaded. Ask them to send it again, at most 100 MB.",
  ),
  131053: never(
    "media",
    "The media was rejected. Check its MIME type, size and codec; if you sent a link, check that it is publicly reachable.",
  ),
  131055: never(
    "parameter",
    "This call is not allowed here: the marketing endpoint accepts only marketing templates.",
  ),
  131060: never("undeliverable", "The message cannot be shown right now. Ask the customer to send it again."),
  131061: never(
    "template",
    "Send templates that have a maximum price through `marketingMessages`, not through `messages`.",
  ),
  131062: never(
    "parameter",
    "One-time codes and templates with a maximum price cannot be sent to a business-scoped user id. Send them to the phone number.",
  ),
  131063: never(
    "template",
    "Marketing templates are turned off for `messages` on this account. Read the template's category again, and use `marketingMessages`.",
  ),
  131065: never(
    "template",
    "Templates with a maximum price cannot be sent to the recipient's country. Send one without.",
  ),
  135000: never("parameter", fixParameters),
  136024: never("registration", "The number is already verified; no code is needed."),
  137000: never(
    "parameter",
    "The customer's identity key has changed. Verify the customer some other way, send without the hash, and store the new one.",
  ),
  139200: never("permission", "Direct Send is blocked for this account."),
  1752041: never("registration", "The client has already been invited; there is nothing to do."),
  2593109: never("policy", "The business chose not to share its chat history."),

  // Payments
  2040: never("payment", "This payment feature is not available for the account."),
  2046: never("payment", "An order cannot change from its current status to this one."),
  2047: never("payment", "A paid order cannot be canceled."),

  // Templates: sending
  132000: never("template", fixTemplateParameters),
  132001: never(
    "template",
    "No approved template has this name in this language. Check both; after an approval, wait a few minutes.",
  ),
  132005: never("template", "The text is too long once the parameters are filled in. Shorten them."),
  132007: never("policy", "The template's content violates a WhatsApp policy. Change it."),
  132008: never("template", fixTemplateParameters),
  132012: never("template", fixTemplateParameters),
  132015: never("template", "The template is paused for low quality. Edit it, or wait until the pause ends."),
  132016: never("template", "The template has been permanently disabled. Create a new one."),
  132018: never("template", fixTemplateParameters),
  132021: never(
    "template",
    "The template name of this Direct Send message is already taken. Use another one.",
  ),
  132068: never("flow", "The flow is blocked. Fix it in WhatsApp Manager."),
  132069: later("flow", hour, "The flow is throttled to ten messages an hour. Fix it, then wait."),
  134100: never(
    "template",
    "The marketing endpoint accepts only marketing templates. Send this one through `messages`.",
  ),
  134101: later(
    "template",
    10 * minute,
    "The template is still being prepared for Marketing Messages. Try again in ten minutes.",
  ),
  134102: never("template", notEligibleForMarketing),
  134103: never("template", notEligibleForMarketing),

  // Templates: creating and editing
  200005: never("template", "Template insights are not available for this account yet."),
  200006: never("template", "Template insights cannot be turned off once they are on."),
  200007: never("template", "Turn on template insights for this account first."),
  2388019: never(
    "template",
    "The account has reached its template limit. Delete some templates, or verify the business.",
  ),
  2388023: later(
    "template",
    30 * day,
    "This language of the template is being deleted. Use another name, or wait until the name is free again.",
  ),
  2388024: never("template", "A template with this name and language already exists. Edit that one."),
  2388039: later(
    "template",
    day,
    "The template cannot be edited now: it is in review, or was already edited today.",
  ),
  2388040: never("template", "A field of the template is too long."),
  2388042: never("template", fixTemplateStructure),
  2388043: never("template", fixTemplateStructure),
  2388047: never("template", "The template's header is malformed."),
  2388050: never("template", fixTemplateStructure),
  2388072: never("template", "The template's body is malformed."),
  2388073: never("template", "The template's footer is malformed."),
  2388094: never("template", fixTemplateStructure),
  2388273: never("template", fixTemplateStructure),
  2388293: never(
    "template",
    "The template has too many variables for the length of its text. Add text or remove variables.",
  ),
  2388299: never("template", "The template's text may not start or end with a variable."),
  2388318: never("template", "Templates created by Direct Send cannot be edited."),
  2388330: never("template", "Templates created by Direct Send cannot be deleted."),

  // Registration and migration
  133000: never(
    "registration",
    "An earlier deregistration did not complete. Deregister again, then register.",
  ),
  133004: backoff("unavailable", "The server is temporarily unavailable. Try again shortly."),
  133005: never(
    "registration",
    "The two-step verification PIN is wrong. Check it before you try again: the number of guesses is limited.",
  ),
  133006: never("registration", "Verify the number again before you register it."),
  133008: later("registration", hour, "Too many wrong PINs. Wait as long as `details` says."),
  133009: later("registration", hour, "PINs were entered too quickly. Wait as long as `details` says."),
  133010: never("registration", "Register the number first."),
  133015: later(
    "registration",
    5 * minute,
    "The number was deleted only moments ago. Wait five minutes, then register it.",
  ),
  2388001: never("registration", "The number could not be verified or migrated. Check WhatsApp Manager."),
  2388012: never("registration", "The number is already in your account."),
  2388091: never("registration", notMigrating),
  2388093: never("registration", notMigrating),
  2388103: never("registration", "The number cannot be migrated; `details` gives the reason."),
  2494100: later("unavailable", 5 * minute, "The number is in maintenance mode. Try again in a few minutes."),
  2593079: never("registration", historyNotSynced),
  2593085: never("registration", historyNotSynced),
  2593107: never(
    "registration",
    "Contacts and history can be synced only once. To sync again, offboard the number and onboard it again.",
  ),
  2593108: never("registration", "Syncing is possible only within 24 hours of onboarding."),

  // In-app signup
  2494164: never("registration", "The signup does not exist. Check its id."),
  2494165: never("permission", "The signup API is not enabled for this account."),
  2494166: never("parameter", "The confirmation message contains an unknown placeholder."),
  2494167: never("parameter", "The confirmation message uses the promo code, but none was given."),
  2494168: never("policy", "Accept the signup terms first."),
  2494176: never("policy", "The signup terms have already been accepted. Omit `policy`."),
  2494177: never("policy", "The URL of the terms is not the approved one."),
  2494179: never("parameter", "The website URL must be https."),

  // Usernames
  147001: never("registration", "This username is not available."),
  147002: never("registration", "Usernames require a higher messaging limit for the portfolio."),
  147003: never("registration", "Link the Facebook Page first."),
  147004: never("registration", "Link the Instagram account first."),
  147005: never(
    "registration",
    "Another of your numbers has this username. Repeat the call with `force_transfer: true`.",
  ),

  // Flows
  139000: never("flow", "The account cannot create or publish flows for now."),
  139001: never(
    "flow",
    "The flow cannot be updated: it is published, or its JSON is invalid. If `details` says that processing failed, repeat the call.",
  ),
  139002: never("flow", "The flow cannot be published; `details` says what is missing."),
  139003: never("flow", "The flow cannot be deprecated: it was never published, or is already deprecated."),
  139004: never("flow", "A published flow cannot be deleted. Deprecate it instead."),
  139006: later("flow", day, "The flow has not been used often enough for this metric yet. Ask again later."),
  4233041: never(
    "flow",
    "The other account has a flow of this name. Rename one of them, then migrate again.",
  ),

  // Block list
  139100: never("parameter", "Some users could not be blocked; see `failed_users`."),
  139101: never("parameter", "The block list is full. Unblock some users."),
  139102: never(
    "parameter",
    "The block list changed while you were reading it. Start over from the first page.",
  ),
  139103: backoff("unavailable", "Meta had a problem. Try again."),

  // Conversation Routing
  131070: never(
    "policy",
    "Another responder owns this conversation. Wait for the webhook `messaging_handovers` to pass it to you, or send a template.",
  ),
  2494191: never(
    "policy",
    "Only the escalation partner can take a conversation. Ask for it to be passed to you.",
  ),

  // Groups
  131020: never("group", "The group has only one member."),
  131041: never("group", "The group does not exist, or this number is not in it."),
  131059: never("parameter", "The page cursor has expired. Start over from the first page."),
  131201: never("group", "Only part of the operation succeeded. Check the result for each participant."),
  131202: never("group", "A participant is listed twice."),
  131203: never("group", "The group operation was refused; see `details`."),
  131204: never("group", "Too many participants: a group can have at most eight."),
  131207: never("group", "The group is suspended."),
  131209: never("group", "The group's picture must be square."),
  131210: never("group", "The group's picture must be at least 192 pixels wide."),
  131211: never("group", "This number has reached the limit of groups it can create."),
  131212: never("group", "This participant is not in the group."),
  131213: never("group", "The join request does not exist."),
  131214: later(
    "group",
    7 * day,
    "Creating groups is suspended because of too much marketing inside service windows. Wait a few days.",
  ),
  131215: never("group", "This number cannot use groups: an Official Business Account is required."),

  // Calling
  138000: never("call", "Enable calling on this number first."),
  138001: never("call", "The recipient cannot be called."),
  138002: backoff("throttled", "A thousand calls are already in progress. Wait for one to end."),
  138003: never("call", "A call with this user is already in progress."),
  138004: ambiguous("call", "The call could not be connected."),
  138005: backoff("throttled", "Calls are being started too quickly. Slow down."),
  138006: never("call", "The user has not allowed calls. Send a call permission request."),
  138007: never("call", "The call was not set up in time. Apply the SDP sooner."),
  138009: later("call", day, "This user has been asked for call permission too often. Wait a day."),
  138012: later(
    "call",
    day,
    "You have reached the limit of calls to this user within 24 hours. Wait as long as `details` says.",
  ),
  138013: never("call", "Business-initiated calls are not available for this number."),
  138014: later("call", 7 * day, "Calling is suspended for low quality. Wait a few days."),
  138015: never("call", "Calling requires a messaging limit of at least 2,000."),
  138017: never(
    "call",
    "The user has already granted permanent call permission; there is nothing to ask for.",
  ),
  138018: never("call", "Subscribe to the `calls` webhook field, or set up SIP, first."),
  138019: backoff("call", "Setting up the call failed. Try again."),
  138020: backoff("call", "The call's relay failed. Try again."),
  138021: never("call", "No media arrived from the business. Check the media path."),
  138022: backoff("call", "No media reached the user. Try again."),
  138023: backoff("call", "The call was accepted without media. Try again."),
  138038: never("call", "Another responder handles the calls of this number. Leave the call to it."),
};

/** Subcodes of the token errors 190, 102 and 0 that say more than the code does. */
export const tokenSubcodes: Readonly<Record<number, string>> = {
  458: "The app was removed or deauthorized. Authorize it again and create a new token.",
  459: "The account behind the token must pass a security check. Log in to Facebook, then create a new token.",
  460: "The password of the account behind the token was changed. Create a new token.",
  463: "The access token has expired. Create a new one, preferably a system user token that never expires.",
  467: "The access token was invalidated. Create a new one.",
};
