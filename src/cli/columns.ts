import widthOf from "fast-string-width";

/** A text made as wide as a column, in cells of the terminal: an emoji takes two, a colour none. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));

export const centred = (text: string, width: number): string => {
  const room = Math.max(0, width - widthOf(text));
  return padded(" ".repeat(Math.floor(room / 2)) + text, width);
};

/** Wider cells stand out of their column, so that one long name does not push every row off the screen. */
const widest = 60;

/** Rows as columns that stand below each other; the last one is as wide as it wants. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widthIn = (column: number) => Math.max(...rows.map((row) => widthOf(row[column] ?? "")));
  const widths = rows[0]?.map((_, column) => Math.min(widest, widthIn(column))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
