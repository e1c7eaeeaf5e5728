import type { JSX } from "preact";
import { Icon } from "./icons.tsx";

/** The panel that a small screen shows. */
export type View = "customers" | "chat" | "inspector";

const views = [
  { view: "customers", label: "Customers", icon: "contact" },
  { view: "chat", label: "Chat", icon: "chat" },
  { view: "inspector", label: "Inspector", icon: "inspect" },
] as const;

/** On small screens one panel is shown at a time. */
export const ViewSwitch = ({ view, onView }: { view: View; onView: (view: View) => void }): JSX.Element => (
  <nav class="view-switch" aria-label="Panels">
    {views.map(({ view: name, label, icon }) => (
      <button
        key={name}
        type="button"
        aria-current={view === name ? "page" : undefined}
        onClick={() => onView(name)}
      >
        <Icon name={icon} size={20} />
        {label}
      </button>
    ))}
  </nav>
);

export const isWide = (): boolean => matchMedia("(min-width: 900px)").matches;
