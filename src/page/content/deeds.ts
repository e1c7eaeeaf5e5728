import type { Json } from "../../utils/json.ts";
import type { ActionAnswer, FlowStep, MessageView } from "../protocol.ts";

/** What a customer can do with a message. */
export interface Deeds {
  /** Sends the answer of a button, row or quick reply. */
  tap(message: MessageView, choice: { title: string; type: "interactive" | "button"; reply: Json }): void;
  /** Sends any other answer to the message. */
  answer(message: MessageView, content: Json): void;
  /** Shares the customer's own number, which the message asks for. */
  shareContact(message: MessageView): void;
  submitFlow(message: MessageView, answers: Json): void;
  /** Does one thing in a Flow. The answer says what is wrong. */
  stepInFlow(message: MessageView, step: FlowStep): Promise<ActionAnswer>;
  follow(message: MessageView, title: string): void;
  play(message: MessageView): void;
  /** Opens a window for what a button asks for. */
  open(sheet: Sheet): void;
  say(words: string): void;
}

/** A window that a message's button opens. */
export type Sheet =
  | { kind: "list"; message: MessageView; title: string; sections: readonly Json[] }
  | { kind: "flow"; message: MessageView; title: string; flow: Json }
  | { kind: "options"; message: MessageView; actions: readonly ActionFacts[] }
  | { kind: "order"; message: MessageView; catalog: string; products: readonly string[] }
  | { kind: "location"; message?: MessageView }
  | { kind: "contact" }
  | { kind: "address"; message: MessageView; values: Json };

/** What the window of a Flow works on. */
export interface FlowFacts {
  sheet: Extract<Sheet, { kind: "flow" }>;
  deeds: Deeds;
  onClose: () => void;
}

/** A button below a message. */
export interface ActionFacts {
  title: string;
  icon?: "reply" | "external" | "list" | "copy" | "location" | "contact" | "document" | "business";
  url?: string | undefined;
  /** Absent where the simulator cannot do what the button does; `note` then says so. */
  act?: (() => void) | undefined;
  note?: string;
}
