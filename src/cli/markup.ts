import type { Style } from "./terminal.ts";

type Format = Parameters<Style>[0];

const marks: readonly { mark: string; format: Format }[] = [
  { mark: "*", format: "bold" },
  { mark: "_", format: "italic" },
  { mark: "~", format: "strikethrough" },
];

/** Marks only count at word boundaries and around text: `2 * 3 * 4` and `snake_case_name` are left alone. */
const toPattern = (mark: string): RegExp => {
  const escaped = mark === "*" ? "\\*" : mark;
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${escaped}(?=\\S)([^${escaped}\\n]*?\\S)${escaped}(?![\\p{L}\\p{N}])`,
    "gu",
  );
};
const patterns = marks.map(({ mark, format }) => ({ pattern: toPattern(mark), format }));

const literal = /```([\s\S]+?)```|`([^`\n]+)`/g;

/**
 * Renders WhatsApp formatting for the terminal: `*bold*`, `_italic_`, `~strikethrough~`, code, quotes and lists.
 *
 * @see https://faq.whatsapp.com/539178204879377
 */
export function renderMarkup(text: string, style: Style): string {
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(literal)) {
    pieces.push(renderText(text.slice(from, match.index), style));
    pieces.push(style("cyan", match[1] ?? match[2] ?? ""));
    from = match.index + match[0].length;
  }
  pieces.push(renderText(text.slice(from), style));
  return pieces.join("");
}

function renderText(text: string, style: Style): string {
  const lists = text
    .replace(/^[*-] (?=\S)/gm, "• ")
    .replace(/^> (?=\S)(.*)$/gm, (_, quoted: string) => style("dim", `│ ${quoted}`));
  return patterns.reduce(
    (done, { pattern, format }) => done.replace(pattern, (_, held: string) => style(format, held)),
    lists,
  );
}
