import type { BusinessAccount } from "../../business-account.ts";
import { refuse } from "../../errors.ts";
import type { State } from "../../state.ts";

/** Refuses more than 100 new templates in an hour. */
export function checkThrottle({ id, templates }: BusinessAccount): void {
  const milliseconds = templates.waitToCreate();
  if (milliseconds === 0) return;
  const usage = {
    type: "whatsapp_business_management",
    call_count: 100,
    total_cputime: 1,
    total_time: 1,
    estimated_time_to_regain_access: Math.ceil(milliseconds / 60_000),
  };
  throw refuse(80007, "100 templates were created within the last hour.", {
    headers: { "x-business-use-case-usage": JSON.stringify({ [id]: [usage] }) },
  });
}

/** Checks whether the account can have another template, with this name and language. */
export function checkCapacity(
  state: State,
  { templates }: BusinessAccount,
  name: string,
  language: string,
): void {
  const existing = templates.find(name, language);
  if (existing?.status === "PENDING_DELETION") {
    throw refuse(100, "Content in this language is being deleted.", { subcode: 2388023 });
  }
  if (existing !== undefined) {
    throw refuse(100, "Content in this language already exists.", { subcode: 2388024 });
  }
  if (templates.isLocked(name)) {
    throw refuse(100, "The name of a deleted template is locked for 30 days.", { subcode: 2388023 });
  }
  if (templates.all().length >= state.templateLimit) {
    throw refuse(100, `The account already has ${state.templateLimit} templates.`, { subcode: 2388019 });
  }
}
