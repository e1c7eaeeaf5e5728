import type { JSX } from "preact";
import { Dialog } from "./controls.tsx";
import { NewCustomer, suggestCustomer } from "./customers.tsx";
import { Help } from "./help.tsx";
import type { ActionAnswer } from "./protocol.ts";

export type DialogName = "help" | "reset" | "customer";

interface DialogFacts {
  name: DialogName | undefined;
  onClose: () => void;
  onAdd: (address: string, name: string) => Promise<ActionAnswer>;
  onReset: () => void;
  customerCount: number;
  areKeysOn: boolean;
  onKeys: (areOn: boolean) => void;
}

/** The windows of the page itself; those of messages are sheets. */
export function Dialogs(facts: DialogFacts): JSX.Element | null {
  const { name, onClose, onAdd, customerCount, areKeysOn, onKeys } = facts;
  if (name === "help") return <Help areOn={areKeysOn} onSwitch={onKeys} onClose={onClose} />;
  if (name === "reset") return <ResetDialog {...facts} />;
  if (name !== "customer") return null;
  return (
    <Dialog title="New customer" onClose={onClose}>
      <NewCustomer onAdd={onAdd} suggestion={suggestCustomer(customerCount)} />
    </Dialog>
  );
}

function ResetDialog({ onReset, onClose }: DialogFacts): JSX.Element {
  const reset = (): void => {
    onReset();
    onClose();
  };
  return (
    <Dialog title="Reset the simulator" onClose={onClose}>
      <p>
        Customers, chats, templates, files and the log are gone for good, and the clock shows the real time
        again. The URL and the webhook stay.
      </p>
      <button type="button" class="button danger" onClick={reset}>
        Reset everything
      </button>
    </Dialog>
  );
}
