import type { JSX } from "preact";
import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import { Icon } from "../icons.tsx";
import { SafeLink } from "./text.tsx";

const mapUrl = (latitude: unknown, longitude: unknown): string =>
  `https://www.openstreetmap.org/?mlat=${encodeURIComponent(String(latitude))}&mlon=${encodeURIComponent(String(longitude))}`;

export function LocationCard({ location }: { location: Json }): JSX.Element {
  const { latitude, longitude, name, address } = location;
  return (
    <div class="card location">
      <Icon name="location" size={20} />
      <span>
        <span class="file-name">{toText(name) ?? "Location"}</span>
        {toText(address) === undefined ? undefined : <small>{toText(address)}</small>}
        <small class="numerals">
          <SafeLink url={mapUrl(latitude, longitude)}>
            {String(latitude)}, {String(longitude)}
          </SafeLink>
        </small>
      </span>
    </div>
  );
}

export const ContactCards = ({ contacts }: { contacts: unknown }): JSX.Element => (
  <>
    {toObjects(contacts).map((contact, index) => (
      <ContactCard key={index} contact={contact} />
    ))}
  </>
);

function ContactCard({ contact }: { contact: Json }): JSX.Element {
  const { formatted_name, first_name } = toObject(contact.name);
  const details = [
    ...toObjects(contact.phones).map(({ phone }) => phone),
    ...toObjects(contact.emails).map(({ email }) => email),
  ];
  return (
    <div class="card contact">
      <Icon name="contact" size={20} />
      <span>
        <span class="file-name">{toText(formatted_name) ?? toText(first_name) ?? "Contact"}</span>
        {details.map((detail) => (
          <small key={String(detail)} class="numerals">
            {String(detail)}
          </small>
        ))}
        {toText(toObject(contact.org).company) === undefined ? undefined : (
          <small>{toText(toObject(contact.org).company)}</small>
        )}
      </span>
    </div>
  );
}

export const ProductCard = ({ id, note }: { id: unknown; note?: string | undefined }): JSX.Element => (
  <div class="card product">
    <Icon name="business" size={20} />
    <span>
      <span class="file-name">{toText(id) ?? "Catalog"}</span>
      {note === undefined ? undefined : <small>{note}</small>}
    </span>
  </div>
);

/** An amount of order details: a whole number and the offset it is divided by. */
function toAmount(amount: unknown, currency: unknown): string {
  const { value, offset } = toObject(amount);
  const number = Number(value) / Number(offset ?? 100);
  if (!Number.isFinite(number)) return "";
  return `${toText(currency) ?? ""} ${number.toFixed(2)}`.trim();
}

/** What is to be paid, as order details have it. */
export function OrderDetails({ parameters }: { parameters: Json }): JSX.Element {
  const { reference_id, currency, total_amount } = parameters;
  const order = toObject(parameters.order);
  return (
    <div class="card order">
      <table>
        <tbody>
          {toObjects(order.items).map((item, index) => (
            <tr key={index}>
              <th scope="row">
                {toText(item.name)} × {String(item.quantity ?? 1)}
              </th>
              <td>{toAmount(item.amount, currency)}</td>
            </tr>
          ))}
          {total_amount === undefined ? undefined : (
            <tr class="total">
              <th scope="row">Total</th>
              <td>{toAmount(total_amount, currency)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <small>
        {toText(reference_id)} {toText(order.status)}
      </small>
    </div>
  );
}

/** An order that the customer placed. */
export const PlacedOrder = ({ order }: { order: Json }): JSX.Element => (
  <div class="card order">
    <table>
      <tbody>
        {toObjects(order.product_items).map((item, index) => (
          <tr key={index}>
            <th scope="row">{String(item.product_retailer_id)}</th>
            <td>× {String(item.quantity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {toText(order.text) ? <small>{toText(order.text)}</small> : undefined}
  </div>
);
