import type { ComponentChildren, JSX } from "preact";
import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import type { MessageView } from "../protocol.ts";
import { Actions } from "./actions.tsx";
import { OrderDetails, ProductCard } from "./cards.tsx";
import type { ActionFacts, Deeds } from "./deeds.ts";
import { Media } from "./media.tsx";
import { FormattedText } from "./text.tsx";

interface Facts {
  message: MessageView;
  interactive: Json;
  deeds: Deeds;
}

/** An interactive message of the business. */
export function Interactive(facts: Facts): JSX.Element {
  const { interactive, message, deeds } = facts;
  const type = toText(interactive.type) ?? "";
  const cards = toObjects(toObject(interactive.action).cards);
  return (
    <>
      <Header header={toObject(interactive.header)} />
      <Text of={interactive.body} />
      {details[type]?.(facts)}
      <Text of={interactive.footer} class="footer" />
      <Actions actions={actions[type]?.(facts) ?? []} message={message} deeds={deeds} />
      {cards.length === 0 ? undefined : (
        <div class="carousel">
          {cards.map((card, index) => (
            <Card key={index} card={card} message={message} deeds={deeds} />
          ))}
        </div>
      )}
    </>
  );
}

function Text({ of, class: name }: { of: unknown; class?: string }): JSX.Element | null {
  const text = toText(toObject(of).text);
  if (text === undefined || text === "") return null;
  return name === undefined ? <FormattedText text={text} /> : <p class={name}>{text}</p>;
}

/** The header of an interactive message or of a card: a title, or a file. */
function Header({ header }: { header: Json }): JSX.Element | null {
  const type = toText(header.type);
  if (type === undefined) return null;
  if (type === "text") return <p class="headline">{toText(header.text)}</p>;
  return <Media kind={type} media={toObject(header[type])} />;
}

const findAction = ({ interactive }: Facts): Json => toObject(interactive.action);
const findParameters = (facts: Facts): Json => toObject(findAction(facts).parameters);

/** What stands between body and footer, by the type of the message. */
const details: Readonly<Record<string, (facts: Facts) => ComponentChildren>> = {
  product: (facts) => <ProductCard id={findAction(facts).product_retailer_id} note="Product" />,
  catalog_message: (facts) => (
    <ProductCard id={findParameters(facts).thumbnail_product_retailer_id} note="Catalog" />
  ),
  order_details: (facts) => <OrderDetails parameters={findParameters(facts)} />,
  order_status: (facts) => <OrderDetails parameters={findParameters(facts)} />,
};

const notSimulated = "The simulator does not do this.";

/** The buttons, by the type of the message. */
const actions: Readonly<Record<string, (facts: Facts) => ActionFacts[]>> = {
  button: (facts) => toObjects(findAction(facts).buttons).map((button) => toButton(button, facts)),
  list: (facts) => {
    const { button, sections } = findAction(facts);
    const title = toText(button) ?? "Choose";
    const { message } = facts;
    const open = () => facts.deeds.open({ kind: "list", message, title, sections: toObjects(sections) });
    return [{ title, icon: "list", act: open }];
  },
  cta_url: (facts) => [toUrlAction(findParameters(facts), facts)],
  flow: (facts) => {
    const title = toText(findParameters(facts).flow_cta) ?? "Open";
    const { message, deeds } = facts;
    return [
      {
        title,
        icon: "document",
        act: () => deeds.open({ kind: "flow", message, title, flow: findParameters(facts) }),
      },
    ];
  },
  product: (facts) => [toOrderAction("View", facts, [toText(findAction(facts).product_retailer_id)])],
  product_list: (facts) => [toOrderAction("View items", facts, listProducts(findAction(facts).sections))],
  catalog_message: (facts) => [
    toOrderAction("View catalog", facts, [toText(findParameters(facts).thumbnail_product_retailer_id)]),
  ],
  location_request_message: ({ message, deeds }) => [
    { title: "Send location", icon: "location", act: () => deeds.open({ kind: "location", message }) },
  ],
  address_message: (facts) => {
    const values = toObject(findParameters(facts).values);
    const open = () => facts.deeds.open({ kind: "address", message: facts.message, values });
    return [{ title: "Provide address", icon: "document", act: open }];
  },
  call_permission_request: ({ message, deeds }) =>
    (["accept", "reject"] as const).map((response) => ({
      title: response === "accept" ? "Allow calls" : "Do not allow",
      act: () => {
        const call_permission_reply = { response, response_source: "user_action" };
        const interactive = { type: "call_permission_reply", call_permission_reply };
        deeds.answer(message, { type: "interactive", interactive });
      },
    })),
  voice_call: (facts) => [
    { title: toText(findParameters(facts).display_text) ?? "Call Now", note: notSimulated },
  ],
  order_details: () => [{ title: "Review and pay", note: notSimulated }],
  request_contact_info: ({ message, deeds }) => [
    { title: "Share contact info", icon: "contact", act: () => deeds.shareContact(message) },
  ],
};

function toButton(button: Json, { message, deeds }: Pick<Facts, "message" | "deeds">): ActionFacts {
  if (button.type === "cta_url") return toUrlAction(toObject(button.cta_url), { message, deeds });
  const reply = toObject(button.reply ?? button.quick_reply);
  const title = toText(reply.title) ?? "";
  const button_reply = { id: reply.id, title: reply.title };
  const act = () =>
    deeds.tap(message, { title, type: "interactive", reply: { type: "button_reply", button_reply } });
  return { title, icon: "reply", act };
}

function toUrlAction(
  { display_text, url }: Json,
  { message, deeds }: Pick<Facts, "message" | "deeds">,
): ActionFacts {
  const title = toText(display_text) ?? "Open";
  return { title, icon: "external", url: toText(url), act: () => deeds.follow(message, title) };
}

const listProducts = (sections: unknown): (string | undefined)[] =>
  toObjects(sections).flatMap(({ product_items }) =>
    toObjects(product_items).map(({ product_retailer_id }) => toText(product_retailer_id)),
  );

function toOrderAction(title: string, facts: Facts, ids: readonly (string | undefined)[]): ActionFacts {
  const { message, deeds } = facts;
  const catalog = toText(findAction(facts).catalog_id) ?? "";
  const products = ids.filter((id) => id !== undefined);
  return { title, icon: "business", act: () => deeds.open({ kind: "order", message, catalog, products }) };
}

function Card({ card, message, deeds }: { card: Json; message: MessageView; deeds: Deeds }): JSX.Element {
  const action = toObject(card.action);
  const url = action.name === "cta_url" ? [toUrlAction(toObject(action.parameters), { message, deeds })] : [];
  const buttons = toObjects(action.buttons).map((button) => toButton(button, { message, deeds }));
  return (
    <div class="carousel-card">
      <Header header={toObject(card.header)} />
      {action.product_retailer_id === undefined ? undefined : (
        <ProductCard id={action.product_retailer_id} note="Product" />
      )}
      <Text of={card.body} />
      <Actions actions={[...url, ...buttons]} message={message} deeds={deeds} />
    </div>
  );
}
