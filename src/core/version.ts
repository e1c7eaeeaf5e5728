/** The version of this package; `npm run version` keeps it equal to package.json's, and a test holds it there. */
export const version = "0.0.0";

/** The Graph API version that is called by default. Each release names it in its changelog. */
export const graphApiVersion = "v25.0";
