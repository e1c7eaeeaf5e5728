import { existsSync } from "node:fs";
import { WhatsAppClient } from "../../client.ts";
import { optionsFromEnv, type WhatsAppClientOptions } from "../../client-options.ts";
import type { Finding } from "../../doctor/finding.ts";
import { ConfigurationError } from "../../errors.ts";
import { retry } from "../connection.ts";

/** A finding of the command's own, or of the client's. */
export type AnyFinding = Omit<Finding, "id"> & { id: string };

/** What the variables say, and the client they make, if they do. */
export interface Variables {
  findings: AnyFinding[];
  client: WhatsAppClient | undefined;
}

const title = "Variables";
const id = "env.variables";

/** Looks at the variables, and creates a client with them. */
export function examineVariables(variables: NodeJS.Dict<string>, path: string | undefined): Variables {
  const file = path ?? ".env";
  const place = existsSync(file)
    ? `the environment and ${file}`
    : `the environment (there is no ${file} here)`;
  const problems = [...findMissing(variables), ...findOddities(variables)].map((problem) => ({
    id,
    title,
    status: "error" as const,
    ...problem,
  }));
  if (problems.length > 0) return { findings: problems, client: undefined };
  try {
    const client = createClient(variables);
    const names = known.filter((name) => variables[name]).map((name) => name.replace("WHATSAPP_", ""));
    const found = `${names.join(", ")} from ${place}.`;
    return { findings: [{ id, title, status: "ok", found }], client };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const next = "Correct it in the environment, or in the file that is read.";
    return {
      findings: error.issues.map(({ path: option, message }) => ({
        id,
        title,
        status: "error",
        found: `\`${option}\` ${message}.`,
        next,
      })),
      client: undefined,
    };
  }
}

const createClient = (variables: NodeJS.Dict<string>): WhatsAppClient =>
  new WhatsAppClient({ ...optionsFromEnv(variables), retry } as WhatsAppClientOptions);

const known = [
  "WHATSAPP_ACCESS_TOKEN",
  "WHATSAPP_PHONE_NUMBER_ID",
  "WHATSAPP_BUSINESS_ACCOUNT_ID",
  "WHATSAPP_APP_ID",
  "WHATSAPP_APP_SECRET",
  "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
  "WHATSAPP_API_VERSION",
  "WHATSAPP_API_BASE_URL",
] as const;

type Problem = Pick<Finding, "found" | "next">;

/** Without any variable of a row, nothing can be examined. */
const needed: readonly (Problem & { names: readonly string[] })[] = [
  {
    names: ["WHATSAPP_ACCESS_TOKEN"],
    found: "WHATSAPP_ACCESS_TOKEN is missing.",
    next: "App Dashboard, WhatsApp, API Setup shows it. Set it in the environment or in .env.",
  },
  {
    names: ["WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_BUSINESS_ACCOUNT_ID"],
    found: "WHATSAPP_PHONE_NUMBER_ID and WHATSAPP_BUSINESS_ACCOUNT_ID are missing.",
    next: "App Dashboard, WhatsApp, API Setup shows both. Set them in the environment or in .env.",
  },
];

const findMissing = (variables: NodeJS.Dict<string>): Problem[] =>
  needed
    .filter(({ names }) => !names.some((name) => variables[name]))
    .map(({ found, next }) => ({ found, next }));

/** What was pasted with its surroundings, or never filled in. */
const oddities: readonly { pattern: RegExp; words: string; next: string }[] = [
  { pattern: /^\s|\s$/, words: "begins or ends with white space", next: "Remove it." },
  {
    pattern: /^["'].*["']$/,
    words: "is in quotation marks",
    next: "Remove them: whatever read the file kept them.",
  },
  { pattern: /^Bearer /i, words: "begins with Bearer", next: "Remove the word: the client adds it." },
  {
    pattern: /^<.*>$|^your[-_ ]|^(xxx+|\.\.\.|changeme|todo)$/i,
    words: "is still a placeholder",
    next: "Replace it: docs/setup.md says where to find each value.",
  },
];

function findOddities(variables: NodeJS.Dict<string>): Problem[] {
  return known.flatMap((name) => {
    const odd = oddities.find(({ pattern }) => pattern.test(variables[name] ?? ""));
    return odd === undefined ? [] : [{ found: `${name} ${odd.words}.`, next: odd.next }];
  });
}
