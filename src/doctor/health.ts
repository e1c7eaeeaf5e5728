import { type Json, toList, toObject, toObjects, toText } from "../utils/json.ts";
import { fine, type Outcome, problem, skipped, warning } from "./finding.ts";

/** What is in the way of sending. */
export interface HealthError {
  code: number;
  text: string;
  solution: string | undefined;
}

/** Something that must be in order for sending: the number, the account, the portfolio, the app. */
export interface HealthEntity {
  type: string;
  state: string;
  errors: HealthError[];
  /** What is worth knowing about a limited one. */
  info: string[];
  /** Whether all of its errors are about payment. */
  isPaymentOnly: boolean;
}

/** Entities of these types. */
export function findEntities({ health_status }: Json, types: readonly string[]): HealthEntity[] {
  const entities = toObjects(toObject(health_status).entities);
  return entities.filter(({ entity_type }) => types.includes(String(entity_type))).map(toEntity);
}

function toEntity({ entity_type, can_send_message, errors, additional_info }: Json): HealthEntity {
  const all = toObjects(errors).map(toHealthError);
  return {
    type: String(entity_type),
    state: toText(can_send_message) ?? "AVAILABLE",
    errors: all,
    info: toList(additional_info).map(String),
    isPaymentOnly: all.length > 0 && all.every(isAboutPayment),
  };
}

const toHealthError = ({ error_code, error_description, possible_solution }: Json): HealthError => ({
  code: Number(error_code),
  text: toText(error_description) ?? `Error ${String(error_code)}.`,
  solution: toText(possible_solution),
});

export const isAboutPayment = ({ code, text }: HealthError): boolean =>
  code === 141_006 || /payment|billing|credit line/i.test(text);

const names: Readonly<Record<string, string>> = {
  PHONE_NUMBER: "the number",
  WABA: "the account",
  BUSINESS: "the portfolio",
  APP: "the app",
};

/** Names the entity that is in the way, and Meta's solution. */
export function judgeHealth(entities: readonly HealthEntity[]): Outcome {
  if (entities.length === 0) return skipped("Meta does not say.");
  const blocked = entities.find(({ state }) => state === "BLOCKED");
  if (blocked !== undefined) {
    const [error] = blocked.errors;
    const found =
      `Nothing can be sent: ${names[blocked.type] ?? blocked.type} is blocked. ${error?.text ?? ""}`.trim();
    return {
      ...problem(found, error?.solution ?? "See WhatsApp Manager, Overview, for the reason."),
      code: error?.code,
    };
  }
  const limited = entities.find(({ state }) => state === "LIMITED");
  if (limited === undefined) return fine("Messages can be sent.");
  return warning(
    `Sending is limited by ${names[limited.type] ?? limited.type}. ${limited.info.join(" ")}`.trim(),
    "See WhatsApp Manager, Overview, for what lifts the limit.",
  );
}
