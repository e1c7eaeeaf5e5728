import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { IconButton } from "./controls.tsx";

const shownMs = 6000;

/** Words that are shown for a while. */
export function useToast(): [string | undefined, (words: string | undefined) => void] {
  const [words, say] = useState<string>();
  useEffect(() => {
    if (words === undefined) return;
    const timer = setTimeout(() => say(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [words]);
  return [words, say];
}

export const Toast = ({
  words,
  onDismiss,
}: {
  words: string | undefined;
  onDismiss: () => void;
}): JSX.Element => (
  <div class="toasts" role="alert">
    {words === undefined ? undefined : (
      <p class="toast">
        <span>{words}</span>
        <IconButton icon="close" label="Dismiss" onClick={onDismiss} />
      </p>
    )}
  </div>
);
