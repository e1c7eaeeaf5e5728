import { readFileSync } from "node:fs";

/** A page as its readers see it: what links and headings stand in it, and what it tells them to run. */
export interface MarkdownPage {
  path: string;
  /** Where the page's own links lead, as written. */
  links: string[];
  /** What a link into the page may name. */
  anchors: ReadonlySet<string>;
  /** The page's text, code included. */
  text: string;
}

export function markdownPage(path: string): MarkdownPage {
  const text = readFileSync(path, "utf8");
  const prose = text.replace(/^(`{3,})[\s\S]*?^\1`*$/gm, "");
  const links = prose.replace(/`[^`\n]*`/g, "code").matchAll(/(?:\]\(|\bsrc="|\bsrcset=")([^()\s"]+)[)"]/g);
  const headings = [...prose.matchAll(/^#{1,6} +(.+)$/gm)];
  return {
    path,
    text,
    links: [...links].map(([, target = ""]) => target),
    anchors: listAnchors(headings.map(([, heading = ""]) => heading)),
  };
}

/** Anchors as GitHub makes them: of two equal headings the second gets a number. */
function listAnchors(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const anchor = toAnchor(heading);
    const copies = [...anchors].filter((one) => one.replace(/-\d+$/, "") === anchor).length;
    anchors.add(anchors.has(anchor) ? `${anchor}-${copies}` : anchor);
  }
  return anchors;
}

const toAnchor = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
