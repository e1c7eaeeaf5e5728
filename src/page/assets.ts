/**
 * The page's files, compressed with gzip, as base64: a third of their size, and ready to be sent. The build replaces this
 * module with what it makes of `main.tsx` (`scripts/page-plugin.ts`).
 */
export interface PageAssets {
  script: string;
  style: string;
}

export const assets: PageAssets = { script: "", style: "" };
