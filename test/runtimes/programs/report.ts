import type { SuiteResult } from "../suites/run.ts";

/** Where the results begin in what a program prints. */
export const marker = "results of the suites: ";

export const report = (results: SuiteResult[]): void => console.log(marker + JSON.stringify(results));
