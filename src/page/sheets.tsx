import type { JSX } from "preact";
import { toObjects, toText } from "../utils/json.ts";
import { Action } from "./content/actions.tsx";
import type { Deeds, Sheet } from "./content/deeds.ts";
import { Dialog, Field, Form } from "./controls.tsx";
import { FlowSheet } from "./flow.tsx";
import type { FlowView } from "./protocol.ts";

interface SheetFacts<S extends Sheet = Sheet> {
  sheet: S;
  deeds: Deeds;
  send: (content: Record<string, unknown>, quotes?: string) => void;
  /** The Flow that the customer is in. */
  flow: FlowView | undefined;
  onClose: () => void;
}

type Kind<K extends Sheet["kind"]> = Extract<Sheet, { kind: K }>;

/** The window that a button of a message, or the composer, opens. */
export function SheetView({ sheet, ...rest }: SheetFacts): JSX.Element {
  switch (sheet.kind) {
    case "list":
      return <ListSheet sheet={sheet} {...rest} />;
    case "options":
      return <OptionsSheet sheet={sheet} {...rest} />;
    case "flow":
      return <FlowSheet sheet={sheet} {...rest} />;
    case "order":
      return <OrderSheet sheet={sheet} {...rest} />;
    case "location":
      return <LocationSheet sheet={sheet} {...rest} />;
    case "contact":
      return <ContactSheet sheet={sheet} {...rest} />;
    case "address":
      return <AddressSheet sheet={sheet} {...rest} />;
  }
}

function ListSheet({ sheet, deeds, onClose }: SheetFacts<Kind<"list">>): JSX.Element {
  const { message, title, sections } = sheet;
  return (
    <Dialog title={title} onClose={onClose}>
      {sections.map((section, index) => (
        <section key={index} class="list-section">
          {toText(section.title) ? <h3>{toText(section.title)}</h3> : undefined}
          {toObjects(section.rows).map((row) => (
            <button
              key={String(row.id)}
              type="button"
              class="list-row"
              onClick={() => {
                const choice = toText(row.title) ?? "";
                deeds.tap(message, {
                  title: choice,
                  type: "interactive",
                  reply: { type: "list_reply", list_reply: row },
                });
                onClose();
              }}
            >
              {toText(row.title)}
              {toText(row.description) ? <small>{toText(row.description)}</small> : undefined}
            </button>
          ))}
        </section>
      ))}
    </Dialog>
  );
}

const OptionsSheet = ({ sheet, onClose }: SheetFacts<Kind<"options">>): JSX.Element => (
  <Dialog title="All options" onClose={onClose}>
    <div class="actions stacked">
      {sheet.actions.map((action, index) => {
        const act =
          action.act === undefined
            ? undefined
            : () => {
                onClose();
                action.act?.();
              };
        return <Action key={index} action={{ ...action, act }} />;
      })}
    </div>
  </Dialog>
);

/** An order of the products that the business showed. Prices are the catalog's, which the simulator does not have. */
function OrderSheet({ sheet, send, onClose }: SheetFacts<Kind<"order">>): JSX.Element {
  const { message, catalog, products } = sheet;
  const offered = products.length > 0 ? products : ["sku-1"];
  const order = (values: Record<string, string>): void => {
    const product_items = offered
      .map((id) => ({
        product_retailer_id: id,
        quantity: Number(values[id]),
        item_price: 1,
        currency: "USD",
      }))
      .filter(({ quantity }) => quantity > 0);
    if (product_items.length === 0) return;
    send(
      { type: "order", order: { catalog_id: catalog || "1", text: values.text ?? "", product_items } },
      message.id,
    );
    onClose();
  };
  return (
    <Dialog title="Order" onClose={onClose}>
      <Form onValues={order}>
        {offered.map((id) => (
          <Field key={id} label={id}>
            <input type="number" name={id} min="0" max="99" value="1" />
          </Field>
        ))}
        <Field label="Note">
          <input name="text" autocomplete="off" />
        </Field>
        <button type="submit" class="button primary">
          Send the order
        </button>
      </Form>
    </Dialog>
  );
}

function LocationSheet({ sheet, send, onClose }: SheetFacts<Kind<"location">>): JSX.Element {
  const share = ({ latitude, longitude, name, address }: Record<string, string>): void => {
    const named = { ...(name ? { name } : {}), ...(address ? { address } : {}) };
    const location = { latitude: Number(latitude), longitude: Number(longitude), ...named };
    send({ type: "location", location }, sheet.message?.id);
    onClose();
  };
  return (
    <Dialog title="Location" onClose={onClose}>
      <Form onValues={share}>
        <div class="pair">
          <Field label="Latitude">
            <input name="latitude" type="number" step="any" min="-90" max="90" required value="-23.5505" />
          </Field>
          <Field label="Longitude">
            <input name="longitude" type="number" step="any" min="-180" max="180" required value="-46.6333" />
          </Field>
        </div>
        <Field label="Name (optional)">
          <input name="name" autocomplete="off" />
        </Field>
        <Field label="Address (optional)">
          <input name="address" autocomplete="off" />
        </Field>
        <button type="submit" class="button primary">
          Send the location
        </button>
      </Form>
    </Dialog>
  );
}

function ContactSheet({ send, onClose }: SheetFacts<Kind<"contact">>): JSX.Element {
  const share = ({ name, phone }: Record<string, string>): void => {
    const digits = (phone ?? "").replace(/\D/g, "");
    const [first_name] = (name ?? "").split(" ");
    const contact = {
      name: { formatted_name: name, first_name },
      phones: [{ phone, wa_id: digits, type: "CELL" }],
    };
    send({ type: "contacts", contacts: [contact] });
    onClose();
  };
  return (
    <Dialog title="Contact" onClose={onClose}>
      <Form onValues={share}>
        <Field label="Name">
          <input name="name" required autocomplete="off" value="Bruno Lima" />
        </Field>
        <Field label="Phone number">
          <input name="phone" type="tel" required autocomplete="off" value="+55 11 91234-5678" />
        </Field>
        <button type="submit" class="button primary">
          Send the contact
        </button>
      </Form>
    </Dialog>
  );
}

const addressFields = {
  name: "Name",
  phone_number: "Phone number",
  in_pin_code: "PIN code",
  house_number: "House number",
  address: "Address",
  landmark_area: "Landmark",
  city: "City",
  state: "State",
} as const;

function AddressSheet({ sheet, send, onClose }: SheetFacts<Kind<"address">>): JSX.Element {
  const { message, values: known } = sheet;
  const provide = (given: Record<string, string>): void => {
    const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
    const body = Object.values(values).join(", ");
    const nfm_reply = { name: "address_message", body, response_json: JSON.stringify({ values }) };
    send({ type: "interactive", interactive: { type: "nfm_reply", nfm_reply } }, message.id);
    onClose();
  };
  return (
    <Dialog title="Address" onClose={onClose}>
      <Form onValues={provide}>
        {Object.entries(addressFields).map(([name, label]) => (
          <Field key={name} label={label}>
            <input name={name} autocomplete="off" value={toText(known[name]) ?? ""} />
          </Field>
        ))}
        <button type="submit" class="button primary">
          Send the address
        </button>
      </Form>
    </Dialog>
  );
}
