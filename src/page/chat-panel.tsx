import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { BubbleDeeds } from "./bubble.tsx";
import { ChatHead, type HeadFacts } from "./chat-head.tsx";
import { ChatList } from "./chat-list.tsx";
import { Composer, type Draft } from "./composer.tsx";
import type { Sheet } from "./content/deeds.ts";
import type { Chat } from "./fold.ts";
import type { MessageView } from "./protocol.ts";

interface PanelFacts extends HeadFacts {
  chat: Chat;
  deeds: BubbleDeeds;
  selected: string | undefined;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onSend: () => void;
  onOpen: (sheet: Sheet) => void;
}

/** A chat, as the customer has it on the phone, and the customer's state. */
export function ChatPanel(facts: PanelFacts): JSX.Element {
  const { customer, writer, number, chat, deeds, selected, now, draft, onDraft, onSend, onOpen } = facts;
  const [isOver, setOver] = useState(false);
  const businessName = number.verifiedName;
  const typing =
    customer.typing !== undefined && customer.typing.until > now && customer.typing.number === number.id;
  const names = new Map(customer.members?.map(({ id, name }) => [id, name]));
  const toAuthor = (message: MessageView): string => {
    if (message.isFromBusiness) return businessName;
    return message.group === undefined ? "You" : (names.get(message.customer) ?? "Somebody who left");
  };
  const isOpen = (customer.windows[number.id] ?? 0) > now;
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
        <EmptyChat customer={customer} writer={writer} businessName={businessName} isOpen={isOpen} />
      ) : (
        <ChatList
          chat={chat}
          deeds={deeds}
          selected={selected}
          businessName={businessName}
          toAuthor={toAuthor}
          now={now}
          typing={typing}
        />
      )}
      {writer === undefined ? undefined : (
        <Composer
          draft={draft}
          onDraft={onDraft}
          onSend={onSend}
          onOpen={onOpen}
          name={writer.name}
          toAuthor={toAuthor}
        />
      )}
      {isOver && writer !== undefined ? (
        <div class="drop" aria-hidden="true">
          Drop files to send them as {writer.name}
        </div>
      ) : undefined}
    </div>
  );
}

interface EmptyFacts extends Pick<PanelFacts, "customer" | "writer"> {
  businessName: string;
  isOpen: boolean;
}

function EmptyChat(facts: EmptyFacts): JSX.Element {
  return facts.customer.members === undefined ? <EmptyCustomer {...facts} /> : <EmptyGroup {...facts} />;
}

const EmptyGroup = ({ customer, writer }: EmptyFacts): JSX.Element => (
  <div class="empty chat-empty">
    {writer === undefined ? (
      <p>Nobody is in this group yet. Customers join by its invite link, in code: ana.joins(link).</p>
    ) : (
      <p>
        You are <strong>{writer.name}</strong> in the group {customer.name}. Write, and your app gets a
        webhook.
      </p>
    )}
  </div>
);

const EmptyCustomer = ({ customer, businessName, isOpen }: EmptyFacts): JSX.Element => (
  <div class="empty chat-empty">
    <p>
      You are <strong>{customer.name}</strong>. Write to {businessName}
      {isOpen
        ? ", and your app gets a webhook."
        : ": it opens the 24-hour window, and your app gets a webhook."}
    </p>
    <p>
      {isOpen
        ? "The window is open: the business can already send anything."
        : "Until then, the business can only send templates."}
    </p>
  </div>
);
