import type { SuiteResult } from "./suites/run.ts";

/** What became of one runtime. */
export interface RuntimeResult {
  runtime: string;
  results: SuiteResult[];
  /** Why there are no results. */
  broken?: string;
}

/** Runtimes down, suites across, checks passed and made in each cell. */
export function table(rows: readonly RuntimeResult[]): string {
  const suites = [...new Set(rows.flatMap(({ results }) => results.map(({ suite }) => suite)))];
  const cells = rows.map(({ runtime, results, broken }) => {
    if (broken !== undefined) return [runtime, "broken"];
    const counts = suites.map((name) => results.find(({ suite }) => suite === name));
    return [runtime, ...counts.map((result) => (result === undefined ? "-" : formatCount(result)))];
  });
  const lines = [["", ...suites], ...cells];
  const width = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(width(column))).join("  ")).join("\n");
}

const formatCount = ({ passed, failures }: SuiteResult) => `${passed}/${passed + failures.length}`;
