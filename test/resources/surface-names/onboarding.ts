/** The methods of the resource, as the API names them. */
export const names: Record<string, string> = {
  onboarding:
    "exchangeCode debugToken complete subscribeApp appSubscriptions unsubscribeApp syncAppData getClientToken",
};
