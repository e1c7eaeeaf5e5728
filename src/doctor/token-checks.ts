import { ApiError } from "../errors.ts";
import { errorCodes, tokenSubcodes } from "../types/error-codes.ts";
import type { Check } from "./check.ts";
import type { Examination, TokenFacts } from "./examination.ts";
import { explain, explainDetail, mentionsProof } from "./explain.ts";
import { fine, type Outcome, problem, warning } from "./finding.ts";

const needs = ["token.valid"] as const;

export const tokenChecks: readonly Check[] = [
  { id: "token.valid", title: "Access token", needs: ["api.reachable", "app.secret"], run: checkToken },
  { id: "token.kind", title: "Kind of token", needs, run: judge(judgeKind) },
  { id: "token.expiry", title: "Token expiry", needs, run: judge(judgeExpiry) },
  { id: "token.scopes", title: "Permissions", needs, run: judge(judgeScopes) },
];

/** Checks what is known about the token. */
function judge(check: (token: TokenFacts, examination: Examination) => Outcome): Check["run"] {
  return async (examination) => check(await examination.token(), examination);
}

const createToken =
  "Create a new one, preferably of a system user: Business settings, Users, System users, Generate token.";

async function checkToken(examination: Examination): Promise<Outcome> {
  const { appId } = examination.settings;
  try {
    const token = await examination.token();
    if (!token.isValid) return judgeInvalid(token);
    if (appId !== undefined && token.appId !== undefined && token.appId !== appId) return otherApp;
    return fine("Meta accepts it.");
  } catch (error) {
    return explainToken(error);
  }
}

const otherApp = problem(
  "It belongs to another app than `appId` names.",
  "Create the token with your app, or set WHATSAPP_APP_ID and WHATSAPP_APP_SECRET to those of the token's app.",
);

function judgeInvalid({ error: { code, subcode } }: TokenFacts): Outcome {
  const hint = tokenSubcodes[Number(subcode)] ?? errorCodes[190]?.hint ?? createToken;
  const facts = [
    code === undefined ? [] : [`code ${code}`],
    subcode === undefined ? [] : [`subcode ${subcode}`],
  ].flat();
  const found = `Meta does not accept it${facts.length === 0 ? "" : ` (${facts.join(", ")})`}.`;
  return { ...problem(found, hint), code: Number(code ?? 190) };
}

function explainToken(error: unknown): Outcome {
  if (error instanceof ApiError && /viewing app/i.test(error.message)) return otherApp;
  if (mentionsProof(error)) {
    return problem(
      "The app secret is missing, or is not that of the token's app.",
      "Set WHATSAPP_APP_SECRET to the secret in the App Dashboard, App settings, Basic, of the app that the token was created with.",
    );
  }
  const isAboutToken = error instanceof ApiError && error.category === "auth";
  return isAboutToken || !(error instanceof ApiError)
    ? explain(error)
    : { ...explainDetail(error), blocks: false };
}

function judgeKind({ type }: TokenFacts): Outcome {
  if (type === "APP") {
    return problem("It is the token of an app, which can neither send nor manage.", createToken);
  }
  if (type === "USER") {
    return warning("It is a temporary token, which expires within hours.", createToken);
  }
  return fine(
    type === "SYSTEM_USER" ? "It is the token of a system user." : `Its type is ${type ?? "not known"}.`,
  );
}

const day = 86_400_000;

function judgeExpiry({ expiresAt }: TokenFacts, { settings }: Examination): Outcome {
  if (expiresAt === 0) return fine("It never expires.");
  const date = new Date(expiresAt * 1000).toISOString().slice(0, 16).replace("T", " ");
  const left = expiresAt * 1000 - settings.clock.now();
  if (left > 7 * day) return fine(`It expires on ${date} UTC.`);
  return warning(`It expires on ${date} UTC.`, "Refresh it, or create a new one, before it expires.");
}

const required = ["whatsapp_business_messaging", "whatsapp_business_management"];

function judgeScopes({ scopes }: TokenFacts): Outcome {
  const missing = required.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return fine(`${required.join(" and ")}.`);
  return problem(
    `It lacks ${missing.join(" and ")}.`,
    "Create a new token, and select this permission: an existing token does not get it.",
  );
}
