/** A measurement of wacloud and of its floor: the least code that could do the job. */
export interface Comparison {
  what: string;
  wacloud: number;
  floor: number;
  unit: string;
  /** The maximum ratio. */
  target?: number;
}

/** A titled table of formatted cells. */
export interface Table {
  title: string;
  rows: Record<string, string>[];
}

/** The table of some comparisons: raw figures, ratio and target. */
export function compared(title: string, comparisons: readonly Comparison[]): Table {
  const rows = comparisons.map(({ what, wacloud, floor, unit, target }) => ({
    what,
    wacloud: shown(wacloud, unit),
    floor: shown(floor, unit),
    ratio: `×${(wacloud / floor).toFixed(2)}`,
    target: target === undefined ? "" : `≤ ×${target}`,
  }));
  return { title, rows };
}

/** A figure with its unit: one decimal where it is small enough to matter. */
export const shown = (value: number, unit: string): string => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;

export function print({ title, rows }: Table): void {
  console.log(`\n${title}`);
  console.table(rows);
}

/** The same table in Markdown. */
export function markdown({ title, rows }: Table): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [
    columns,
    columns.map(() => "---"),
    ...rows.map((row) => columns.map((key) => row[key] ?? "")),
  ];
  return `## ${title}\n\n${lines.map(line).join("\n")}\n`;
}
