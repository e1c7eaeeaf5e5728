import { globSync, readFileSync } from "node:fs";

/** The paths of the Markdown pages in this repository. */
export const pages = (): string[] =>
  globSync([
    "*.md",
    "docs/**/*.md",
    "src/**/*.md",
    "bench/*.md",
    "examples/*.md",
    "examples/*/README.md",
    "llms.txt",
    "skills/*/SKILL.md",
  ]).sort();

/** A piece of TypeScript on a page. */
export interface CodeBlock {
  page: string;
  /** The line of the page that opens it, counted from 1. */
  line: number;
  code: string;
  /** A name for it as a file of its own. */
  file: string;
}

/** The TypeScript blocks of a page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code = "", index: at }, index) => ({
    page,
    line: text.slice(0, at).split("\n").length,
    code,
    file: `${page.replace(/\W+/g, "-")}-${index}.ts`,
  }));
}
