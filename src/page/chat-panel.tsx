import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { BubbleDeeds } from "./bubble.tsx";
import { ChatList } from "./chat-list.tsx";
import { Composer, type Draft } from "./composer.tsx";
import type { Sheet } from "./content/deeds.ts";
import { Choices, IconButton, Menu } from "./controls.tsx";
import { Avatar, toWindowWords } from "./customers.tsx";
import type { Chat } from "./fold.ts";
import type { ActionRequest, CustomerView, NumberView } from "./protocol.ts";

interface PanelFacts {
  customer: CustomerView;
  numbers: readonly NumberView[];
  number: NumberView;
  onNumber: (id: string) => void;
  chat: Chat;
  deeds: BubbleDeeds;
  selected: string | undefined;
  now: number;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onSend: () => void;
  onOpen: (sheet: Sheet) => void;
  onAct: (request: ActionRequest) => void;
  onBack: () => void;
}

/** A chat, as the customer has it on the phone, and the customer's state. */
export function ChatPanel(facts: PanelFacts): JSX.Element {
  const { customer, number, chat, deeds, selected, now, draft, onDraft, onSend, onOpen } = facts;
  const [isOver, setOver] = useState(false);
  const businessName = number.verifiedName;
  const typing =
    customer.typing !== undefined && customer.typing.until > now && customer.typing.number === number.id;
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") === true;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be dropped anywhere in the chat
    <div
      class="chat"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.target === event.currentTarget || event.relatedTarget === null) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onDraft({ ...draft, files: [...draft.files, ...(event.dataTransfer?.files ?? [])] });
      }}
    >
      <ChatHead {...facts} />
      {chat.rows.length === 0 ? (
        <div class="empty chat-empty">
          <p>
            You are <strong>{customer.name}</strong>. Write to {businessName}: the first message opens the
            24-hour window, and your app gets its webhook.
          </p>
          <p>Until then, the business can only send templates.</p>
        </div>
      ) : (
        <ChatList
          chat={chat}
          deeds={deeds}
          selected={selected}
          businessName={businessName}
          now={now}
          typing={typing}
        />
      )}
      <Composer
        draft={draft}
        onDraft={onDraft}
        onSend={onSend}
        onOpen={onOpen}
        name={customer.name}
        businessName={businessName}
      />
      {isOver ? (
        <div class="drop" aria-hidden="true">
          Drop files to send them as {customer.name}
        </div>
      ) : undefined}
    </div>
  );
}

function ChatHead({ customer, numbers, number, onNumber, now, onAct, onBack }: PanelFacts): JSX.Element {
  const endsAt = customer.windows[number.id] ?? 0;
  const isOpen = endsAt > now;
  return (
    <header class="panel-head chat-head">
      <span class="only-small">
        <IconButton icon="back" label="Back to the customers" onClick={onBack} />
      </span>
      <Avatar customer={customer} />
      <div class="who">
        <h2>{customer.name}</h2>
        <p class="numerals">
          {customer.waId === undefined ? customer.id : `+${customer.waId}`}
          <CustomerBadges customer={customer} />
        </p>
      </div>
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
      <CustomerMenu customer={customer} onAct={onAct} />
    </header>
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
function CustomerMenu({ customer, onAct }: Pick<PanelFacts, "customer" | "onAct">): JSX.Element {
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
