import type { JSX } from "preact";
import type { Chatter } from "./chatters.ts";
import { Choices, IconButton, Menu } from "./controls.tsx";
import { Avatar, toWindowWords } from "./customers.tsx";
import type { ActionRequest, CustomerView, NumberView } from "./protocol.ts";

export interface HeadFacts {
  customer: Chatter;
  /** Who writes: in a group, one of its members. */
  writer: CustomerView | undefined;
  onWriter: (id: string) => void;
  numbers: readonly NumberView[];
  number: NumberView;
  onNumber: (id: string) => void;
  now: number;
  onAct: (request: ActionRequest) => void;
  onBack: () => void;
}

/** Whose chat it is, and how things stand with them. */
export function ChatHead(facts: HeadFacts): JSX.Element {
  const { customer, onAct, onBack } = facts;
  return (
    <header class="panel-head chat-head">
      <span class="only-small">
        <IconButton icon="back" label="Back to the customers" onClick={onBack} />
      </span>
      <Avatar customer={customer} />
      <div class="who">
        <h2>{customer.name}</h2>
        <p class="numerals">
          {toSubtitle(customer)}
          <CustomerBadges customer={customer} />
        </p>
      </div>
      {customer.members === undefined ? (
        <>
          <NumberChoice {...facts} />
          <WindowButton {...facts} />
          <CustomerMenu customer={customer} onAct={onAct} />
        </>
      ) : (
        <WriterChoice {...facts} members={customer.members} />
      )}
    </header>
  );
}

function toSubtitle({ members, waId, id }: Chatter): string {
  if (members !== undefined) return members.map(({ name }) => name).join(", ");
  return waId === undefined ? id : `+${waId}`;
}

/** As whom one writes in a group. */
const WriterChoice = ({
  members,
  writer,
  onWriter,
}: Pick<HeadFacts, "writer" | "onWriter"> & { members: readonly CustomerView[] }): JSX.Element => (
  <label class="to-number">
    <span>as</span>
    <select
      aria-label="Member who writes"
      value={writer?.id}
      onChange={({ currentTarget }) => onWriter(currentTarget.value)}
    >
      {members.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

/** Which of the business's numbers one writes to, if there are several. */
function NumberChoice({ numbers, number, onNumber }: HeadFacts): JSX.Element {
  return (
    <>
      {numbers.length > 1 ? (
        <label class="to-number">
          <span>to</span>
          <select
            aria-label="Business number"
            value={number.id}
            onChange={({ currentTarget }) => onNumber(currentTarget.value)}
          >
            {numbers.map(({ id, verifiedName, displayPhoneNumber }) => (
              <option key={id} value={id}>
                {verifiedName} +{displayPhoneNumber}
              </option>
            ))}
          </select>
        </label>
      ) : undefined}
    </>
  );
}

/** The state of the 24-hour window, and its other one. */
function WindowButton({ customer, number, now, onAct }: HeadFacts): JSX.Element {
  const endsAt = customer.windows[number.id] ?? 0;
  const isOpen = endsAt > now;
  return (
    <button
      type="button"
      class={`button window-button ${isOpen ? "open" : ""}`}
      title={isOpen ? "Close the 24-hour window" : "Open the 24-hour window"}
      onClick={() =>
        onAct({ action: "setWindow", customer: customer.id, number: number.id, isOpen: !isOpen })
      }
    >
      <span class="window-words">{toWindowWords(endsAt, now)}</span>
      <span class="window-verb">{isOpen ? "Close" : "Open"}</span>
    </button>
  );
}

const badges: readonly { is: (customer: CustomerView) => boolean; words: string }[] = [
  { is: ({ isOnline }) => !isOnline, words: "offline" },
  { is: ({ isBlocking }) => isBlocking, words: "blocks the business" },
  { is: ({ isReachable }) => !isReachable, words: "not on WhatsApp" },
  { is: ({ hidesPhoneNumber }) => hidesPhoneNumber, words: "number hidden" },
];

const CustomerBadges = ({ customer }: { customer: CustomerView }): JSX.Element => (
  <>
    {badges
      .filter(({ is }) => is(customer))
      .map(({ words }) => (
        <span key={words} class="badge wait">
          {words}
        </span>
      ))}
  </>
);

/** What the customer can be made to do, besides writing. */
function CustomerMenu({ customer, onAct }: Pick<HeadFacts, "customer" | "onAct">): JSX.Element {
  const { id, isOnline, isBlocking, isReachable, hidesPhoneNumber } = customer;
  const changes = [
    { label: isOnline ? "Go offline" : "Come online", change: { isOnline: !isOnline } },
    {
      label: isBlocking ? "Unblock the business" : "Block the business",
      change: { isBlocking: !isBlocking },
    },
    { label: isReachable ? "Be unreachable: 131026" : "Be reachable", change: { isReachable: !isReachable } },
    {
      label: hidesPhoneNumber ? "Show the phone number" : "Hide the phone number",
      change: { hidesPhoneNumber: !hidesPhoneNumber },
    },
  ];
  const choices = changes.map(({ label, change }) => ({
    label,
    act: () => onAct({ action: "changeCustomer", customer: id, ...change }),
  }));
  return (
    <Menu icon="more" label={`What ${customer.name} does`} align="end">
      {(close) => <Choices choices={choices} close={close} />}
    </Menu>
  );
}
