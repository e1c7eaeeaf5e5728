import { useState } from "preact/hooks";

/** A text that outlives a reload, as long as the tab. */
export function useKept(name: string): [string, (value: string) => void] {
  const key = `wacloud-${name}`;
  const [value, setValue] = useState(() => sessionStorage.getItem(key) ?? "");
  const keep = (next: string): void => {
    sessionStorage.setItem(key, next);
    setValue(next);
  };
  return [value, keep];
}

/** What is being written to each customer; its text outlives a reload, its files cannot. */
export const readDraftText = (customer: string): string =>
  sessionStorage.getItem(`wacloud-draft ${customer}`) ?? "";

export const keepDraftText = (customer: string, text: string): void =>
  sessionStorage.setItem(`wacloud-draft ${customer}`, text);
