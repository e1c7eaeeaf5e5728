const envelope = (text: string) =>
  `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"text":{"body":"${text}"}}]}}]}]}`;

/** Signatures computed elsewhere, with the secret of `signed.ts`. */
export const vectors = {
  "an empty batch": {
    rawBody: '{"object":"whatsapp_business_account","entry":[]}',
    hex: "38aa970a90aeae51140d83b3f1d276c8c568e8166ac8c483a633ee90eb554f12",
  },
  "text as Meta escapes it": {
    rawBody: envelope("caf\\u00e9 \\/ 5\\u0025"),
    hex: "2a041e58b6bc81b4cdacf778f6f2eb7af924d913975e8ac9ced6239aab08c05b",
  },
  "the same text without escapes": {
    rawBody: envelope("café / 5%"),
    hex: "5c31d8ef0343929a71f33f775e2e1b4798295196f5086c510d32ca358360939a",
  },
  "an empty body": {
    rawBody: "",
    hex: "8a6eaa0e20a867c5a1754bc9d1ce98839424966f3588eb31dde5de5f16d1f8b8",
  },
};
