import type { BusinessAccount } from "../business-account.ts";
import { refuse } from "../errors.ts";
import { type Json, objectOf, textOf } from "../json.ts";
import { isDirectSend } from "../rules/messages/direct-send.ts";
import type { StoredTemplate } from "./parts.ts";

const language = "en";

/** The template that Direct Send makes of a message: one for each text, or the one that the message names. */
export function generatedTemplate({ templates }: BusinessAccount, body: Json): StoredTemplate | undefined {
  if (!isDirectSend(body)) return undefined;
  const text =
    textOf(objectOf(body.text).body) ?? textOf(objectOf(objectOf(body.interactive).body).text) ?? "";
  const named = textOf(objectOf(body.direct_send_config).template_name);
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
    more: {},
    source: "auto_generated",
  });
}

/** A template of one's own cannot lend its name. */
export function checkGeneratedName({ templates }: BusinessAccount, body: Json): void {
  const named = textOf(objectOf(body.direct_send_config).template_name);
  if (named === undefined || !isDirectSend(body)) return;
  if (templates.named(named).some(({ source }) => source === "manual")) {
    throw refuse(132021, "Another template of the account has this name.");
  }
}
