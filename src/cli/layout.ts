import widthOf from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";
import type { Style } from "./terminal.ts";

/** Wraps text at `width` cells; longer words are split. */
export const wrap = (text: string, width: number): string[] =>
  wrapAnsi(text, width, { hard: true }).split("\n");

/** Stacks sections in one frame, `width` cells wide inside. */
export function frame(sections: readonly (readonly string[])[], width: number, style: Style): string[] {
  const line = (left: string, right: string) => style("dim", `${left}${"─".repeat(width + 2)}${right}`);
  const side = style("dim", "│");
  const rows = sections.map((lines) => lines.map((text) => `${side} ${pad(text, width)} ${side}`));
  return [
    line("╭", "╮"),
    ...rows.flatMap((row, index) => (index === 0 ? row : [line("├", "┤"), ...row])),
    line("╰", "╯"),
  ];
}

/** Places frames side by side, as many per row as fit `width` cells. */
export function placeSideBySide(
  frames: readonly (readonly string[])[],
  frameWidth: number,
  width: number,
): string[] {
  const most = Math.max(1, Math.floor((width + 1) / (frameWidth + 1)));
  const rows = Array.from({ length: Math.ceil(frames.length / most) }, (_, row) =>
    frames.slice(row * most, (row + 1) * most),
  );
  return rows.flatMap((row) => {
    const height = Math.max(...row.map((frame) => frame.length));
    return Array.from({ length: height }, (_, index) =>
      row
        .map((frame) => pad(frame[index] ?? "", frameWidth))
        .join(" ")
        .trimEnd(),
    );
  });
}

/** Pads text to a width in terminal cells: an emoji takes two, a color none. */
const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

export const center = (text: string, width: number): string => {
  const room = Math.max(0, width - widthOf(text));
  return pad(" ".repeat(Math.floor(room / 2)) + text, width);
};

/** Wider cells overflow their column, so one long name does not push every row off the screen. */
const widest = 60;

/** Aligns rows in columns; the last column may have any width. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widthIn = (column: number) => Math.max(...rows.map((row) => widthOf(row[column] ?? "")));
  const widths = rows[0]?.map((_, column) => Math.min(widest, widthIn(column))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
