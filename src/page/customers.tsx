import type { JSX } from "preact";
import type { Chatter } from "./chatters.ts";
import { toLine } from "./content/content.tsx";
import { Field, Form, moveFocus } from "./controls.tsx";
import type { ActionAnswer, MessageView } from "./protocol.ts";
import { startOfDay, toClock, toLength, toShortDay } from "./time.ts";

/** One line of the list: a customer, and what the list says about them. */
export interface CustomerLine {
  customer: Chatter;
  last: MessageView | undefined;
  unread: number;
  /** When the window with the chosen number closes. */
  windowEndsAt: number;
  isTyping: boolean;
}

interface ListFacts {
  lines: readonly CustomerLine[];
  chosen: string | undefined;
  now: number;
  onChoose: (id: string) => void;
}

export const CustomerList = ({ lines, chosen, now, onChoose }: ListFacts): JSX.Element => (
  <ul class="customers" onKeyDown={(event) => moveFocus(event, ".customer")}>
    {lines.map((line) => (
      <li key={line.customer.id}>
        <CustomerButton line={line} isChosen={line.customer.id === chosen} now={now} onChoose={onChoose} />
      </li>
    ))}
  </ul>
);

function CustomerButton({
  line,
  isChosen,
  now,
  onChoose,
}: {
  line: CustomerLine;
  isChosen: boolean;
  now: number;
  onChoose: (id: string) => void;
}): JSX.Element {
  const { customer, last, unread, windowEndsAt, isTyping } = line;
  return (
    <button
      type="button"
      class="customer"
      aria-current={isChosen ? "true" : undefined}
      onClick={() => onChoose(customer.id)}
    >
      <Avatar customer={customer} />
      <span class="customer-name">{customer.name}</span>
      <time class="numerals">{last === undefined ? "" : toShortTime(last.at, now)}</time>
      <span class="customer-last">
        {isTyping ? "typing…" : last === undefined ? "No messages yet" : toLastLine(last)}
      </span>
      {unread > 0 ? (
        <span class="unread numerals">
          {unread}
          <span class="visually-hidden"> unread</span>
        </span>
      ) : undefined}
      <span class={`window ${windowEndsAt > now ? "open" : ""}`}>
        {customer.members === undefined
          ? toWindowWords(windowEndsAt, now)
          : `Group of ${customer.members.length}`}
      </span>
    </button>
  );
}

const toLastLine = (message: MessageView): string =>
  `${message.isFromBusiness ? "" : "You: "}${toLine(message)}`;

const toShortTime = (at: number, now: number): string =>
  startOfDay(at) === startOfDay(now) ? toClock(at) : toShortDay(at);

export function toWindowWords(endsAt: number, now: number): string {
  if (endsAt > now) return `Window open, ${toLength(endsAt - now)}`;
  return endsAt === 0 ? "Window closed: has not written yet" : "Window closed";
}

/** Initials on a ground whose hue is the customer's. */
export function Avatar({ customer }: { customer: Chatter }): JSX.Element {
  const initials = customer.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("");
  const hue = [...customer.id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 6, 0);
  return (
    <span class={`avatar hue-${hue} ${customer.members === undefined ? "" : "of-many"}`} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  );
}

/** A new customer in two fields. */
export function NewCustomer({
  onAdd,
  suggestion,
}: {
  onAdd: (address: string, name: string) => Promise<ActionAnswer>;
  suggestion: { name: string; address: string };
}): JSX.Element {
  const add = async ({ name = "", address = "" }: Record<string, string>): Promise<void> => {
    await onAdd(address, name);
  };
  return (
    <Form onValues={add} class="new-customer" aria-label="New customer">
      <Field label="Name">
        <input name="name" autocomplete="off" required value={suggestion.name} />
      </Field>
      <Field label="Phone number">
        <input name="address" type="tel" autocomplete="off" required value={suggestion.address} />
      </Field>
      <button type="submit" class="button primary">
        Add customer
      </button>
    </Form>
  );
}

const names = [
  "Ana Souza",
  "Bruno Lima",
  "Chidi Okafor",
  "Dana Levi",
  "Elif Kaya",
  "Femi Ade",
  "Goran Babić",
  "Hana Sato",
];

/** A name and a number that nobody has yet. */
export function suggestCustomer(count: number): { name: string; address: string } {
  const name = names[count % names.length] ?? "Ana Souza";
  return { name, address: `+55 11 9${String(8765 + count).padStart(4, "0")}-${String(4321 + count)}` };
}
