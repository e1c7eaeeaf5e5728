import { type CallTool, createAssistant, tools } from "../assistant/assistant.ts";
import { type AssistantOptions, readGuardRails } from "../assistant/options.ts";
import type { Tool } from "../assistant/tool.ts";
import type { WhatsAppClient } from "../client.ts";
import { findIssues } from "../core/validate.ts";

/** The name of a tool. */
export type ToolName =
  | "whatsapp_send_text"
  | "whatsapp_send_template"
  | "whatsapp_send_media"
  | "whatsapp_send_buttons"
  | "whatsapp_react"
  | "whatsapp_list_templates"
  | "whatsapp_get_template"
  | "whatsapp_create_template"
  | "whatsapp_mark_as_read"
  | "whatsapp_recent_messages"
  | "whatsapp_wait_for_reply"
  | "whatsapp_health";

/** What a tool takes, as Standard Schema with JSON Schema: frameworks read it as they read zod. */
export interface InputSchema {
  /** As the standard has it. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** Whose schema it is. */
    readonly vendor: "wacloud";
    /** Checks an input; does not throw. */
    readonly validate: (
      value: unknown,
    ) =>
      | { value: Record<string, unknown>; issues?: undefined }
      | { issues: { message: string; path: string[] }[] };
    /** The same as JSON Schema, of any version. */
    readonly jsonSchema: {
      /** What goes in. */
      readonly input: (options?: { target: string }) => Readonly<Record<string, unknown>>;
      /** What comes out of the check: the same. */
      readonly output: (options?: { target: string }) => Readonly<Record<string, unknown>>;
    };
    /** Only for the compiler. */
    readonly types?:
      | { readonly input: Record<string, unknown>; readonly output: Record<string, unknown> }
      | undefined;
  };
}

/** A tool, in the form of the AI SDK; other frameworks take name, description, `inputSchema` and `execute` from it. */
export interface AssistantTool {
  /** The tool's key in the object, too. */
  readonly name: ToolName;
  /** As people read it. */
  readonly title: string;
  /** As a model reads it. */
  readonly description: string;
  /** What it takes. */
  readonly inputSchema: InputSchema;
  /** The AI SDK asks a person before it calls the tool: with `confirm: true`, for whatever writes. */
  readonly needsApproval: boolean;
  /**
   * Calls the tool. Resolves with its result, or with `{ error }`: a `ToolFailure`, whose message tells a model what to
   * do next.
   */
  readonly execute: (
    input: Record<string, unknown>,
    options?: { abortSignal?: AbortSignal | undefined },
  ) => Promise<object>;
}

/** All tools, by name. */
export type AssistantTools = Record<ToolName, AssistantTool>;

/**
 * The tools of `wacloud/mcp` for the AI SDK, and for any framework that takes a name, a description, a schema and a
 * function.
 *
 * @throws `ConfigurationError` naming every option that is misspelled or wrong.
 *
 * @example
 * const tools = whatsappTools(whatsapp, { allowedRecipients: ["+14155552671"], dailyBudget: 50 });
 * await generateText({ model, tools, stopWhen: isStepCount(5), prompt: "Tell Ana that her order has left." });
 *
 * @see https://ai-sdk.dev/docs/ai-sdk-core/tools-and-tool-calling
 */
export function whatsappTools(client: WhatsAppClient, options: AssistantOptions = {}): AssistantTools {
  const rails = readGuardRails(options);
  const call = createAssistant(client, rails, options);
  const isAsked = (tool: Tool) => rails.confirm === true && tool.annotations.destructiveHint;
  const entries = tools.map((tool) => [tool.name, toAssistantTool(tool, isAsked(tool), call)]);
  return Object.fromEntries(entries) as AssistantTools;
}

const toAssistantTool = (tool: Tool, needsApproval: boolean, call: CallTool): AssistantTool => ({
  name: tool.name as ToolName,
  title: tool.title,
  description: tool.description,
  inputSchema: toInputSchema(tool),
  needsApproval,
  execute: async (input, { abortSignal } = {}) => {
    const { result, failure } = await call(tool, input, { signal: abortSignal, isApproved: needsApproval });
    return result ?? { error: failure };
  },
});

function toInputSchema({ input }: Tool): InputSchema {
  const jsonSchema = () => input().json;
  return {
    "~standard": {
      version: 1,
      vendor: "wacloud",
      validate: (value) => {
        const issues = findIssues(input().schema, value);
        if (issues.length === 0) return { value: value as Record<string, unknown> };
        return { issues: issues.map(({ path, message }) => ({ message, path: path.split(".") })) };
      },
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}
