import { useEffect, useRef } from "preact/hooks";

/** Single keys that work wherever nothing is being typed and nothing is open. */
export function useShortcuts(areOn: boolean, shortcuts: Readonly<Record<string, () => void>>): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!areOn) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      const shortcut = latest.current[event.key];
      if (shortcut === undefined || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target))
        return;
      event.preventDefault();
      shortcut();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [areOn]);
}

const isBusy = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select, dialog[open], .menu") !== null;
