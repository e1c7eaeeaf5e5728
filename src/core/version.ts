/** The version of this package; `npm run version` keeps it in sync with package.json, and a test checks that. */
export const version = "0.0.0";

/** The Graph API version used by default. Each release states it in the changelog. */
export const graphApiVersion = "v26.0";
