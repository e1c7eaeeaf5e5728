import { useState } from "preact/hooks";
import { type Draft, emptyDraft, toFileContent, toParcel } from "./composer.tsx";
import { keepDraftText, readDraftText } from "./kept.ts";
import type { ActionAnswer, ActionRequest } from "./protocol.ts";

/** What is being written to a customer. Each has a draft of their own. */
export function useDraft(
  customer: string,
): [draft: Draft, setDraft: (draft: Draft) => void, putBack: (customer: string, draft: Draft) => void] {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const draft = drafts.get(customer) ?? { ...emptyDraft, text: readDraftText(customer) };
  const setDraft = (next: Draft): void => {
    keepDraftText(customer, next.text);
    setDrafts((all) => new Map(all).set(customer, next));
  };
  /** What could not be sent is there again, unless something else is being written by now. */
  const putBack = (writtenTo: string, unsent: Draft): void =>
    setDrafts((all) => {
      const current = all.get(writtenTo);
      if (current !== undefined && !isEmptyDraft(current)) return all;
      keepDraftText(writtenTo, unsent.text);
      return new Map(all).set(writtenTo, unsent);
    });
  return [draft, setDraft, putBack];
}

/** Who writes, to which number, and in which group. */
export interface Route {
  customer: string;
  number?: string;
  group?: string;
}

export const isEmptyDraft = ({ text, files }: Draft): boolean => text.trim() === "" && files.length === 0;

/**
 * Sends a draft: an edit, a text, or its files one after the other, the first of them with the text as its caption.
 *
 * @returns what could not be sent; `undefined` if all was.
 */
export async function sendDraft(
  { text, files, quoted, edited }: Draft,
  route: Route,
  tell: (request: ActionRequest) => Promise<ActionAnswer>,
): Promise<Draft | undefined> {
  const about = quoted === undefined ? {} : { quotes: quoted.id };
  const draft = { text, files, quoted, edited };
  if (edited !== undefined) {
    const { error } = await tell({ action: "edit", customer: route.customer, message: edited.id, text });
    if (error !== undefined) return draft;
  } else if (files.length === 0) {
    const content = { type: "text", text: { body: text } };
    const { error } = await tell({ action: "send", ...route, ...about, content });
    if (error !== undefined) return draft;
  }
  for (const [index, file] of files.entries()) {
    const content = toFileContent(file, index === 0 ? text.trim() : "");
    const { error } = await tell({ action: "send", ...route, ...about, content, file: await toParcel(file) });
    if (error !== undefined) return { ...draft, text: index === 0 ? text : "", files: files.slice(index) };
  }
  return undefined;
}
