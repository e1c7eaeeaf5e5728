import { useState } from "preact/hooks";
import { type Draft, emptyDraft, toFileContent, toParcel } from "./composer.tsx";
import { keepDraftText, readDraftText } from "./kept.ts";
import type { ActionAnswer, ActionRequest } from "./protocol.ts";

/** What is being written to a customer. Each has a draft of their own. */
export function useDraft(customer: string): [Draft, (draft: Draft) => void] {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const draft = drafts.get(customer) ?? { ...emptyDraft, text: readDraftText(customer) };
  const setDraft = (next: Draft): void => {
    keepDraftText(customer, next.text);
    setDrafts((all) => new Map(all).set(customer, next));
  };
  return [draft, setDraft];
}

/** Who writes, to which number, and in which group. */
export interface Route {
  customer: string;
  number?: string;
  group?: string;
}

export const isEmptyDraft = ({ text, files }: Draft): boolean => text.trim() === "" && files.length === 0;

/** Sends a draft: an edit, a text, or its files one after the other, the first of them with the text as its caption. */
export async function sendDraft(
  { text, files, quoted, edited }: Draft,
  route: Route,
  tell: (request: ActionRequest) => Promise<ActionAnswer>,
): Promise<void> {
  const about = quoted === undefined ? {} : { quotes: quoted.id };
  if (edited !== undefined) {
    await tell({ action: "edit", customer: route.customer, message: edited.id, text });
  } else if (files.length === 0) {
    await tell({ action: "send", ...route, ...about, content: { type: "text", text: { body: text } } });
  }
  for (const [index, file] of files.entries()) {
    const content = toFileContent(file, index === 0 ? text.trim() : "");
    await tell({ action: "send", ...route, ...about, content, file: await toParcel(file) });
  }
}
