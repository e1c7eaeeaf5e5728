export type { AssistantOptions, Confirmation } from "../assistant/options.ts";
export { createMcpServer, type McpServer, type McpServerOptions, type McpTransport } from "./server.ts";
