export type { ToolFailure } from "../assistant/explain.ts";
export type { AssistantOptions, Confirmation } from "../assistant/options.ts";
export {
  type AssistantTool,
  type AssistantTools,
  type InputSchema,
  type ToolName,
  whatsappTools,
} from "./tools.ts";
