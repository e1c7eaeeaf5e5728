/** What kind of trouble an error is; made for branching. */
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
 * How a repeat of the same request is to be judged:
 * `backoff` soon, with growing pauses; `later` after the named time; `never` until somebody changes something;
 * `ambiguous` when it may have been carried out; `refresh` once, with a new token.
 */
export type RetryClass = "backoff" | "later" | "never" | "ambiguous" | "refresh";

/** What is known of one of Meta's error codes. */
export interface ErrorCode {
  readonly category: ErrorCategory;
  readonly retryClass: RetryClass;
  /** What to do about it, in a sentence. */
  readonly hint: string;
  /** After how many milliseconds a repeat makes sense, where Meta names a time. */
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
  "Give the token the permission this call needs and its system user access to the WhatsApp Business Account, then create a new token.";
const fixParameters = "Compare the request with Meta's documentation; `details` names the parameter.";
const fixTemplateParameters =
  "Send exactly the parameters that the approved template declares, in its order and format.";

/**
 * Meta's error codes, as data: what kind of trouble, whether a repeat helps, and what to do.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const errorCodes: Readonly<Record<number, ErrorCode>> = {
  // Authorisation
  0: refresh(
    "The access token could not be authenticated: create a new one and check that it belongs to this app.",
  ),
  3: never("permission", grantPermission),
  10: never("permission", grantPermission),
  102: refresh("The session behind the token has ended: create a new access token."),
  104: never("auth", "No access token travelled with the call: set `accessToken`."),
  190: refresh(
    "The access token has expired or was revoked: create a new one, best of a system user that never expires.",
  ),
  200: never("permission", grantPermission),
  131005: never("permission", grantPermission),

  // Integrity and account
  368: never(
    "policy",
    "The account is restricted for a policy violation: look at WhatsApp Manager and appeal there.",
  ),
  130497: never("policy", "This business may not message people in the recipient's country."),
  131031: never(
    "policy",
    "The account is locked, or data such as the PIN does not match: query `health_status` and see WhatsApp Manager.",
  ),
  131037: never("registration", "Get the display name of this number approved in WhatsApp Manager first."),
  131042: never(
    "payment",
    "Settle the billing of the account: payment method, credit line, currency or time zone is missing or invalid.",
  ),
  131044: never("payment", "Add a valid payment method before receiving calls from users."),
  131045: never("registration", "The number is not registered correctly: register it again, then send."),
  131057: later(
    "unavailable",
    minute,
    "The number is in maintenance, usually a throughput upgrade of about a minute: send again then.",
  ),
  134011: never("payment", "Accept the WhatsApp Payments terms under the link in `details`."),

  // Throttling
  4: backoff(
    "throttled",
    "The app made too many calls within an hour: spread them, and read fewer fields less often.",
  ),
  17: later(
    "throttled",
    hour,
    "The user behind this token made too many calls: wait, or use a system user's token.",
  ),
  32: later("throttled", hour, "Too many calls: wait up to an hour."),
  341: later("throttled", hour, "Too many calls: wait up to an hour."),
  613: backoff("throttled", "This call has a limit of its own: make it less often."),
  80007: later(
    "throttled",
    5 * minute,
    "The account made too many calls within an hour: spread them, and cache what rarely changes.",
  ),
  80008: later(
    "throttled",
    5 * minute,
    "Too many management calls to this account: spread them, and cache what rarely changes.",
  ),
  130429: backoff("throttled", "The number sends faster than it may: lower `rateLimit.messagesPerSecond`."),
  131048: later(
    "spam-limited",
    day,
    "Too many recipients blocked or reported this number: pause the campaign and check its quality rating.",
  ),
  131049: later(
    "spam-limited",
    day,
    "Meta held this marketing message back to protect the recipient: wait at least a day, sooner attempts extend the pause.",
  ),
  131056: backoff(
    "throttled",
    "Too many messages to this one recipient: wait; other recipients are not affected.",
  ),
  131064: later(
    "spam-limited",
    day,
    "Sending is limited because templates were put into the wrong category: correct them; the limit lifts by itself.",
  ),
  131208: backoff("throttled", "Too many group operations from this number: make them less often."),
  133016: later("throttled", 3 * day, "The number was registered or deregistered too often: wait 72 hours."),

  // Requests in general
  1: ambiguous(
    "unknown",
    "Either the request is malformed or Meta had a problem: check the parameters and Meta's status page.",
  ),
  2: ambiguous("unavailable", "WhatsApp is overloaded or being deployed: try again in about five minutes."),
  33: never(
    "parameter",
    "The id does not exist or is not visible to this token: check it, and that the number was not deleted.",
  ),
  100: never("parameter", fixParameters),
  803: never("parameter", "No such object, or none this token may see: check the id."),
  130403: never("undeliverable", "You blocked this user: unblock first."),
  130472: never(
    "undeliverable",
    "Meta withheld this marketing message in an experiment: do not send it to this user again.",
  ),
  131000: ambiguous(
    "unknown",
    "Something went wrong at Meta: try again, and if it stays contact support with `traceId`.",
  ),
  131008: never("parameter", "A required parameter is missing; `details` names it."),
  131009: never("parameter", fixParameters),
  131016: backoff("unavailable", "WhatsApp is temporarily unavailable: try again shortly."),
  131021: never("parameter", "Sender and recipient are the same number: send to another one."),
  131026: never(
    "undeliverable",
    "The recipient cannot receive this: not on WhatsApp, terms not accepted or app too old. Meta does not tell which.",
  ),
  131030: never(
    "undeliverable",
    "A test number only reaches numbers on its list: add this recipient in the App Dashboard.",
  ),
  131047: never(
    "window-closed",
    "More than 24 hours have passed since the customer last wrote: send a template message instead.",
  ),
  131050: never("opted-out", "The customer stopped marketing messages from you: take them off the list."),
  131051: never("parameter", "This message type is not supported: use a documented one."),
  131052: never("media", "The customer's media could not be fetched: ask for it again, at most 100 MB."),
  131053: never(
    "media",
    "The media was refused: check MIME type, size and codec, and that a link can be fetched publicly.",
  ),
  131055: never(
    "parameter",
    "This call is not allowed here: the marketing endpoint takes marketing templates only.",
  ),
  131060: never(
    "undeliverable",
    "The message cannot be shown at the moment: ask the customer to send it again.",
  ),
  131061: never(
    "template",
    "Templates with a maximum price go through `marketingMessages`, not through `messages`.",
  ),
  131062: never(
    "parameter",
    "This message cannot go to a business-scoped user id: send it to the phone number.",
  ),
  131063: never(
    "template",
    "Marketing templates are switched off for `messages` on this account: use `marketingMessages`.",
  ),
  131065: never("template", "A maximum price is not available in the recipient's country."),
  135000: never("parameter", fixParameters),
  136024: never("registration", "The number is verified already: no code is needed."),
  137000: never(
    "parameter",
    "The customer's identity key changed: verify the customer another way, then send without the hash and store the new one.",
  ),
  139200: never("permission", "Direct Send is blocked for this account."),
  1752041: never("registration", "The client was invited already: nothing to do."),
  2593109: never("policy", "The business chose not to share its chat history."),

  // Payments
  2040: never("payment", "This payment feature is not available for the account."),
  2046: never("payment", "An order cannot go from its present status to this one."),
  2047: never("payment", "A paid order cannot be cancelled."),

  // Templates: sending
  132000: never("template", fixTemplateParameters),
  132001: never(
    "template",
    "No approved template of this name in this language: check both, and wait some minutes after an approval.",
  ),
  132005: never("template", "The text is too long once the parameters are filled in: shorten them."),
  132007: never("policy", "The template's content breaks a WhatsApp policy: change it."),
  132008: never("template", fixTemplateParameters),
  132012: never("template", fixTemplateParameters),
  132015: never("template", "The template is paused for low quality: edit it, or wait until the pause ends."),
  132016: never("template", "The template was disabled for good: create another one."),
  132018: never("template", fixTemplateParameters),
  132021: never("template", "The template name of this Direct Send message is taken: use another one."),
  132068: never("flow", "The flow is blocked: correct it in WhatsApp Manager."),
  132069: later("flow", hour, "The flow is throttled to ten messages an hour: correct it, then wait."),
  134100: never(
    "template",
    "The marketing endpoint takes marketing templates only: send this one through `messages`.",
  ),
  134101: later(
    "template",
    10 * minute,
    "The template is still being prepared for marketing: try again in ten minutes.",
  ),
  134102: never(
    "template",
    "The template is not available for marketing: check that the account is onboarded and eligible.",
  ),
  134103: never(
    "template",
    "The template is not available for marketing: check that the account is onboarded and eligible.",
  ),

  // Templates: creating and editing
  200005: never("template", "Template insights are not available for this account yet."),
  200006: never("template", "Template insights cannot be switched off again."),
  200007: never("template", "Switch template insights on for this account first."),
  2388019: never(
    "template",
    "The account holds as many templates as it may: delete some, or verify the business.",
  ),
  2388023: later(
    "template",
    30 * day,
    "This language of the template is being deleted: use another name, or wait until the name is free.",
  ),
  2388024: never("template", "A template of this name and language exists: edit that one."),
  2388039: later(
    "template",
    day,
    "The template cannot be edited now: it is in review, or was edited already today.",
  ),
  2388040: never("template", "A field of the template is too long."),
  2388042: never(
    "template",
    "The template is put together wrongly: a component or one of its fields is missing.",
  ),
  2388043: never(
    "template",
    "The template is put together wrongly: a component or one of its fields is missing.",
  ),
  2388047: never("template", "The header of the template is malformed."),
  2388050: never(
    "template",
    "The template is put together wrongly: a component or one of its fields is missing.",
  ),
  2388072: never("template", "The body of the template is malformed."),
  2388073: never("template", "The footer of the template is malformed."),
  2388094: never(
    "template",
    "The template is put together wrongly: a component or one of its fields is missing.",
  ),
  2388273: never(
    "template",
    "The template is put together wrongly: a component or one of its fields is missing.",
  ),
  2388293: never(
    "template",
    "The template has too many variables for the length of its text: add text or remove variables.",
  ),
  2388299: never("template", "The text of the template may not start or end with a variable."),
  2388318: never("template", "Templates made by Direct Send cannot be edited."),
  2388330: never("template", "Templates made by Direct Send cannot be deleted."),

  // Registration and migration
  133000: never("registration", "An earlier deregistration is incomplete: deregister again, then register."),
  133004: backoff("unavailable", "The server is temporarily unavailable: try again shortly."),
  133005: never(
    "registration",
    "The two-step PIN is wrong: check it before trying again, guesses are limited.",
  ),
  133006: never("registration", "Verify the number again before registering it."),
  133008: later("registration", hour, "Too many wrong PINs: wait as long as `details` says."),
  133009: later("registration", hour, "PINs were entered too fast: wait as long as `details` says."),
  133010: never("registration", "Register the number first."),
  133015: later(
    "registration",
    5 * minute,
    "The number was deleted a moment ago: wait five minutes, then register.",
  ),
  2388001: never("registration", "The number could not be verified or migrated: see WhatsApp Manager."),
  2388012: never("registration", "The number is in your account already."),
  2388091: never("registration", "The number is not being migrated: register and verify it the normal way."),
  2388093: never("registration", "The number is not being migrated: register and verify it the normal way."),
  2388103: never("registration", "The number cannot be migrated; `details` names the reason."),
  2494100: later("unavailable", 5 * minute, "The number is in maintenance: try again in some minutes."),
  2593079: never("registration", "The history of this number cannot be synchronised; see `details`."),
  2593085: never("registration", "The history of this number cannot be synchronised; see `details`."),
  2593107: never(
    "registration",
    "Contacts and history can be synchronised once: off-board the number and onboard it again.",
  ),
  2593108: never("registration", "Synchronising is possible within 24 hours after onboarding only."),

  // In-app signup
  2494164: never("registration", "No such signup: check its id."),
  2494165: never("permission", "The signup API is not enabled for this account."),
  2494166: never("parameter", "The confirmation message holds an unknown placeholder."),
  2494167: never("parameter", "The confirmation message uses the promo code, but none is given."),
  2494168: never("policy", "Accept the signup terms first."),
  2494176: never("policy", "The signup terms are accepted already: leave `policy` out."),
  2494177: never("policy", "The terms' address is not the approved one."),
  2494179: never("parameter", "The website address must be https."),

  // Usernames
  147001: never("registration", "This username is not available."),
  147002: never("registration", "Usernames need a higher messaging limit of the portfolio."),
  147003: never("registration", "Link the Facebook Page first."),
  147004: never("registration", "Link the Instagram account first."),
  147005: never(
    "registration",
    "Another of your numbers holds this username: repeat with `force_transfer: true`.",
  ),

  // Flows
  139000: never("flow", "The account may not create or publish flows for now."),
  139001: never("flow", "The flow cannot be updated: it is published, or its JSON is invalid."),
  139002: never("flow", "The flow cannot be published; `details` names what is missing."),
  139003: never("flow", "The flow cannot be deprecated: it was never published, or is deprecated already."),
  139004: never("flow", "A published flow cannot be deleted: deprecate it."),

  // Block list
  139100: never("parameter", "Some users could not be blocked: look at `failed_users`."),
  139101: never("parameter", "The block list is full: unblock some users."),
  139102: never("parameter", "The block list changed while it was read: start again from its first page."),
  139103: backoff("unavailable", "Meta had a problem: try again."),

  // Groups
  131020: never("group", "The group has a single member."),
  131041: never("group", "No such group, or this number is not in it."),
  131059: never("parameter", "The page cursor has expired: start again from the first page."),
  131201: never("group", "Only part of it succeeded: look at the result of each participant."),
  131202: never("group", "A participant is named twice."),
  131203: never("group", "The group operation was refused; see `details`."),
  131204: never("group", "Too many participants: a group has at most eight."),
  131207: never("group", "The group is suspended."),
  131209: never("group", "The group's picture must be square."),
  131210: never("group", "The group's picture must be at least 192 pixels wide."),
  131211: never("group", "This number has created as many groups as it may."),
  131212: never("group", "This participant is not in the group."),
  131213: never("group", "No such join request."),
  131214: later(
    "group",
    7 * day,
    "Creating groups is suspended after too much marketing inside service windows: wait some days.",
  ),
  131215: never("group", "This number may not use groups: an Official Business Account is needed."),

  // Calling
  138000: never("call", "Enable calling on this number first."),
  138001: never("call", "The recipient cannot be called."),
  138002: backoff("throttled", "A thousand calls are running: wait for one to end."),
  138003: never("call", "A call with this user is running already."),
  138004: ambiguous("call", "The call could not be connected."),
  138005: backoff("throttled", "Calls are started too fast: slow down."),
  138006: never("call", "The user has not allowed calls: ask with a call permission request."),
  138007: never("call", "The call was not set up in time: apply the SDP sooner."),
  138009: later("call", day, "This user was asked for call permission often enough: wait a day."),
  138012: later(
    "call",
    day,
    "The calls to this user within 24 hours are used up: wait as long as `details` says.",
  ),
  138013: never("call", "Calls started by the business are not available for this number."),
  138014: later("call", 7 * day, "Calling is suspended for low quality: wait some days."),
  138015: never("call", "Calling needs a messaging limit of at least 2,000."),
  138017: never("call", "The user has allowed calls for good: nothing to ask."),
  138018: never("call", "Subscribe to the `calls` webhook field, or set SIP up, first."),
  138019: backoff("call", "The call's setup failed: try again."),
  138020: backoff("call", "The call's relay failed: try again."),
  138021: never("call", "No media arrived from the business: check the media path."),
  138022: backoff("call", "No media reached the user: try again."),
  138023: backoff("call", "The call was accepted without media: try again."),
};

/** Subcodes of the token errors 190, 102 and 0 that say more than their code. */
export const tokenSubcodes: Readonly<Record<number, string>> = {
  458: "The app was removed or de-authorised: authorise it again and create a new token.",
  459: "The account behind the token must clear a security check: sign in to Facebook, then create a new token.",
  460: "The password behind the token was changed: create a new token.",
  463: "The access token has expired: create a new one, best of a system user that never expires.",
  467: "The access token was invalidated: create a new one.",
};
