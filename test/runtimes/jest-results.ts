import type { SuiteResult } from "./suites/run.ts";

/** What Jest writes, as far as it is needed. */
interface JestOutput {
  testResults: {
    message: string;
    assertionResults: {
      ancestorTitles: string[];
      title: string;
      status: string;
      failureMessages: string[];
    }[];
  }[];
}

export function jestResults({ testResults }: JestOutput): SuiteResult[] {
  const checks = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (checks.length === 0) throw new Error(`Jest ran nothing. ${testResults.map(({ message }) => message)}`);
  const suites = [...new Set(checks.map(({ ancestorTitles }) => String(ancestorTitles[0])))];
  return suites.map((suite) => {
    const own = checks.filter(({ ancestorTitles }) => ancestorTitles[0] === suite);
    const passed = own.filter(({ status }) => status === "passed").length;
    const failures = own
      .filter(({ status }) => status !== "passed")
      .map(({ title, failureMessages }) => ({ check: title, why: failureMessages.join("\n") }));
    return { suite, passed, failures };
  });
}
