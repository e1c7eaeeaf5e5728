import { toText } from "../utils/json.ts";
import type { Examination } from "./examination.ts";
import { type Outcome, problem } from "./finding.ts";

type IdOption = "phoneNumberId" | "businessAccountId";

const variables = {
  phoneNumberId: "WHATSAPP_PHONE_NUMBER_ID",
  businessAccountId: "WHATSAPP_BUSINESS_ACCOUNT_ID",
} as const;

/** A field that only one kind of node has. */
const telltales = [
  { kind: "a phone number", option: "phoneNumberId", field: "display_phone_number" },
  { kind: "a WhatsApp Business Account", option: "businessAccountId", field: "message_template_namespace" },
] as const;

/** What an id is in truth, where it is not what the option needs; `undefined` if that is not known. */
export async function describeOther(
  examination: Examination,
  id: string,
  option: IdOption,
): Promise<Outcome | undefined> {
  const kind = id === examination.settings.appId ? "an app" : await findKind(examination, id, option);
  if (kind === undefined) return undefined;
  const { phoneNumberId, businessAccountId } = examination.settings;
  const other = option === "phoneNumberId" ? businessAccountId : phoneNumberId;
  const isSwapped = kind !== "an app" && other !== undefined;
  return problem(
    `\`${option}\` (${variables[option]}) is the ID of ${kind}.`,
    isSwapped
      ? "The phone number ID and the account ID are probably swapped: App Dashboard, WhatsApp, API Setup shows both."
      : "App Dashboard, WhatsApp, API Setup shows the right one.",
  );
}

async function findKind(examination: Examination, id: string, wanted: IdOption): Promise<string | undefined> {
  const others = telltales.filter(({ option }) => option !== wanted);
  for (const { kind, field } of others) {
    const node = await examination.read(id, field).catch(() => undefined);
    if (toText(node?.[field]) !== undefined) return kind;
  }
  return undefined;
}
