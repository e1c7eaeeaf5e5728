import { type BubbleDeeds, toEditable } from "./bubble.tsx";
import type { Draft } from "./composer.tsx";
import type { Sheet } from "./content/deeds.ts";
import type { ActionRequest, MessageView } from "./protocol.ts";
import { act } from "./store.ts";

/** What the deeds of a bubble work on, as it is when somebody acts. */
export interface Surface {
  act: (request: ActionRequest) => void;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  send: (content: Record<string, unknown>, quotes?: string) => void;
  select: (message: string) => void;
  open: (sheet: Sheet) => void;
  say: (words: string) => void;
}

/** The deeds stay the same objects while what they work on changes: a bubble is only drawn again when it has changed. */
export const createDeeds = (surface: () => Surface): BubbleDeeds => ({
  select: ({ id }) => surface().select(id),
  quote: (quoted) => surface().setDraft({ ...surface().draft, quoted, edited: undefined }),
  edit: (edited) => surface().setDraft({ files: [], edited, text: toEditable(edited) }),
  react: (message, emoji) => surface().act({ action: "react", ...about(message), emoji }),
  remove: (message) => surface().act({ action: "delete", ...about(message) }),
  tap: (message, choice) => surface().act({ action: "tap", ...about(message), ...choice }),
  answer: (message, content) => surface().send(content, message.id),
  shareContact: (message) => surface().act({ action: "shareContact", ...about(message) }),
  stepInFlow: (message, step) => act({ action: "stepInFlow", ...about(message), ...step }),
  submitFlow: (message, answers) => surface().act({ action: "submitFlow", ...about(message), answers }),
  follow: (message, title) => surface().act({ action: "follow", ...about(message), title }),
  play: (message) => surface().act({ action: "play", ...about(message) }),
  open: (sheet) => surface().open(sheet),
  say: (words) => surface().say(words),
});

const about = ({ id, customer }: MessageView) => ({ message: id, customer });
