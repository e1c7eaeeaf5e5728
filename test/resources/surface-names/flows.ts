/** The methods of each resource, as `surface.md` 5 has them. */
export const names: Record<string, string> = {
  flows:
    "list get create update updateJson assets publish deprecate delete preview migrate getPublicKey setPublicKey",
};
