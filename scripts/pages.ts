import { globSync } from "node:fs";

/** The Markdown pages that people read here. */
export const pages = (): string[] =>
  globSync([
    "*.md",
    "docs/**/*.md",
    "src/**/*.md",
    "bench/*.md",
    "examples/*.md",
    "examples/*/README.md",
  ]).sort();
