/** Ids and secrets that the simulator and the event builders use by default. */
export const defaults = {
  phoneNumberId: "106540352242922",
  displayPhoneNumber: "15550001111",
  businessAccountId: "102290129340398",
  appId: "670843887433847",
  accessToken: "EAAsimulatorAccessToken",
  appSecret: "simulator-app-secret",
  verifyToken: "simulator-verify-token",
} as const;
