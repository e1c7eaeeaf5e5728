import type { JSX } from "preact";
import { canAnswer } from "../chatters.ts";
import { Icon } from "../icons.tsx";
import { toSafeUrl } from "../markup.ts";
import type { MessageView } from "../protocol.ts";
import type { ActionFacts, Deeds } from "./deeds.ts";
import { SafeLink } from "./text.tsx";

/** WhatsApp shows three buttons; of more, two, and the others behind a third. */
export function Actions({
  actions,
  message,
  deeds,
}: {
  actions: readonly ActionFacts[];
  message: MessageView;
  deeds: Deeds;
}): JSX.Element | null {
  if (actions.length === 0) return null;
  const shown = actions.length > 3 ? actions.slice(0, 2) : actions;
  const all: ActionFacts = {
    title: "See all options",
    icon: "list",
    act: () => deeds.open({ kind: "options", message, actions }),
  };
  return (
    <div class="actions">
      {(shown === actions ? shown : [...shown, all]).map((action, index) => (
        <Action key={index} action={canAnswer(message) ? action : toIdle(action, message)} />
      ))}
    </div>
  );
}

/** A button that nobody can tap, and why. */
const toIdle = ({ title, icon }: ActionFacts, { group }: MessageView): ActionFacts => ({
  title,
  icon,
  note: group === undefined ? "The customer does not have this message." : "In groups, the page only writes.",
});

export function Action({ action }: { action: ActionFacts }): JSX.Element {
  const { title, icon, url, act, note } = action;
  const label = (
    <>
      {icon === undefined ? undefined : <Icon name={icon} />}
      {title}
    </>
  );
  if (toSafeUrl(url) !== undefined) {
    return (
      <SafeLink class="action" url={url} onClick={() => act?.()}>
        {label}
      </SafeLink>
    );
  }
  return (
    <button type="button" class="action" disabled={act === undefined} title={note} onClick={act}>
      {label}
    </button>
  );
}
