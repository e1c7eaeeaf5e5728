/** The page's files. The build replaces this module with what it makes of `main.tsx` (`scripts/page-plugin.ts`). */
export interface PageAssets {
  script: string;
  style: string;
}

export const assets: PageAssets = { script: "", style: "" };
