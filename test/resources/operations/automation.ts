import type { Operation } from "./operation.ts";

const commands = [{ command_name: "reorder", command_description: "Start an order" }];

export const automationOperations: Operation[] = [
  {
    name: "automation.get",
    call: ({ automation }, options) => automation.get(options),
    request: "GET /{N}?fields=conversational_automation",
    answer: { conversational_automation: { prompts: ["Book a table"], id: "1" }, id: "2" },
    result: { prompts: ["Book a table"], commands: [], id: "1" },
  },
  {
    name: "automation.get of a number without any",
    call: ({ automation }, options) => automation.get(options),
    request: "GET /{N}?fields=conversational_automation",
    answer: { id: "2" },
    result: undefined,
  },
  {
    name: "automation.update",
    call: ({ automation }, options) => automation.update({ prompts: ["Book a table"], commands }, options),
    request: "POST /{N}/conversational_automation",
    body: { prompts: ["Book a table"], commands },
  },
  {
    name: "automation.update that removes prompts",
    call: ({ automation }, options) => automation.update({ prompts: [] }, options),
    request: "POST /{N}/conversational_automation",
    body: { prompts: [] },
  },
];
