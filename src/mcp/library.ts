/**
 * The parts of the Model Context Protocol's library that are used. The build bundles and minifies them with what they
 * need into one file of their own (`scripts/mcp-plugin.ts`), which is loaded when the first client connects.
 */
export {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  inputRequired,
  inputResponse,
  Server,
} from "@modelcontextprotocol/server";
export { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
