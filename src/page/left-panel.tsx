import type { JSX } from "preact";
import { Business } from "./business.tsx";
import { IconButton } from "./controls.tsx";
import { type CustomerLine, CustomerList } from "./customers.tsx";
import type { ActionRequest, NumberView, TemplateView } from "./protocol.ts";

export type Tab = "customers" | "business";

interface LeftFacts {
  tab: Tab;
  onTab: (tab: Tab) => void;
  lines: readonly CustomerLine[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onAdd: () => void;
  numbers: readonly NumberView[];
  templates: readonly TemplateView[];
  onAct: (request: ActionRequest) => void;
  now: number;
}

/** The customers, or the business. */
export function LeftPanel(facts: LeftFacts): JSX.Element {
  const { tab, numbers, templates, onAct } = facts;
  return (
    <nav class="left" aria-label="Customers and business">
      <LeftHead {...facts} />
      {tab === "business" ? (
        <Business numbers={numbers} templates={templates} onAct={onAct} />
      ) : (
        <Customers {...facts} />
      )}
    </nav>
  );
}

const tabs = [
  { tab: "customers", label: "Customers" },
  { tab: "business", label: "Business" },
] as const;

const LeftHead = ({ tab, onTab, onAdd }: LeftFacts): JSX.Element => (
  <div class="panel-head">
    <fieldset class="segments">
      <legend class="visually-hidden">Show</legend>
      {tabs.map(({ tab: name, label }) => (
        <button key={name} type="button" aria-pressed={tab === name} onClick={() => onTab(name)}>
          {label}
        </button>
      ))}
    </fieldset>
    <IconButton icon="add" label="Add a customer" onClick={onAdd} />
  </div>
);

const Customers = ({ lines, chosen, now, onChoose }: LeftFacts): JSX.Element =>
  lines.length === 0 ? (
    <p class="empty">No customers yet. Add one, or send a message from your app.</p>
  ) : (
    <CustomerList lines={lines} chosen={chosen} now={now} onChoose={onChoose} />
  );
