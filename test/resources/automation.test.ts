import { describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { automationOperations } from "./operations/automation.ts";
import { describeOperations, describeRefusals, type Refusal } from "./operations/operation.ts";

describeOperations(automationOperations);

const command = (index: number | string) => ({ command_name: `c${index}`, command_description: "Do it" });

const update = (says: string, changes: object): Refusal => [
  says,
  ({ automation }) => automation.update(changes),
];

describeRefusals([
  update(" has no change", {}),
  update("prompts must have 0 to 4 elements", { prompts: Array(5).fill("Hi") }),
  update("prompts.1 must be at most 80 characters", { prompts: ["Hi", "x".repeat(81)] }),
  update("prompts.0 must not contain emoji", { prompts: ["Hi 🎂"] }),
  update("prompts.0 must not contain emoji", { prompts: ["Hi ❤️"] }),
  update("prompts.0 must not contain emoji", { prompts: ["1️⃣"] }),
  update("commands must have 0 to 30 elements", {
    commands: Array.from({ length: 31 }, (_, at) => command(at)),
  }),
  update("commands.0.command_name must be at most 32 characters", { commands: [command("x".repeat(32))] }),
  update("commands.0.command_name must not contain emoji", { commands: [command("🎂")] }),
  update("commands.0.command_name is missing", { commands: [{ command_description: "Do it" }] }),
  update("commands.0.command_description must be at most 256 characters", {
    commands: [{ ...command(1), command_description: "x".repeat(257) }],
  }),
  update("commands.0.command_description must not contain emoji", {
    commands: [{ ...command(1), command_description: "🎂" }],
  }),
  update("commands must not have two commands of the same name", { commands: [command(1), command(1)] }),
]);

describe("on the simulator", () => {
  test("what is offered is read back; each list replaces the one before", async () => {
    const simulator = createSimulator();
    const { automation } = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    expect(await automation.get()).toBeUndefined();
    await automation.update({ prompts: ["Book a table", "1 © # *"], commands: [command(1)] });
    await automation.update({ prompts: ["Opening hours"] });
    expect(await automation.get()).toMatchObject({ prompts: ["Opening hours"], commands: [command(1)] });
    await automation.update({ commands: [] });
    expect(await automation.get()).toMatchObject({ prompts: ["Opening hours"], commands: [] });
  });
});
