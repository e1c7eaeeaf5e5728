import type { JSX } from "preact";
import { Dialog } from "./controls.tsx";

/** The keys that work everywhere but in a field. */
const shortcuts: readonly { keys: string; what: string }[] = [
  { keys: "m", what: "Write a message" },
  { keys: "j / k", what: "Next or previous customer" },
  { keys: "n", what: "Add a customer" },
  { keys: "i", what: "Go to the inspector" },
  { keys: "/", what: "Search the inspector" },
  { keys: "b", what: "The business: numbers and templates" },
  { keys: "?", what: "This help" },
  { keys: "Esc", what: "Close what is open, show all calls and webhooks again" },
];

const inChat: typeof shortcuts = [
  { keys: "↑ ↓", what: "From message to message, once one has the focus" },
  { keys: "Enter", what: "On a message: show its calls and webhooks. In the field: send" },
  { keys: "r", what: "On a message: quote it" },
  { keys: "Shift Enter", what: "In the field: a new line" },
];

export const Help = ({
  areOn,
  onSwitch,
  onClose,
}: {
  areOn: boolean;
  onSwitch: (areOn: boolean) => void;
  onClose: () => void;
}): JSX.Element => (
  <Dialog title="Keyboard" onClose={onClose}>
    <Keys list={shortcuts} />
    <h3>In the chat</h3>
    <Keys list={inChat} />
    <label class="opt-in">
      <input
        type="checkbox"
        checked={areOn}
        onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
      />
      <span>Single keys work as shortcuts</span>
    </label>
  </Dialog>
);

const Keys = ({ list }: { list: typeof shortcuts }): JSX.Element => (
  <dl class="keys">
    {list.map(({ keys, what }) => (
      <div key={keys}>
        <dt>
          <kbd>{keys}</kbd>
        </dt>
        <dd>{what}</dd>
      </div>
    ))}
  </dl>
);
