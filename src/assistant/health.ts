import type { WhatsAppClient } from "../client.ts";
import { isWhatsAppError } from "../errors.ts";
import type { HealthStatus } from "../types/phone-numbers.ts";
import { explain } from "./explain.ts";
import { object } from "./fields.ts";
import { reading, type Tool, tool } from "./tool.ts";

/** One thing that was looked at. */
interface Finding {
  id: string;
  title: string;
  status: "ok" | "warning" | "error" | "skipped";
  found: string;
  /** What to do, in a sentence. */
  next?: string | undefined;
}

/** A client that can examine itself. */
interface Examinable {
  doctor?: (options: { signal?: AbortSignal | undefined }) => Promise<readonly Finding[]>;
}

export const healthTools: readonly Tool[] = [
  tool({
    name: "whatsapp_health",
    title: "Check the WhatsApp setup",
    description:
      "Checks whether the business number and the account can send, and says what to do where they cannot. Call it when sends fail for no reason that you can mend.",
    annotations: reading,
    input: () => object({}),
    run: async (_, { client }, { signal }) => ({ findings: await examine(client, signal) }),
  }),
];

async function examine(
  client: WhatsAppClient & Examinable,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  if (client.doctor !== undefined) return client.doctor({ signal });
  const number = () =>
    client.phoneNumbers.get({ fields: ["status", "quality_rating", "health_status"] }, { signal });
  const account = () =>
    client.businessAccount.get({ fields: ["account_review_status", "health_status"] }, { signal });
  return Promise.all([
    look("number.health", "The business number", async () => judge(await number())),
    look("account.health", "The WhatsApp Business Account", async () => judge(await account())),
  ]);
}

async function look(
  id: string,
  title: string,
  find: () => Promise<Omit<Finding, "id" | "title">>,
): Promise<Finding> {
  try {
    return { id, title, ...(await find()) };
  } catch (error) {
    if (!isWhatsAppError(error)) throw error;
    const { message = "" } = explain(error) ?? {};
    const isUnset = error.name === "ConfigurationError";
    return { id, title, status: isUnset ? "skipped" : "error", found: "It cannot be read.", next: message };
  }
}

interface Judged {
  status?: string | undefined;
  quality_rating?: string | undefined;
  account_review_status?: string | undefined;
  health_status?: HealthStatus | undefined;
}

function judge({
  status,
  quality_rating,
  account_review_status,
  health_status,
}: Judged): Omit<Finding, "id" | "title"> {
  const { can_send_message, entities = [] } = health_status ?? {};
  const [problem] = entities.flatMap(({ errors = [] }) => errors);
  const facts = { status, quality_rating, account_review_status, can_send_message };
  const found = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
  const next =
    problem === undefined
      ? undefined
      : `${problem.error_description} ${problem.possible_solution ?? ""}`.trim();
  const states = { AVAILABLE: "ok", LIMITED: "warning", BLOCKED: "error" } as const;
  const state = states[can_send_message as keyof typeof states] ?? "warning";
  return { status: state, found, ...(next === undefined ? {} : { next }) };
}
