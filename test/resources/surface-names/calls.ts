/** The methods of each resource, as `surface.md` 6 to 8 has them. */
export const names: Record<string, string> = {
  analytics: "messages conversations pricing calls groups",
  calls: "connect preAccept accept reject terminate getPermission",
  groups:
    "list get create update delete getInviteLink resetInviteLink deleteInviteLink joinRequests approveJoinRequests rejectJoinRequests removeParticipants",
  threads: "pass take release",
  payments:
    "configurations getConfiguration createConfiguration updateConfiguration deleteConfiguration createOAuthLink get refund",
  signups: "list get create update",
};
