import { version } from "../../../../core/version.ts";
import type {
  CustomerView,
  GroupView,
  NumberView,
  Surroundings,
  TemplateView,
} from "../../../../page/protocol.ts";
import type { Customer } from "../../customers.ts";
import { listVariables } from "../../environment.ts";
import type { Group, PhoneNumber } from "../../records.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import type { Stage } from "../stage.ts";
import { viewTemplate } from "./template.ts";

export const viewNumber = ({
  id,
  displayPhoneNumber,
  verifiedName,
  businessAccountId,
}: PhoneNumber): NumberView => ({
  id,
  displayPhoneNumber,
  verifiedName,
  businessAccountId,
});

export function viewCustomer(customer: Customer, numbers: Iterable<string>): CustomerView {
  const { user_id, name, wa_id, username, typing } = customer;
  return {
    id: user_id,
    name,
    isOnline: customer.missed === undefined,
    isBlocking: customer.isBlocking,
    isReachable: customer.reachable,
    hidesPhoneNumber: customer.hidesPhoneNumber,
    readsAutomatically: customer.readsAutomatically,
    windows: Object.fromEntries(
      [...numbers].map((id) => [id, Math.max(0, Math.round(customer.windowEndsAt(id)))]),
    ),
    ...(wa_id === undefined ? {} : { waId: wa_id }),
    ...(username === undefined ? {} : { username }),
    ...(typing === undefined ? {} : { typing: { until: typing.until, number: typing.phoneNumberId } }),
  };
}

export const viewGroup = ({ id, subject, phoneNumberId, participants }: Group): GroupView => ({
  id,
  subject,
  number: phoneNumberId,
  members: [...participants],
});

export function viewStoredTemplate(template: StoredTemplate): TemplateView {
  const { id, name, language, category, status, rejectedReason, businessAccountId, components } = template;
  const preview = viewTemplate(components, []);
  return { id, name, language, category, status, rejectedReason, businessAccountId, preview };
}

export function viewSurroundings({ state }: Stage): Surroundings {
  const { target } = state.outbox;
  const webhookUrl = typeof target === "function" ? "function" : target;
  return {
    id: "surroundings",
    version,
    url: state.origin,
    env: listVariables(state, state.origin),
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
  };
}
