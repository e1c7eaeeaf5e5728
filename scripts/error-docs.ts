// Writes docs/error-codes.md from the table that `error.hint` comes from, so that both say the same.
import { writeFileSync } from "node:fs";
import { errorCodes, tokenSubcodes } from "../src/types/error-codes.ts";

const repeats = {
  backoff: "yes, by the library",
  later: "later",
  never: "no",
  ambiguous: "reads: yes; a send may have happened",
  refresh: "once, with a new token",
} as const;

const cells = (...values: (string | number)[]) => `| ${values.join(" | ")} |`;
const codes = Object.entries(errorCodes).map(([code, { category, retryClass, hint }]) =>
  cells(code, `\`${category}\``, repeats[retryClass], hint),
);
const subcodes = Object.entries(tokenSubcodes).map(([subcode, hint]) => cells(subcode, hint));

const page = `# Error codes

What Meta's error codes mean and what to do about them: the same sentences that \`error.hint\` holds. Branch on
\`error.category\` or \`error.code\`; the HTTP status of one and the same error varies.

${cells("code", "`category`", "repeat?", "what to do")}
${cells("---", "---", "---", "---")}
${codes.join("\n")}

Token errors (190, 102, 0) may say more in \`error.subcode\`:

${cells("subcode", "what to do")}
${cells("---", "---")}
${subcodes.join("\n")}
`;
writeFileSync(process.argv[2] ?? "docs/error-codes.md", page);
