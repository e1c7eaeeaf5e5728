/** How many buttons of a type a template can have; one of each type that is not listed. */
export const maxButtons: Readonly<Record<string, number>> = { QUICK_REPLY: 10, URL: 2, PAYMENT_REQUEST: 3 };

/** Labels that WhatsApp fixes. */
export const fixedButtonLabels = {
  CATALOG: "View catalog",
  MPM: "View items",
  SPM: "View",
  REQUEST_CONTACT_INFO: "Share Contact Info",
} as const;

/** The longest time to live, in seconds. */
export const thirtyDays = 2_592_000;

/** `message_send_ttl_seconds` by category. `UTILITY` and `AUTHENTICATION` also take -1, which means 30 days. */
export const timeToLiveSeconds = {
  AUTHENTICATION: { min: 30, max: 900 },
  UTILITY: { min: 30, max: 43_200 },
  MARKETING: { min: 43_200, max: thirtyDays },
} as const;
