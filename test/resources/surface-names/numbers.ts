/** The methods of each resource, as `surface.md` 1 to 4 has them. */
export const names: Record<string, string> = {
  phoneNumbers:
    "list get create update requestCode verifyCode register deregister getSettings updateSettings getUsername setUsername usernameSuggestions deleteUsername deleteContact getOfficialAccount requestOfficialAccount",
  businessProfile: "get update getCompliance updateCompliance",
  businessAccount:
    "get update subscribe unsubscribe subscribedApps users assignUser unassignUser activities getPortfolio ownedAccounts clientAccounts systemUsers",
  qrCodes: "list get create update delete",
  blockedUsers: "list block unblock",
  automation: "get update",
  commerce: "getSettings updateSettings catalogs connectCatalog disconnectCatalog",
};
