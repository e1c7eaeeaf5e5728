import { wrapAnsi } from "fast-wrap-ansi";
import { padded } from "./columns.ts";
import type { Style } from "./terminal.ts";

/** A text in lines of at most `width` cells; a word that is longer is cut. */
export const wrapped = (text: string, width: number): string[] =>
  wrapAnsi(text, width, { hard: true }).split("\n");

/** Sections below each other in one frame, `width` cells wide inside. */
export function framed(sections: readonly (readonly string[])[], width: number, style: Style): string[] {
  const line = (left: string, right: string) => style("dim", `${left}${"─".repeat(width + 2)}${right}`);
  const side = style("dim", "│");
  const rows = sections.map((lines) => lines.map((text) => `${side} ${padded(text, width)} ${side}`));
  return [
    line("╭", "╮"),
    ...rows.flatMap((row, index) => (index === 0 ? row : [line("├", "┤"), ...row])),
    line("╰", "╯"),
  ];
}

/** Frames beside each other, as many in a row as `width` cells hold. */
export function beside(frames: readonly (readonly string[])[], frameWidth: number, width: number): string[] {
  const most = Math.max(1, Math.floor((width + 1) / (frameWidth + 1)));
  const rows = Array.from({ length: Math.ceil(frames.length / most) }, (_, row) =>
    frames.slice(row * most, (row + 1) * most),
  );
  return rows.flatMap((row) => {
    const height = Math.max(...row.map((frame) => frame.length));
    return Array.from({ length: height }, (_, index) =>
      row
        .map((frame) => padded(frame[index] ?? "", frameWidth))
        .join(" ")
        .trimEnd(),
    );
  });
}
