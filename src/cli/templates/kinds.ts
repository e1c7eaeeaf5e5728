const known = new Set([
  ...["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"],
  ...[
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "COPY_CODE",
    "OTP",
    "FLOW",
    "CATALOG",
    "MPM",
    "SPM",
    "VOICE_CALL",
  ],
  ...["ORDER_DETAILS", "PAYMENT_REQUEST", "REQUEST_CONTACT_INFO"],
]);

/** Whether the types of a source name this header or button; all others are Meta's news. */
export const isKnownKind = (kind: unknown): boolean => typeof kind !== "string" || known.has(kind);
