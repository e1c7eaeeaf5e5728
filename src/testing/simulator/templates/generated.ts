import { type Json, toObject, toText } from "../../../utils/json.ts";
import type { BusinessAccount } from "../business-account.ts";
import { refuse } from "../errors.ts";
import { isDirectSend } from "../rules/messages/direct-send.ts";
import type { StoredTemplate } from "./stored-template.ts";

const language = "en";

/** The template that Direct Send generates from a message: one for each text, or the one that the message names. */
export function findOrGenerate({ templates }: BusinessAccount, body: Json): StoredTemplate | undefined {
  if (!isDirectSend(body)) return undefined;
  const text =
    toText(toObject(body.text).body) ?? toText(toObject(toObject(body.interactive).body).text) ?? "";
  const named = toText(toObject(body.direct_send_config).template_name);
  const generated = templates.all().filter(({ source }) => source === "auto_generated");
  const known = generated.find(({ name, components }) =>
    named === undefined ? components[0]?.text === text : name === named,
  );
  if (known !== undefined) return known;
  return templates.add({
    name: named ?? `direct_send_${generated.length + 1}`,
    language,
    category: String(body.category).toUpperCase(),
    status: "APPROVED",
    parameterFormat: "POSITIONAL",
    components: [{ type: "BODY", text }],
    optionalFields: {},
    source: "auto_generated",
  });
}

/** Refuses a name that a manually created template has. */
export function checkGeneratedName({ templates }: BusinessAccount, body: Json): void {
  const named = toText(toObject(body.direct_send_config).template_name);
  if (named === undefined || !isDirectSend(body)) return;
  if (templates.named(named).some(({ source }) => source === "manual")) {
    throw refuse(132021, "Another template of the account has this name.");
  }
}
