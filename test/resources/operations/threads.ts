import type { Operation } from "./operation.ts";

const product = { messaging_product: "whatsapp" };
const request = "POST /{N}/thread_control";
const answer = { ...product, request_id: "A1b2C3" };
const common = { answer, request, findOut: "webhooks" } as const;
const to = "+14155552671";
const metadata = "wants a human";

export const threadOperations: Operation[] = [
  {
    ...common,
    name: "threads.pass",
    call: ({ threads }, options) =>
      threads.pass({ to: { user_id: "US.1349" }, target_role: "customer_service", metadata }, options),
    body: {
      ...product,
      recipient: "US.1349",
      action: "pass",
      control_pass: { target_role: "customer_service" },
      metadata,
    },
  },
  {
    ...common,
    name: "threads.pass to the escalation partner",
    call: ({ threads }, options) => threads.pass({ to, ...{ color: "green" } }, options),
    answer: product,
    body: { ...product, to, action: "pass", color: "green" },
  },
  {
    ...common,
    name: "threads.take",
    call: ({ threads }, options) => threads.take({ to: { wa_id: "14155552671" }, metadata }, options),
    body: { ...product, to, action: "take", metadata },
  },
  {
    ...common,
    name: "threads.release",
    call: ({ threads }, options) => threads.release({ to }, options),
    answer: {},
    body: { ...product, to, action: "release" },
  },
];
