import { object } from "./fields.ts";
import { reading, type Tool, tool } from "./tool.ts";

export const healthTools: readonly Tool[] = [
  tool({
    name: "whatsapp_health",
    title: "Check the WhatsApp setup",
    description:
      "Checks token, account, number and webhook subscription, and says what to do where something is wrong. Call it when sends fail and you cannot fix the reason yourself.",
    annotations: reading,
    input: () => object({}),
    run: async (_, { client }, { signal }) => ({ findings: await client.doctor({ signal }) }),
  }),
];
