import type { WhatsAppClient } from "../../client.ts";
import type { Template } from "../../types/templates/template.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { byName } from "./order.ts";

/** What a definition is made of; without being asked, Meta leaves half of it out. */
const fields = [
  "name",
  "language",
  "status",
  "category",
  "components",
  "parameter_format",
  "sub_category",
  "display_format",
  "source",
  "message_send_ttl_seconds",
  "cta_url_link_tracking_opted_out",
  "is_primary_device_delivery_only",
  "degrees_of_freedom_spec",
  "optimization_spec",
] as const satisfies (keyof Template)[];

/** The account's templates, in the order of their names. */
export function readAccount(client: WhatsAppClient, terminal: Terminal): Promise<Template[]> {
  return withProgress(terminal, "Reading templates", async (tell) => {
    const found: Template[] = [];
    for await (const template of client.templates.list({ fields, limit: 100 })) {
      found.push(template);
      tell(`Reading templates: ${found.length}`);
    }
    return found.sort(byName);
  });
}
