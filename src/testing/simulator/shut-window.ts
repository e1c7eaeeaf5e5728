import type { Customer } from "./customers.ts";

/** Says why a customer's window is shut, and what opens it. `phoneNumberId` is only named if the simulator has several. */
export function describeShutWindow(
  customer: Customer,
  phoneNumberId: string,
  { isDefault }: { isDefault: boolean },
): string {
  const { name } = customer;
  const options = isDefault ? "" : `, { phoneNumberId: "${phoneNumberId}" }`;
  const remedy = `await ${toExpression(name)}.sends("hi"${options}) opens`;
  if (customer.hadOpenWindow(phoneNumberId)) {
    return `24 hours have passed, so ${name}'s window is shut: 131047. ${remedy} it again; templates need no window.`;
  }
  const to = isDefault ? "" : ` to ${phoneNumberId}`;
  return `${name} has not written${to}: 131047. ${remedy} the window; createSimulator({ openWindow: true }) opens all.`;
}

/** What a test probably calls this customer. */
const toExpression = (name: string): string =>
  /^\p{L}+$/u.test(name) ? name.toLowerCase() : "simulator.user(to)";
