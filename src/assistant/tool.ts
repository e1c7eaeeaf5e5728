import type * as z from "zod/mini";
import { once } from "../utils/once.ts";
import type { Field } from "./fields.ts";
import type { Session } from "./session.ts";

/** What a tool does to the world, in the words of the Model Context Protocol. */
export interface ToolAnnotations {
  /** It changes nothing. */
  readonly readOnlyHint: boolean;
  /** What it does cannot be undone. */
  readonly destructiveHint: boolean;
  /** Calling it again with the same input changes nothing more. */
  readonly idempotentHint: boolean;
  /** It reaches people and services outside of this process. */
  readonly openWorldHint: boolean;
}

/** How one call of a tool is made, by whatever protocol. */
export interface ToolCall {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Tells whoever waits how far a long call is, in seconds. */
  readonly report?: ((progress: Progress) => Promise<void>) | undefined;
  /**
   * Asks a person, or throws a `Question` to be called again with the answer; `undefined` if nobody can be asked. The id
   * tells one question from another.
   */
  readonly ask?: ((question: string, id: string) => boolean) | undefined;
  /** Whether a person has agreed to this very call. Default: false. */
  readonly isApproved?: boolean | undefined;
}

/** How far a long call is. */
interface Progress {
  progress: number;
  total: number;
  message: string;
}

/** One row of the table of tools. */
export interface Tool {
  readonly name: string;
  /** As people read it. */
  readonly title: string;
  /** As a model reads it: what it does, when to use it, what comes back. */
  readonly description: string;
  /** The input, with descriptions and limits. */
  readonly input: () => Field;
  readonly annotations: ToolAnnotations;
  /** The input has been checked. */
  readonly run: (input: never, session: Session, call: ToolCall) => Promise<object>;
}

/** A row whose `run` takes what its `input` describes. */
export interface ToolDefinition<Schema extends z.ZodMiniType> extends Omit<Tool, "input" | "run"> {
  readonly input: () => Field<Schema>;
  readonly run: (input: z.output<Schema>, session: Session, call: ToolCall) => Promise<object>;
}

/** Makes a row; its input is described at its first use. */
export const tool = <Schema extends z.ZodMiniType>(definition: ToolDefinition<Schema>): Tool => ({
  ...definition,
  input: once(definition.input),
});

/** A tool that only reads. */
export const reading: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};

/** A tool that reaches a person or the account; it cannot be called back. */
export const writing: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};
